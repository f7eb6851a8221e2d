"""Clicks the photo of a built app: `python -m tests.release.click_app URL` prints what came of it."""

import json
import sys

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.driver import Element

if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        page = browser.new_page()
        page.add_init_script(chromium.UNASKED)
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(sys.argv[1])
        element = Element(page)
        element.wait_ready()
        clicked = element.click(610, 330)
        # The framework heard of it, and reaches the element's methods.
        page.locator("output", has_text=str(clicked["area"])).wait_for()
        page.get_by_role("button", name="Undo").first.click()
        undone = page.locator("main > button, body > button")
        page.wait_for_function("() => !document.querySelector('click-cut').state.canUndo")
        print(json.dumps({"score": clicked["score"], "buttons": undone.count(), "complaints": complaints}))
        browser.close()

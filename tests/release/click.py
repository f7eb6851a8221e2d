"""Clicks a photo in a browser of its own: `python -m tests.release.click URL` prints what it selects."""

import json
import sys

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.driver import open_page

if __name__ == "__main__":
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        page = browser.new_page()
        page.add_init_script(chromium.UNASKED)
        element = open_page(page, sys.argv[1])
        print(json.dumps(element.click(610, 330)))
        browser.close()

"""Takes the README's screenshot from the running page: `python -m tests.browser.screenshot FILE`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.browser.driver import Element
from tests.server_process import start_server

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as cache, sync_playwright() as playwright:
        server = start_server(Path(cache))
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(chromium.ASKED)
        page.goto(server.url)
        element = Element(page)
        element.wait_until("element.state.proposed")
        # As for a person, who looks first: the runtime's check, and with it its first slow runs, is over.
        page.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")
        element.wait_until("element.hasAttribute('data-shows-file')")
        page.screenshot(path=sys.argv[1])
        server.stop()

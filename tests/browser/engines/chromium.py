"""A window of the tests' Chromium with the hands of the others: what they do is held against it."""

from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Download, Page

from tests.browser.engines.gestures import Place


class Chromium:
    """A page of Playwright's."""

    name = "Chromium"

    def __init__(self, page: Page) -> None:
        self._page = page
        self.version = page.evaluate("navigator.userAgent.match(/Chrome\\/(\\d+)/)[1]")
        page.context.grant_permissions(["clipboard-write"])  # as a window in front has it
        self._downloads: list[Download] = []
        self._errors: list[str] = []
        page.on("download", lambda download: self._downloads.append(download))  # noqa: PLW0108  no method
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.on("console", self._hear)

    def open(self, url: str) -> None:
        self._page.goto(url)

    def reload(self) -> None:
        self._page.reload()

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run the body of an asynchronous function of `argument`, and give what it returns."""
        return self._page.evaluate(f"async (argument) => {{ {body} }}", argument)

    def click(self, x: int, y: int) -> None:
        self._page.mouse.click(x, y)

    def drag(self, start: Place, stop: Place) -> None:
        mouse = self._page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + stop[0]) // 2, (start[1] + stop[1]) // 2)
        mouse.move(*stop)
        mouse.up()

    def downloaded(self) -> Path:
        """Wait for the end of a download, and give its file."""
        if not self._downloads:
            self._page.wait_for_event("download")
        download = self._downloads.pop()
        path = Path(download.path())
        return path.rename(path.with_name(download.suggested_filename))

    def errors(self) -> list[str]:
        """Give what the page wrote to the console as an error so far, or threw and did not catch."""
        return self._errors

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._errors.append(message.text)

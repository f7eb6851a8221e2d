"""A person's hand: what it does is counted."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.driver import Element


class Hand:
    """Does what a person does on a page, and counts it: clicks, keys, choices, files."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.actions = 0

    def do(self, action: Callable[[], object]) -> None:
        self.actions += 1
        action()

    def click(self, x: float, y: float, button: str = "left") -> None:
        """Click a photo pixel, and wait for the mask."""
        self.do(lambda: self.element.click(x, y, button))

    def press(self, button: Locator) -> None:
        self.do(button.click)

    def saved(self, button: Locator) -> tuple[str, bytes]:
        """Press a button that saves: a file's name and bytes."""
        with self.element.page.expect_download() as download:
            self.press(button)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

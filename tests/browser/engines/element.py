"""The page's element as any engine shows it: the driver's own, with other hands."""

from pathlib import Path
from typing import Any, Protocol

from tests.browser import driver

PLACE = """
const button = element.shadowRoot.querySelector(`button.${argument}`)
button.scrollIntoView({ block: "nearest" })
const { left, top, width, height } = button.getBoundingClientRect()
return [left + width / 2, top + height / 2]
"""


class Browser(Protocol):
    """One window of a browser."""

    def open(self, url: str) -> None: ...

    def reload(self) -> None: ...

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run the body of an asynchronous function of `argument`, and give what it returns."""

    def click(self, x: int, y: int) -> None:
        """Click at a place of the window, in CSS pixels."""

    def downloaded(self) -> Path:
        """Wait for the end of a download, and give its file."""

    def errors(self) -> list[str]:
        """Give what the page wrote to the console as an error so far, or threw and did not catch."""


class Element(driver.Element):
    """The first <click-cut> of a page in any browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def evaluate(self, body: str, argument: object = None) -> Any:
        found = 'const element = document.querySelector("click-cut");'
        return self._browser.evaluate(found + body, argument)

    def wait_until(self, condition: str, argument: object = None) -> None:
        """Wait for an expression of `element` and `argument` to become true."""
        later = "await new Promise((resolve) => setTimeout(resolve, 20))"
        self.evaluate(f"while (!({condition})) {later}", argument)

    def click(self, x: float, y: float) -> dict[str, Any]:
        """Click a photo pixel with the mouse and give the `clickcut-mask` event's detail."""
        self.evaluate(f"({driver.NEXT_MASK})(element)")
        self._browser.click(*map(round, self.place(x, y)))
        detail: dict[str, Any] = self.evaluate("return await window.nextMask")
        return detail

    def press(self, tool: str) -> None:
        """Press a button of the element with the mouse."""
        self._browser.click(*map(round, self.evaluate(PLACE, tool)))

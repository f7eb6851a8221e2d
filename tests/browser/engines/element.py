"""The page's element as any engine shows it: the driver's own, with other hands."""

from pathlib import Path
from typing import Any, Protocol

from tests.browser import driver
from tests.browser.engines.gestures import Place

PLACE = """
const button = element.shadowRoot.querySelector(`button.${argument}`)
button.scrollIntoView({ block: "nearest" })
const { left, top, width, height } = button.getBoundingClientRect()
return [left + width / 2, top + height / 2]
"""


class Browser(Protocol):
    """One window of a browser; its version is what it says."""

    name: str
    version: str

    def open(self, url: str) -> None: ...

    def reload(self) -> None: ...

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run the body of an asynchronous function of `argument`, and give what it returns."""

    def click(self, x: int, y: int) -> None:
        """Click at a place of the window, in CSS pixels."""

    def drag(self, start: Place, stop: Place) -> None:
        """Drag the mouse from place to place of the window, in CSS pixels."""

    def downloaded(self) -> Path:
        """Wait for the end of a download that was not given yet, and give its file."""

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
        end = f"if (performance.now() > end) {{ {driver.DIAGNOSIS} }}"
        asked = f"while (!({condition})) {{ {later}; {end} }}"
        missed = self.evaluate(f"const end = performance.now() + {1000 * driver.PATIENCE}; {asked}", argument)
        assert missed is None, f"never {condition}: {missed}"

    def click(self, x: float, y: float) -> dict[str, Any]:
        """Click a photo pixel with the mouse and give the `clickcut-mask` event's detail."""
        return self.drag((x, y), (x, y))

    def drag(self, start: tuple[float, float], stop: tuple[float, float]) -> dict[str, Any]:
        """Drag the mouse between two photo pixels and give the `clickcut-mask` event's detail."""
        self.evaluate(f"({driver.NEXT_MASK})(element)")
        (x0, y0), (x1, y1) = (map(round, self.place(*place)) for place in (start, stop))
        self._browser.drag((x0, y0), (x1, y1))
        detail: dict[str, Any] = self.evaluate("return await window.nextMask")
        return detail

    def press(self, tool: str) -> None:
        """Press a button of the element with the mouse."""
        self._browser.click(*map(round, self.evaluate(PLACE, tool)))

"""Drives the page as a person does, and reads what the element says of it."""

import base64
import io
import time
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.chromium import PATIENCE

NEXT_MASK = """
(found) => { window.nextMask = new Promise((resolve, reject) => {
  const element = found ?? document.querySelector("click-cut")
  element.addEventListener("clickcut-mask", ({ detail }) => resolve(detail), { once: true })
  element.addEventListener("clickcut-error", ({ detail }) => reject(new Error(detail.code)), { once: true })
  setTimeout(() => reject(new Error("no mask came")), 120_000)
}) }
"""
BLOB_TO_BASE64 = """
async (blob) => {
  const bytes = new Uint8Array(await blob.arrayBuffer())
  let text = ""
  for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768))
  return btoa(text)
}
"""
OVERLAY = """
const canvas = element.shadowRoot.querySelector("canvas.overlay")
const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
let sum = 0
for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] + 256 * data[i + 3]) % 1e9
return sum
"""
ROUNDING = 1e-5
"""By how much a score may differ that is computed again."""
DIAGNOSIS = """
const text = (root) => root.textContent.replace(/\\s+/g, " ")
return [element.isConnected, element.state, text(element.shadowRoot)]
"""


def open_page(page: Page, url: str, photo: str = "raccoon.jpg") -> "Element":
    """Visit the server and open a photo of its gallery."""
    page.goto(url)
    element = Element(page)
    element.wait_ready()
    element.load(photos.address(photo), photos.embedding_address(photo))
    return element


def wait_for_complaints(page: Page) -> None:
    """Wait until Chromium has said what was preloaded in vain: three seconds after the page's load."""
    loaded = "performance.getEntriesByType('navigation')[0].loadEventEnd"
    page.wait_for_function(f"() => {loaded} > 0 && performance.now() > {loaded} + 3500")


@dataclass
class Element:
    """The first <click-cut> of a page, also within shadow roots."""

    page: Page

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run `body` with the element as `element` and `argument`; errors of ours come back as text."""
        found = self.page.locator("click-cut").first
        return found.evaluate(f"async (element, argument) => {{ {body} }}", argument)

    def wait_ready(self) -> None:
        self.evaluate("await element.ready")

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.evaluate("return element.state")
        return state

    @property
    def viewport(self) -> dict[str, float]:
        viewport: dict[str, float] = self.evaluate("return element.viewport")
        return viewport

    def fit(self) -> None:
        self.evaluate("element.fit()")

    def focus(self) -> None:
        """Give the photo the focus, as Tab would."""
        self.page.locator("click-cut .stage").focus()

    def wait_until(self, condition: str, argument: object = None) -> None:
        """Wait for an expression of `element` and `argument` to become true.

        The element is looked for each time, as a dashboard may exchange it.
        """
        deadline = time.monotonic() + PATIENCE / 1000
        while not self.evaluate(f"return !!({condition})", argument):
            assert time.monotonic() < deadline, f"never {condition}: {self.evaluate(DIAGNOSIS)}"
            self.page.wait_for_timeout(20)

    def load(self, address: str, embedding: str | None = None) -> None:
        self.evaluate(
            "await element.load(argument[0], {embedding: argument[1] ?? undefined})", [address, embedding]
        )

    def drop(self, name: str, content: bytes, media_type: str = "application/octet-stream") -> None:
        """Drop a file on the page and return at once."""
        encoded = base64.b64encode(content).decode()
        self.evaluate(
            """
            const [name, encoded, type] = argument
            const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))
            const dataTransfer = new DataTransfer()
            dataTransfer.items.add(new File([bytes], name, { type }))
            document.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }))
            """,
            [name, encoded, media_type],
        )

    def open_file(self, path: Path) -> None:
        """Drop a file and wait until it is ready."""
        self.drop(path.name, path.read_bytes())
        self.wait_ready()

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where on the page the centre of a photo pixel is shown, in view or not."""
        left, top, scale = self.evaluate(
            "const { x, y, scale } = element.viewport;"
            "const stage = element.shadowRoot.querySelector('.stage');"
            "const rect = stage.getBoundingClientRect();"
            "const shown = rect.width / stage.offsetWidth;"
            "return [rect.left - x * scale * shown, rect.top - y * scale * shown, scale * shown]"
        )
        return left + (x + 0.5) * scale, top + (y + 0.5) * scale

    def click(self, x: float, y: float, button: str = "left") -> dict[str, Any]:
        """Click a photo pixel with the mouse and give the `clickcut-mask` event's detail."""
        self.page.locator("click-cut").first.evaluate(NEXT_MASK)
        self.page.mouse.click(*self.place(x, y), button=button)
        detail: dict[str, Any] = self.page.evaluate("window.nextMask")
        return detail

    def drag_finger(self, start: tuple[float, float], stop: tuple[float, float]) -> None:
        """Drag a finger between two photo pixels and wait for the mask that it makes."""
        (x0, y0), (x1, y1) = self.place(*start), self.place(*stop)
        self.page.locator("click-cut").first.evaluate(NEXT_MASK)
        touch = self.page.context.new_cdp_session(self.page)
        for kind, places in (
            ("touchStart", [(x0, y0)]),
            ("touchMove", [((x0 + x1) / 2, (y0 + y1) / 2)]),
            ("touchMove", [(x1, y1)]),
            ("touchEnd", []),
        ):
            given = [{"x": x, "y": y} for x, y in places]
            touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})
        self.page.evaluate("window.nextMask")

    def press(self, tool: str) -> None:
        """Press a button of the toolbar, behind *More* on a phone."""
        button, more = (self.page.locator(f"click-cut button.{name}") for name in (tool, "more"))
        if more.is_visible() and not button.is_visible():
            more.click()
        button.click()

    def show_device(self) -> None:
        """Open the drawer "This device", as its key and the page's help do."""
        self.evaluate("element.showDevice()")

    def mask(self) -> np.ndarray:
        """The mask at photo resolution, as bool (height, width)."""
        width, height, encoded = self.evaluate(
            f"const m = await element.mask(); "
            f"return [m.width, m.height, await ({BLOB_TO_BASE64})(new Blob([m.data]))]"
        )
        values = np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width)
        assert set(np.unique(values)) <= {0, 255}
        return values == 255

    def cutout(self) -> Image.Image:
        encoded = self.evaluate(f"return ({BLOB_TO_BASE64})(await element.cutout())")
        return Image.open(io.BytesIO(base64.b64decode(encoded)))

    def overlay(self) -> int:
        """A number that stands for what is drawn over the photo."""
        drawn: int = self.evaluate(OVERLAY)
        return drawn

    def error(self) -> str:
        """The sentence in the banner, once there is one."""
        banner = self.page.locator("click-cut .banner span")
        banner.wait_for(state="visible")
        return banner.inner_text()


def differences(found: Any, expected: Any, where: str = "") -> list[str]:
    """Where two values differ; floats, such as scores, only if by more than some float32 digits.

    What is computed again may differ in the last digit: sums of threads come in another order.
    """
    if isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        pairs = [(f"{where}.{key}", found[key], expected[key]) for key in found]
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        pairs = [(f"{where}[{n}]", *both) for n, both in enumerate(zip(found, expected, strict=True))]
    elif isinstance(found, float) and isinstance(expected, float):
        return [] if abs(found - expected) <= ROUNDING else [f"{where}: {found} for {expected}"]
    else:
        return [] if found == expected else [f"{where}: {found} for {expected}"]
    return [each for path, one, other in pairs for each in differences(one, other, path)]


def rounded(value: float, decimals: int) -> str:
    """Write a number as browsers do: a half goes up, where Python's formats go to the even digit."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max(1, (a | b).sum()))

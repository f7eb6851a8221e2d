"""Brings many photos to the page, and reads what its tray says of them."""

import base64
from typing import Any

from playwright.sync_api import Locator

from tests.browser.driver import Element

DROP = """
const dataTransfer = new DataTransfer()
for (const [name, encoded] of argument) {
  const bytes = Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0))
  dataTransfer.items.add(new File([bytes], name, { type: "image/png" }))
}
document.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }))
"""


def drop(element: Element, photos: dict[str, bytes]) -> None:
    """Drop files by their names, all at once, and return at once."""
    element.evaluate(DROP, [[name, base64.b64encode(content).decode()] for name, content in photos.items()])


def place(element: Element, name: str) -> Locator:
    """A photo's place in the tray."""
    return element.page.locator("click-cut .tray li", has_text=name)


def looks(element: Element) -> dict[str, Any]:
    """What is said of each photo, by its name."""
    found: dict[str, Any] = element.evaluate(
        "return Object.fromEntries([...element.shadowRoot.querySelectorAll('.tray li')].map((each) =>"
        " [each.querySelector('small').textContent, each.dataset.look]))"
    )
    return found

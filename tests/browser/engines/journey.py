"""What a visitor does, and hashes of all that comes of it."""

import hashlib

from tests.browser import photos
from tests.browser.chromium import UNASKED
from tests.browser.engines.element import Browser, Element

PHOTO = "cat.png"
PLACE, BESIDE = (220, 150), (440, 20)
# A photo without a colour profile, which WebKit would not hand on.
PLAIN = "coffee.png"
CUP, TABLE = (290, 200), (60, 40)
BOX = ((150, 60), (520, 380))


def opened(browser: Browser, url: str, photo: str = PHOTO) -> Element:
    """Open the page and a photo of its gallery, without what the browser kept."""
    browser.open(url)
    element = Element(browser)
    element.wait_ready()
    element.evaluate(UNASKED)
    element.evaluate("await element.forget()")
    element.load(photos.address(photo), photos.embedding_address(photo))
    return element


def go(browser: Browser, url: str) -> dict[str, str]:
    """Click and download: gives the SHA-256 of the mask and of the file, by what it is of."""
    element = opened(browser, url, PLAIN)
    element.click(*CUP)
    return {"a click": _mask(element), "file": _file(element, browser)}


def go_far(browser: Browser, url: str) -> dict[str, str]:
    """Click, click again, take it back, draw a box, take it back, and download.

    Gives the SHA-256 of each mask and of the file, by what it is of.
    """
    element = opened(browser, url, PLAIN)
    made = {}
    element.click(*CUP)
    made["a click"] = _mask(element)
    element.click(*TABLE)
    made["two clicks"] = _mask(element)
    element.press("undo")
    element.wait_until("element.state.prompts.points.length === 1")
    made["undone"] = _mask(element)
    element.press("box")
    element.drag(*BOX)
    made["a click in a box"] = _mask(element)
    element.press("undo")
    element.wait_until("!element.state.prompts.box")
    made["file"] = _file(element, browser)
    return made


def _mask(element: Element) -> str:
    return hashlib.sha256(element.mask().tobytes()).hexdigest()


def _file(element: Element, browser: Browser) -> str:
    element.press("download")
    return hashlib.sha256(browser.downloaded().read_bytes()).hexdigest()

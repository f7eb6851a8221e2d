"""What a person sees, as pictures to compare with: `python -m tests.browser.access.screens` takes them anew.

Each is half as wide and high as the page. Look at them before they are committed: that is what they are for.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import chromium, photos
from tests.browser.driver import Element, open_page
from tests.server_process import start_server

FOLDER = Path(__file__).with_name("screens")
FONTS = FOLDER / "fonts.txt"
SIZES = {1440: 900, 820: 1100, 390: 844}
THEMES = ("light", "dark")
TWO_FRAMES = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""
PLAINLY = 40  # of 255; WebP changes a block by up to 20


def _untouched(element: Element) -> None:
    pass


def _cut(element: Element) -> None:
    element.click(290, 200)
    element.page.locator("click-cut .candidates button").nth(2).wait_for()


def _on_black(element: Element) -> None:
    _cut(element)
    element.evaluate("element.backdrop = 'black'")
    element.wait_until("element.hasAttribute('data-shows-file')")


def _keys(element: Element) -> None:
    element.focus()
    element.page.keyboard.press("?")


def _help(element: Element) -> None:
    element.page.locator("#help").click()


def _error(element: Element) -> None:
    element.drop("notes.txt", b"no photo")
    element.error()


VIEWS: dict[str, Callable[[Element], None]] = {
    "untouched": _untouched,
    "cut": _cut,
    "on-black": _on_black,
    "keys": _keys,
    "help": _help,
    "error": _error,
}


def show(element: Element, view: str, width: int, theme: str) -> None:
    """Bring a page of ours to a view: a photo is opened anew, and nothing is open over it."""
    page = element.page
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.keyboard.press("Escape")  # a dialog of before
    element.evaluate("element.backdrop = 'photo'; await element.forget()")
    element.evaluate("for (const fold of element.shadowRoot.querySelectorAll('details')) fold.open = false")
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    element.press("include")
    element.fit()
    VIEWS[view](element)
    page.mouse.move(0, 0)
    element.evaluate("document.activeElement?.blur(); element.shadowRoot.activeElement?.blur()")


def take(element: Element) -> Image.Image:
    """Take what is seen, once it rests, at half its size, as RGB."""
    before = b""
    for _ in range(20):
        png = element.page.screenshot(animations="disabled", caret="hide")
        if png == before:
            break
        before = png
        element.page.evaluate(TWO_FRAMES)
    return Image.open(io.BytesIO(before)).convert("RGB").reduce(2)


def difference(a: Image.Image, b: Image.Image) -> float:
    """Share of blocks of 8 x 8 page pixels whose mean colours differ plainly, 0 to 1; 1 for other sizes.

    Where the fonts are the same next to none does, unless something looks different.
    """
    if a.size != b.size:
        return 1.0
    blocks = (np.asarray(each.reduce(4), np.int16) for each in (a, b))
    return float((np.abs(next(blocks) - next(blocks)).max(axis=2) > PLAINLY).mean())


def fonts(element: Element) -> str:
    """Tell the page's fonts by how wide they are."""
    measure = """
    (font) => {
      const context = document.createElement("canvas").getContext("2d")
      return Object.assign(context, { font }).measureText("Click a photo, get the object: 0123456789").width
    }
    """
    return str(element.page.evaluate(measure, "15px system-ui, sans-serif"))


def path(view: str, width: int, theme: str) -> Path:
    return FOLDER / f"{view}-{width}-{theme}.webp"


def main() -> None:
    with tempfile.TemporaryDirectory() as cache, sync_playwright() as playwright:
        server = start_server(Path(cache))
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
        page = browser.new_page()
        page.add_init_script(chromium.UNASKED)
        element = open_page(page, server.url)
        FONTS.write_text(fonts(element) + "\n")
        for view in VIEWS:
            for width in SIZES:
                for theme in THEMES:
                    show(element, view, width, theme)
                    take(element).save(path(view, width, theme), quality=90, method=6)
        server.stop()


if __name__ == "__main__":
    main()

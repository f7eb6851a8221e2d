"""What a person waits for after a click: the real cut-out on the stage, and a large PNG from *Download*."""

import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from tests.browser import chromium, photos
from tests.browser.driver import Element, open_page
from tests.browser.exports.test_exports import pixels_of
from tests.browser.exports.test_stage_and_file import SHOWS_FILE, band, stage
from tests.server_process import start_server

REST = 150  # ms that the hand is to rest before anything is made; see rendering.js
LOOK = 2  # s
LARGE = (4000, 3000)
# From the answer of a click to the first other picture on the stage: until then it is the mask that is seen.
FIRST_PICTURE = """
const canvas = element.shadowRoot.querySelector("canvas.photo")
const small = new OffscreenCanvas(64, 64).getContext("2d", { willReadFrequently: true })
const frame = () => new Promise(requestAnimationFrame)
const picture = () => {
  small.clearRect(0, 0, 64, 64)
  small.drawImage(canvas, 0, 0, 64, 64)
  return small.getImageData(0, 0, 64, 64).data.join()
}
await element.addPoint(...argument)
const start = performance.now()
await frame()
await frame()
const before = picture()
while (picture() === before) await frame()
return performance.now() - start
"""
Times = dict[str, list[float]]


def run(browser: Browser, *, rounds: int) -> Times:
    """Give milliseconds of first pictures and downloads, and how far stage and file differ, of 255.

    A stage shows a photo of 1024 × 768; downloads are of 12 megapixels, cold and after a look, in turns.
    """
    found: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, visit(browser, Path(folder)) as element:
        element.evaluate("element.backdrop = '#ffffff'")
        for number in range(rounds):
            found["first picture"].append(element.evaluate(FIRST_PICTURE, [480 + 12 * number, 400]) - REST)
            element.wait_until(SHOWS_FILE)
            element.evaluate("await element.clear()")
        found["stage"].append(difference(element))
        photo = Path(folder) / "large.jpg"
        Image.open(photos.sample("raccoon.jpg")).resize(LARGE, Image.Resampling.BICUBIC).save(photo)
        element.open_file(photo)
        for number in range(rounds):
            for name, looked in (("cold", 0), ("after a look", LOOK)):
                element.evaluate("await element.clear()")
                element.evaluate("await element.addPoint(...argument)", [2000 + 40 * number + looked, 1600])
                element.page.wait_for_timeout(1000 * looked)
                found[name].append(download(element))
    return dict(found)


@contextmanager
def visit(browser: Browser, folder: Path) -> Iterator[Element]:
    server = start_server(folder / "cache")
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    context.add_init_script(chromium.UNASKED)
    context.set_default_timeout(chromium.PATIENCE)
    try:
        yield open_page(context.new_page(), server.url, "raccoon.jpg")
    finally:
        context.close()
        server.stop()


def difference(element: Element) -> float:
    """How far the stage at 100 % is from the file, in the mean of the edge's band."""
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    element.click(290, 200)
    element.evaluate("element.zoom(1)")
    element.wait_until(SHOWS_FILE)
    file = pixels_of(element, background="#ffffff")[..., :3].astype(int)
    return float(np.abs(stage(element) - file)[band(element)].mean())


def download(element: Element) -> float:
    """Press *Download*; gives the milliseconds until the file is there."""
    start = time.perf_counter()
    with element.page.expect_download() as saved:
        element.page.locator("click-cut .toolbar .download").click()
    saved.value.path()
    return (time.perf_counter() - start) * 1000

"""Page and encoder have the same picture, and what leaves the page is it."""

import base64
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, Route

from tests.browser import photos
from tests.browser.conftest import ComeBack
from tests.browser.driver import BLOB_TO_BASE64, Element, open_page
from tests.server_process import Server

ENCODED_THEN_SHOWN = """
const blobOf = (text) => new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))])
const [encoded, shown] = argument.map(blobOf)
const headers = { "Content-Type": "application/octet-stream" }
const response = await fetch("api/v1/embeddings", { method: "POST", body: encoded, headers })
const embedding = response.arrayBuffer().then((bytes) => new Uint8Array(bytes))
return element.load(shown, { embedding }).then(() => "opened", ({ code }) => code)
"""
NOISE = """
const read = OffscreenCanvasRenderingContext2D.prototype.getImageData
OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...area) {
  const image = read.apply(this, area)
  for (let at = 0; at < image.data.length; at += 97) image.data[at] ^= 1
  return image
}
"""
WEBGL_NOISE = """
const read = WebGL2RenderingContext.prototype.readPixels
WebGL2RenderingContext.prototype.readPixels = function (...all) {
  read.apply(this, all)
  const pixels = all.at(-1)
  for (let at = 0; at < pixels.length; at++) if (at % 4 < 3) pixels[at] ^= 1
}
"""
SHORT_MINUTE = """
const wait = setTimeout
window.setTimeout = (run, time, ...rest) => wait(run, time === 60_000 ? 3_000 : time, ...rest)
"""


def encoded(*files: bytes) -> list[str]:
    return [base64.b64encode(file).decode() for file in files]


@pytest.mark.full  # tests/unit/test_fingerprint.py has the rule
def test_an_embedding_of_the_photo_turned_is_refused_and_one_in_other_colours_is_not(coffee: Element) -> None:
    photo = Image.open(photos.sample("cat.png")).convert("RGB")
    turned = photos.png(photo.transpose(Image.Transpose.ROTATE_180))
    darker = photos.png(photo.point(lambda value: int(255 * (value / 255) ** 1.4)))
    told = [
        coffee.evaluate(ENCODED_THEN_SHOWN, encoded(photos.png(photo), shown)) for shown in (turned, darker)
    ]
    assert told == ["embedding-picture", "opened"]


@pytest.mark.full  # tests/shell has the arithmetic
def test_colours_under_low_alpha_are_saved_as_they_are_in_the_photo(coffee: Element) -> None:
    pixels = faint()
    saved = saved_of(coffee, pixels)
    seen = saved[..., 3] > 0
    assert seen.mean() > 0.9
    assert (saved[seen] == pixels[seen]).all()


@pytest.mark.full
def test_noise_in_the_way_that_these_are_read_gets_into_no_opaque_pixel(
    come_back: ComeBack, server: Server
) -> None:
    pixels = faint()
    pixels[:, :60, 3] = 255
    with come_back() as context:
        page = context.new_page()
        page.route("**/worker.js", begun_by(WEBGL_NOISE))
        saved = saved_of(open_page(page, server.url), pixels)
    seen = saved[..., 3] == 255
    assert seen.mean() > 0.4
    assert (saved[seen] == pixels[seen]).all()


def faint() -> np.ndarray:
    """Noise under an alpha of 1 to 12."""
    pixels = np.random.default_rng(5).integers(0, 256, (90, 120, 4), np.uint8)
    pixels[..., 3] = np.arange(90)[:, None] % 12 + 1
    return pixels


def saved_of(element: Element, pixels: np.ndarray) -> np.ndarray:
    """What is saved of a photo of 120 × 90 pixels when all of it is wanted."""
    element.drop("faint.png", photos.png(Image.fromarray(pixels)))
    element.wait_until("element.state.photo?.width === 120")
    element.wait_ready()
    white = photos.png(Image.new("L", (120, 90), 255))
    element.evaluate("await element.importMask(new Blob([Uint8Array.from(argument)]))", list(white))
    return np.asarray(element.cutout())


def begun_by(script: str) -> Callable[[Route], None]:
    """Answer with a script that another comes before."""

    def fulfil(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=script + response.text())

    return fulfil


@pytest.mark.full
def test_a_canvas_that_gives_noise_saves_no_picture_and_says_why_and_shapes_are_saved(
    come_back: ComeBack, server: Server
) -> None:
    with come_back() as context:
        page = context.new_page()
        page.route("**/worker.js", begun_by(NOISE))
        element = open_page(page, server.url)
        element.click(610, 330)
        failed = "return element.cutout(argument).catch(({ code }) => code)"
        assert element.evaluate(failed, {"format": "image/png"}) == "canvas-blocked"
        assert "does not let pages read pictures" in element.error()
        shape = f"return ({BLOB_TO_BASE64})(await element.cutout({{ format: 'image/svg+xml' }}))"
        assert b"<path" in base64.b64decode(element.evaluate(shape))


@pytest.mark.full  # it waits for the watchdog twice
def test_an_engine_that_does_not_start_is_started_again_with_one_thread(
    first_visit: Page, server: Server
) -> None:
    """What its threads need never comes, as in a browser that starts no worker in a worker."""
    page, held = first_visit, []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/ort-wasm-simd-threaded.wasm", hold_the_first)
    page.add_init_script(SHORT_MINUTE)
    page.goto(server.url)
    element = Element(page)
    assert "started again with one thread" in element.error()
    element.wait_ready()
    runtime = element.state["runtime"]
    assert (runtime["threads"], runtime["reason"]) == (1, "stalled")

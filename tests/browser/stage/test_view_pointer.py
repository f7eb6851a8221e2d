"""A prompt lands where the person saw the pixel: measured on screenshots, not by the page's arithmetic."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.browser.conftest import ComeBack
from tests.browser.driver import NEXT_MASK, Element
from tests.server_process import Server

WIDTH, HEIGHT = 1600, 1200
# Of a colour of its own each: left, top, side; one near every corner and one in the middle.
BLOCKS = {
    (255, 0, 255): (60, 90, 17),
    (0, 255, 255): (1490, 70, 17),
    (255, 255, 0): (792, 612, 17),
    (0, 255, 0): (70, 1100, 17),
    (255, 0, 0): (1480, 1090, 17),
}
ROOM = "position: absolute; left: 20px; top: 30px; width: 700px; height: 520px; overflow: auto; "
# Inside a box that scrolls, with a photo larger than the box.
TURNED = "transform: rotate(12deg) scale(0.8);"
TRANSFORMS = ["", "transform: scale(0.7); transform-origin: 0 0;"]
FULL = pytest.mark.full  # arithmetic, which tests/shell/stage/camera.test.js has for all of these


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    picture = Image.new("RGB", (WIDTH, HEIGHT), (90, 90, 96))
    draw = ImageDraw.Draw(picture)
    for colour, (left, top, side) in BLOCKS.items():
        draw.rectangle((left, top, left + side - 1, top + side - 1), fill=colour)
    path = tmp_path_factory.mktemp("photo") / "blocks.png"
    picture.save(path)
    return path


@pytest.fixture(scope="module", params=[pytest.param(1, marks=FULL), 1.5, pytest.param(3, marks=FULL)])
def opened(
    come_back: ComeBack, server: Server, photo: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Element, float]]:
    with come_back(viewport={"width": 1000, "height": 760}, device_scale_factor=request.param) as context:
        page = context.new_page()
        page.goto(server.url)
        element = Element(page)
        element.wait_ready()
        element.open_file(photo)
        yield element, request.param


def settle(element: Element) -> None:
    element.evaluate("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def part_with(picture: np.ndarray, colour: tuple[int, int, int]) -> tuple[int, int, np.ndarray]:
    """The top, left and pixels, as floats, of the part that has all that is next to a colour, and its rim."""
    near = np.ones(picture.shape[:2], bool)
    for channel, value in zip(np.moveaxis(picture, 2, 0), colour, strict=True):
        near &= channel > 255 - 40 if value else channel < 40
    rows, columns = (np.flatnonzero(near.any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return 0, 0, picture[:0, :0].astype(float)
    top, left = max(0, rows[0] - 3), max(0, columns[0] - 3)
    return top, left, picture[top : rows[-1] + 4, left : columns[-1] + 4].astype(float)


def seen_at(element: Element, colour: tuple[int, int, int], density: float) -> tuple[float, float] | None:
    """Where the middle of a block is on the screen, CSS pixels; None when it is not in sight as a whole."""
    shot = element.page.screenshot(scale="device")
    y0, x0, picture = part_with(np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")), colour)
    background = np.array([90.0, 90.0, 96.0])
    way = np.array(colour) - background
    share = ((picture - background) @ way) / (way @ way)
    off = np.abs(picture - background - share[..., None] * way).max(axis=2)
    core = np.argwhere((off < 12) & (share > 0.9))
    if len(core) == 0:
        return None
    (top, left), (bottom, right) = core.min(0) - 3, core.max(0) + 4
    assert max(bottom - top, right - left) < 200 * density, "the colour is seen elsewhere, too"
    around = np.zeros(share.shape, bool)
    around[max(0, top) : bottom, max(0, left) : right] = True
    share = np.where(around & (off < 12) & (share > 0.04), np.clip(share, 0, 1), 0)  # parts of pixels count
    rows, columns = np.indices(share.shape)
    x, y = (
        (share * (grid + start + 0.5)).sum() / share.sum() / density
        for grid, start in ((columns, x0), (rows, y0))
    )
    return float(x), float(y)


def click_on_block(element: Element, colour: tuple[int, int, int], density: float) -> tuple[float, float]:
    """Click what is seen, and give how far from the block's middle the prompt lies, in photo pixels."""
    place = seen_at(element, colour, density)
    assert place, f"{colour} is not in sight"
    element.page.evaluate(NEXT_MASK)
    element.page.mouse.click(*place)
    element.page.evaluate("window.nextMask")
    (point,) = element.state["prompts"]["points"]
    element.evaluate("await element.clear()")
    element.page.mouse.move(1, 1)
    left, top, side = BLOCKS[colour]
    return point["x"] + 0.5 - (left + side / 2), point["y"] + 0.5 - (top + side / 2)


def bring(element: Element, colour: tuple[int, int, int], scale: float) -> None:
    """Zoom so that a block is near the stage's middle."""
    left, top, side = BLOCKS[colour]
    element.fit()
    element.evaluate(
        """
        const [x, y, scale] = argument
        const stage = element.shadowRoot.querySelector(".stage")
        const fit = element.viewport
        // What is at this place stays there, so that the wanted place comes to the middle.
        const at = (wanted, start, room) => (wanted - start - room / 2 / scale) / (1 / fit.scale - 1 / scale)
        element.zoom(scale, { x: at(x, fit.x, stage.offsetWidth), y: at(y, fit.y, stage.offsetHeight) })
        """,
        [left + side / 2, top + side / 2, scale],
    )
    settle(element)


@pytest.mark.full
def test_a_prompt_lands_within_half_a_pixel_at_every_zoom_and_density(opened: tuple[Element, float]) -> None:
    element, density = opened
    for scale, colour in zip((0.25, 0.5, 1, 2, 8), BLOCKS, strict=True):
        bring(element, colour, scale)
        assert element.viewport["scale"] == scale
        dx, dy = click_on_block(element, colour, density)
        assert (dx, dy) == (0, 0), scale  # the very pixel in the block's middle


@pytest.mark.full
@pytest.mark.parametrize("transform", [TURNED, *TRANSFORMS])
def test_it_does_so_inside_a_scrolled_and_transformed_container(
    opened: tuple[Element, float], transform: str
) -> None:
    element, density = opened
    element.evaluate(
        """
        document.querySelector(".gallery").style.display = "none"
        const main = document.querySelector("main")
        main.style.cssText = argument
        element.style.cssText = "flex: none; width: 1100px; height: 900px"
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
        main.scrollTo(200, 120) // whole pixels of every screen: browsers move what lies between them
        """,
        ROOM + transform,
    )
    for scale, colour in ((0.5, (255, 255, 0)), (2, (0, 255, 255)), (8, (255, 0, 0))):
        bring(element, colour, scale)
        dx, dy = click_on_block(element, colour, density)
        assert (dx, dy) == (0, 0), scale  # the very pixel in the block's middle

"""What is painted lies where the mask is, at any zoom, for several objects, and on any backdrop.

That the cut-out on the stage is the one in the file is told in tests/browser/exports.
"""

import base64
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import open_anew
from tests.browser.driver import BLOB_TO_BASE64, Element
from tests.browser.stage.shell import open_shell

PIXELS = f"""
await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
const canvas = element.shadowRoot.querySelector(argument)
const {{ data }} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
const {{ viewport }} = element
return [canvas.width, canvas.height, await ({BLOB_TO_BASE64})(new Blob([data])), viewport]
"""
Viewport = dict[str, float]


def painted(element: Element, name: str) -> tuple[np.ndarray, Viewport]:
    """RGBA of `photo` or `overlay`, (height, width, 4), and what was seen then: a stage may grow any time."""
    width, height, encoded, viewport = element.evaluate(PIXELS, f".{name}")
    return np.frombuffer(base64.b64decode(encoded), np.uint8).reshape(height, width, 4), viewport


def canvas(element: Element, name: str) -> np.ndarray:
    return painted(element, name)[0]


def mask_on_stage(element: Element, shape: tuple[int, ...], view: Viewport) -> tuple[np.ndarray, np.ndarray]:
    """For each pixel of the stage whether the exported mask holds it, and whether it is on the photo."""
    mask = element.mask()
    rows, columns = np.indices(shape[:2]) + 0.5
    x = np.floor(view["x"] + columns / view["scale"]).astype(int)
    y = np.floor(view["y"] + rows / view["scale"]).astype(int)
    height, width = mask.shape
    on = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    return mask[y.clip(0, height - 1), x.clip(0, width - 1)] & on, on


def near(wanted: np.ndarray, reach: int) -> np.ndarray:
    """Which pixels are within a square's reach of a wanted one."""
    found = wanted.copy()
    for axis in (0, 1):
        once = found.copy()
        for step in range(1, reach + 1):
            for way in (step, -step):
                once |= np.roll(found, way, axis)
        found = once
    return found


def edge_of(mask: np.ndarray) -> np.ndarray:
    return near(mask, 1) & near(~mask, 1)


def look(element: Element, x: int, y: int, scale: float) -> None:
    element.fit()
    element.evaluate(
        "const { x, y, scale } = element.viewport;"
        "element.zoom(argument[2], { x: (argument[0] - x) * scale, y: (argument[1] - y) * scale })",
        [x, y, scale],
    )


@pytest.fixture
def cat(booted: Element) -> Element:
    element = open_anew(booted, "cat.png")
    element.click(220, 150)
    element.page.mouse.move(2, 2)
    return element


@pytest.mark.parametrize(
    "scale", [2.5, *(pytest.param(scale, marks=pytest.mark.full) for scale in (0.6, 1, 8))]
)
def test_the_outline_lies_on_the_masks_edge_at_every_zoom(cat: Element, scale: float) -> None:
    rows, columns = np.nonzero(edge_of(cat.mask())[40:-40, 40:-40])
    middle = len(rows) // 2
    look(cat, columns[middle].item() + 40, rows[middle].item() + 40, scale)
    overlay, view = painted(cat, "overlay")
    overlay = overlay.astype(int)
    mask, on = mask_on_stage(cat, overlay.shape, view)
    white = (overlay[..., :3].min(axis=2) > 225) & (overlay[..., 3] > 200)
    marker = near((overlay[..., :3] @ [-1, -1, 2] > 250) & (overlay[..., 3] == 255), 14)
    white &= ~marker
    rim = edge_of(mask) & on
    assert white.sum() > 100
    # The exported edge runs along whole photo pixels, the painted one between them.
    reach = int(np.ceil(2 + scale))
    assert (white & ~near(rim, reach)).sum() <= 0.02 * white.sum()  # lobes thinner than a pixel
    inner = rim & ~near(~on, 4)  # where the photo ends there is no line
    inner[:4] = inner[-4:] = False
    inner[:, :4] = inner[:, -4:] = False
    assert (inner & ~near(white | marker, reach + 1)).sum() <= 0.02 * inner.sum()
    assert not overlay[~on & ~marker].any(), "something is painted beside the photo"
    deep = mask & ~near(rim, reach + 3) & ~marker
    assert (overlay[deep][:, 3] > 90).mean() > 0.99


@pytest.mark.parametrize(
    ("kind", "colours"),
    [
        pytest.param("rgb(10 120 200)", [(10, 120, 200)], marks=pytest.mark.full),
        ("checkerboard", [(255, 255, 255), (207, 207, 207)]),
    ],
)
def test_on_a_backdrop_the_object_alone_is_seen(
    cat: Element, kind: str, colours: list[tuple[int, int, int]]
) -> None:
    cat.fit()
    cat.page.locator("click-cut .strip[data-docked]").wait_for()  # the cat leaves no place beside it
    cat.evaluate(TWO_FRAMES)
    plain = canvas(cat, "photo")
    try:
        cat.evaluate("element.backdrop = argument", kind)
        cat.wait_until("element.hasAttribute('data-shows-file')")
        shown, view = painted(cat, "photo")
        mask, on = mask_on_stage(cat, shown.shape, view)
        on[-1] = on[:, -1] = False  # the photo may end within a pixel of the screen
        rim = near(edge_of(mask), 40)  # the edge is soft
        same = (shown == plain).all(axis=2)
        assert same[mask & ~rim].mean() > 0.9999  # a speck of a pixel or two has no inside
        outside = shown[on & ~mask & ~rim & ~near(~on, 2)]
        found = {tuple(int(v) for v in pixel) for pixel in np.unique(outside[::7], axis=0)}
        assert found == {(*colour, 255) for colour in colours}
        assert not canvas(cat, "overlay").any(), "an outline or a point hides what is judged"
        cat.evaluate("element.showPlain(true)")
        assert (canvas(cat, "photo") == plain).all()
        assert not canvas(cat, "overlay").any()
        cat.evaluate("element.showPlain(false)")
        assert (canvas(cat, "photo") == shown).all()
        cat.evaluate("element.showSplit(0.5)")
        half = canvas(cat, "photo")
        middle = cat.evaluate("return element.shadowRoot.querySelector('.stage').clientWidth") // 2
        assert (half[:, : middle - 1] == plain[:, : middle - 1]).all()
        assert (half[:, middle + 1 :] == shown[:, middle + 1 :]).all()
    finally:
        cat.evaluate("element.showPlain(false); element.showSplit(null); element.backdrop = 'photo'")
    assert (canvas(cat, "photo") == plain).all()


def test_closer_than_four_pixels_a_photo_pixel_is_a_square(cat: Element) -> None:
    look(cat, 100, 100, 8)
    shown = canvas(cat, "photo")
    colours = np.abs(np.diff(shown[400, 100:900, :3].astype(int), axis=0)).sum(axis=1)
    changes = np.nonzero(colours)[0]
    assert len(changes) > 20
    assert set(np.diff(changes) % 8) == {0}


TWO_FRAMES = "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
STAGE = """<!doctype html><div id="stage" style="position: relative; width: 400px; height: 300px">
<canvas id="photo"></canvas><canvas id="overlay"></canvas></div>"""
SETUP = """async () => {
  const { createView } = await import("/stage/view.js")
  const find = (id) => document.getElementById(id)
  window.view = createView(find("stage"), find("photo"), find("overlay"))
  const photo = new OffscreenCanvas(400, 300)
  photo.getContext("2d").fillRect(0, 0, 400, 300)
  view.showPhoto(await createImageBitmap(photo))
  window.disc = (cx, cy, radius) => Float32Array.from({ length: 256 * 256 }, (_, i) =>
    radius - Math.hypot((i % 256) + 0.5 - cx, (i >> 8) + 0.5 - cy))
  window.mask = (logits, colour, more) =>
    ({ logits, extent: [192, 256], part: [0, 0, 400, 300], colour, isActive: false, ...more })
  window.pixel = (x, y) => [...find("overlay").getContext("2d").getImageData(x, y, 1, 1).data]
}"""


@pytest.fixture
def bench(first_visit: Page) -> Page:
    """A view by itself: a black photo of 400 × 300 at scale 1."""
    open_shell(first_visit, STAGE)
    first_visit.evaluate(SETUP)
    return first_visit


def ask(page: Page, body: str) -> Any:
    return page.evaluate(f"() => {{ {body} }}")


def test_every_object_has_its_colour_and_the_active_one_lies_on_top(bench: Page) -> None:
    left, both, right, beside = ask(
        bench,
        """
        view.show({ masks: [
          mask(disc(80, 96, 50), "#ff0000", { isActive: true }), mask(disc(150, 96, 50), "#00ff00"),
        ] })
        return [pixel(80, 150), pixel(176, 150), pixel(290, 150), pixel(390, 290)]
        """,
    )
    assert left[:3] == [255, 0, 0]
    assert right[:3] == [0, 255, 0]
    assert both[0] > both[1] > 0
    assert left[3] > right[3]
    assert beside == [0, 0, 0, 0]


def test_an_inverted_mask_is_painted_inside_out(bench: Page) -> None:
    inside, outside = ask(
        bench,
        """
        view.show({ masks: [mask(disc(128, 96, 50), "#0000ff", { isActive: true, isInverted: true })] })
        return [pixel(200, 150), pixel(10, 10)]
        """,
    )
    assert inside == [0, 0, 0, 0]
    assert outside[2] == 255


def test_of_several_objects_the_one_of_the_file_is_seen_on_a_backdrop(bench: Page) -> None:
    row = ask(
        bench,
        """
        view.show({ masks: [
          mask(disc(40, 96, 25), "#ff0000", { isActive: true }), mask(disc(200, 96, 25), "#00ff00"),
        ] })
        view.setBackdrop("white")
        const context = document.getElementById("photo").getContext("2d")
        return [62, 200, 312].map((x) => [...context.getImageData(x, 150, 1, 1).data])
        """,
    )
    assert row == [[0, 0, 0, 255], [255, 255, 255, 255], [255, 255, 255, 255]]


def test_the_crosshair_is_seen_and_brought_into_sight(bench: Page) -> None:
    assert ask(bench, "view.show({ crosshair: { x: 100, y: 100 } }); return pixel(110, 100)")[3] > 200
    assert ask(bench, "return pixel(100, 100)") == [0, 0, 0, 0], "the pixel itself is hidden"
    before, after = ask(
        bench,
        """
        view.zoom(8)
        const before = view.viewport
        view.reveal(0, 299)
        return [before, view.viewport]
        """,
    )
    assert before["x"] > 0
    assert after["x"] < 0 < after["y"] + 300 / 8 - 299.5
    assert after["scale"] == 8

"""The stage shows the file: at 100 % both are the same picture, on every background."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import BLOB_TO_BASE64, Element
from tests.browser.exports.test_exports import MASK, pixels_of

BAR = 2  # of 255, in the mean of the edge's band
BAND = 7  # pixels: the edge, with three of what is decided to each side
SHOWS_FILE = "element.hasAttribute('data-shows-file')"
PHOTO_CANVAS = f"""
const canvas = element.shadowRoot.querySelector(".photo")
const png = await new Promise((done) => canvas.toBlob(done))
return ({BLOB_TO_BASE64})(png)
"""
AT_ONCE = f"element.backdrop = 'photo'; element.backdrop = argument; {PHOTO_CANVAS}"


@pytest.fixture
def coffee(booted: Element) -> Iterator[Element]:
    """A cup on its saucer, at 100 %."""
    element = open_anew(booted, "coffee.png")
    element.click(290, 200)
    element.evaluate("element.zoom(1)")
    yield element
    element.evaluate("element.backdrop = 'photo'")


def canvas_of(element: Element, code: str = PHOTO_CANVAS, argument: object = None):
    """All that the stage shows at 100 %, RGB, and where on it the photo begins."""
    shown = Image.open(io.BytesIO(base64.b64decode(element.evaluate(code, argument))))
    view = element.viewport
    assert view["scale"] == 1
    return np.asarray(shown.convert("RGB")).astype(int), (round(-view["x"]), round(-view["y"]))


def stage(element: Element, code: str = PHOTO_CANVAS, argument: object = None) -> np.ndarray:
    """What the stage shows of the photo, RGB as in a file; all of the photo is in sight, pixel on pixel."""
    (shown, (left, top)), photo = canvas_of(element, code, argument), element.state["photo"]
    right, bottom = left + photo["width"], top + photo["height"]
    assert 0 <= left < right <= shown.shape[1]
    assert 0 <= top < bottom <= shown.shape[0]
    return shown[top:bottom, left:right]


def band(element: Element) -> np.ndarray:
    """The pixels around the file's edge."""
    alpha = pixels_of(element, format=MASK)
    edge = Image.fromarray(np.where((alpha > 0) & (alpha < 255), 255, 0).astype(np.uint8))
    return np.asarray(edge.filter(ImageFilter.MaxFilter(BAND))) > 0


COLOURS = ["#ff0000", *(pytest.param(each, marks=pytest.mark.full) for each in ("#ffffff", "#000000"))]


@pytest.mark.parametrize("colour", COLOURS)
def test_at_100_percent_the_stage_is_the_file_on_every_colour(coffee: Element, colour: str) -> None:
    file = pixels_of(coffee, background=colour)[..., :3].astype(int)
    edge = band(coffee)
    mask = stage(coffee, AT_ONCE, colour)
    coffee.wait_until(SHOWS_FILE)
    shown = stage(coffee)
    assert np.abs(mask - file)[edge].mean() > BAR, "the mask itself would pass"
    assert np.abs(shown - file)[edge].mean() <= BAR
    assert np.abs(shown - file).max() <= BAR, "beside the edge, too"


@pytest.mark.full
def test_while_the_hand_works_the_mask_is_seen_and_then_the_file(coffee: Element) -> None:
    coffee.evaluate("element.backdrop = '#ffffff'")
    coffee.wait_until(SHOWS_FILE)
    before = stage(coffee)
    coffee.evaluate("await element.stroke([[250, 200], [330, 200]], 30, false)")
    coffee.wait_until("!" + SHOWS_FILE)
    coffee.wait_until(SHOWS_FILE)
    after = stage(coffee)
    assert (np.abs(after - before).max(axis=2) > 50).sum() > 1000
    file = pixels_of(coffee, background="#ffffff")[..., :3].astype(int)
    assert np.abs(after - file).max() <= BAR
    coffee.evaluate("await element.undo()")
    coffee.wait_until(SHOWS_FILE)
    assert np.array_equal(stage(coffee), before)


def crop(element: Element, picture: np.ndarray, margin: int) -> np.ndarray:
    """The part of a picture of the whole photo that a cropped file shows."""
    rows, columns = np.nonzero(pixels_of(element, format=MASK))
    top, left = max(0, rows.min() - margin), max(0, columns.min() - margin)
    return picture[top : rows.max() + 1 + margin, left : columns.max() + 1 + margin]


@pytest.mark.full
def test_a_blurred_photo_and_a_crop_are_seen_as_they_are_saved(coffee: Element) -> None:
    panel = coffee.page.locator("click-cut .output")
    panel.locator("[data-background=blur]").click()
    panel.locator(".cropping").select_option("object")
    panel.locator("input[type=number]").fill("7")
    try:
        coffee.wait_until(SHOWS_FILE)
        with coffee.page.expect_download() as download:
            coffee.press("download")
        file = np.asarray(Image.open(download.value.path()).convert("RGB")).astype(int)
        shown = stage(coffee)
        assert np.abs(crop(coffee, shown, 7) - file).max() <= BAR
        beside = shown.copy()
        crop(coffee, beside, 7)[:] = 0
        assert not beside.any(), "more than the file is shown"
    finally:
        panel.locator(".cropping").select_option("none")


@pytest.mark.full  # in the gate, the first photo is
def test_the_next_photo_is_blurred_behind_its_own_object(coffee: Element) -> None:
    coffee.evaluate("element.backdrop = 'blur'")
    coffee.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    coffee.click(220, 150)
    coffee.evaluate("element.zoom(1)")
    coffee.wait_until(SHOWS_FILE)
    file = pixels_of(coffee, background="blur")[..., :3].astype(int)
    assert np.abs(stage(coffee) - file).max() <= BAR


@pytest.mark.full
def test_of_a_large_photo_a_part_is_seen_as_it_is_saved(element: Element, tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    photo = Image.open(photos.sample("flower.jpg")).convert("RGB").resize((2400, 1601))
    photo.save(path, quality=92)
    element.open_file(path)
    element.click(1162, 712)
    element.evaluate("element.zoom(1); element.backdrop = '#ff0000'")
    try:
        element.wait_until(SHOWS_FILE)
        shown = Image.open(io.BytesIO(base64.b64decode(element.evaluate(PHOTO_CANVAS)))).convert("RGB")
        left, top = (round(element.viewport[axis]) for axis in ("x", "y"))
        part = np.s_[top : top + shown.height, left : left + shown.width]
        file = pixels_of(element, background="#ff0000")[..., :3].astype(int)[part]
        edge = band(element)[part]
        assert edge.sum() > 500
        assert np.abs(np.asarray(shown).astype(int) - file)[edge].mean() <= BAR
    finally:
        element.evaluate("element.backdrop = 'photo'")


@pytest.mark.full  # in the gate, blur and crop are
def test_a_picture_behind_the_object_is_seen_as_it_is_saved(coffee: Element) -> None:
    with coffee.page.expect_file_chooser() as chooser:
        coffee.page.locator("click-cut [data-background=picture]").click()
    chooser.value.set_files(photos.sample("cat.png"))
    coffee.wait_until(f"element.backdrop === 'picture' && {SHOWS_FILE}")
    with coffee.page.expect_download() as download:
        coffee.press("download")
    file = np.asarray(Image.open(download.value.path()).convert("RGB")).astype(int)
    assert np.abs(stage(coffee) - file)[band(coffee)].mean() <= BAR
    assert np.abs(stage(coffee) - file).mean() <= BAR

"""Two errands from photo to file, with the number of actions that each takes."""

import io
import zipfile
from pathlib import Path

import numpy as np
from clickcut.cutting.layers import lay_over
from PIL import Image

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import Element
from tests.browser.exports.test_exports import MASK, pixels_of
from tests.browser.exports.test_recipes import run_cut
from tests.browser.exports.test_stage_and_file import BAR, SHOWS_FILE, canvas_of
from tests.browser.hand import Hand

SAUCER, TABLE, CUP = (430, 300), (40, 200), (310, 150)  # in coffee.png


def decoded(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGBA"))


def test_three_objects_apart_and_together_and_as_an_archive(coffee: Element, tmp_path: Path) -> None:
    hand, page = Hand(coffee), coffee.page
    for number, place in enumerate((SAUCER, TABLE, CUP), 1):
        if number > 1:
            hand.do(page.locator("click-cut .add-object").click)
            coffee.wait_until("element.state.active === argument", number)
        hand.do(lambda place=place: coffee.click(*place))
    assert page.locator("click-cut .output .save").inner_text() == "Download Object 3"
    one, together, archive = (
        hand.saved(page.locator(f"click-cut .output {each}"))
        for each in (".save", ".save-together", ".save-apart")
    )
    assert hand.actions == 8
    assert [name for name, _ in (one, together, archive)] == [
        "coffee-object-3.png",
        "coffee-cutouts.png",
        "coffee-cutouts.zip",
    ]

    with zipfile.ZipFile(io.BytesIO(archive[1])) as files:
        *names, labels = files.namelist()
        apart = [files.read(name) for name in names]
    assert names == [f"coffee-object-{number}.png" for number in (1, 2, 3)]
    assert labels == "labels.json"
    assert apart[2] == one[1]
    expected, *others = (decoded(each).copy() for each in apart)
    for each in others:
        lay_over(expected, each)
    assert np.array_equal(decoded(together[1]), expected)

    file, again = tmp_path / together[0], tmp_path / "again.png"
    file.write_bytes(together[1])
    made = run_cut(photos.sample("coffee.png"), "--recipe", file, "--together", "-o", again)
    assert made.returncode == 0, made.stderr
    assert np.array_equal(decoded(again.read_bytes()), expected), "the command line makes it, too"


def test_the_stage_shows_the_object_that_the_button_names(coffee: Element) -> None:
    coffee.evaluate(
        "await element.addPoint(40, 200); await element.addObject(); await element.addPoint(300, 150);"
        "await element.renameObject(2, 'Cup'); element.zoom(1); element.backdrop = '#ffffff'"
    )
    try:
        for number, label in ((2, "Download Cup"), (1, "Download Object 1")):
            coffee.evaluate("await element.selectObject(argument)", number)
            assert coffee.page.locator("click-cut .output .save").inner_text() == label
            coffee.wait_until(SHOWS_FILE)
            others = pixels_of(coffee, format=MASK, object=3 - number)
            own = pixels_of(coffee, format=MASK, object=number)
            shown, (left, top) = canvas_of(coffee)
            part = shown[top : top + 400, left : left + 600]
            assert (part[(others == 255) & (own == 0)] == 255).all(), "another object is seen"
            assert (part[own == 255] != 255).any()
    finally:
        coffee.evaluate("element.backdrop = 'photo'")


def test_a_shadow_is_seen_as_it_is_saved(booted: Element) -> None:
    cat = open_anew(booted, "cat.png")
    panel = cat.page.locator("click-cut .output")
    cat.click(220, 150)
    panel.locator(".shadow").check()
    try:
        cat.evaluate("element.zoom(1); element.backdrop = '#ffffff'")
        cat.wait_until(SHOWS_FILE)
        shown, (left, top) = canvas_of(cat)
        file = pixels_of(cat, background="#ffffff", shadow=True)[..., :3].astype(int)
        without = pixels_of(cat, background="#ffffff")[..., :3].astype(int)
        assert np.abs(file - without).max() > 40
        difference = np.abs(shown[top : top + 300, left : left + 451] - file)
        assert difference.mean() < 0.5
        assert np.percentile(difference, 99.9) <= 8, "browsers blur by a Gaussian, files by boxes"
    finally:
        panel.locator(".shadow").uncheck()
        cat.evaluate("element.backdrop = 'photo'")


def test_a_product_photo_becomes_a_square_white_png(booted: Element) -> None:
    cat = open_anew(booted, "cat.png")
    hand, panel = Hand(cat), cat.page.locator("click-cut .output")
    try:
        hand.do(lambda: cat.click(220, 150))
        hand.do(panel.locator("[data-background='white']").click)
        hand.do(lambda: panel.locator(".cropping").select_option("square"))
        name, content = hand.saved(panel.locator(".save"))
        assert (hand.actions, name) == (4, "cat-cutout.png")

        file = decoded(content)
        alpha = pixels_of(cat, format=MASK)
        rows, columns = (np.flatnonzero(alpha.any(axis=axis)) for axis in (1, 0))
        width, height = columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0]
        side = min(max(width, height) + 2 * 20, 451)
        assert file.shape == (side, side, 4)
        left, top = (columns[0] + columns[-1] + 1 - side) // 2, (rows[0] + rows[-1] + 1 - side) // 2
        expected = np.full_like(file, 255)
        whole = pixels_of(cat, background="#ffffff")
        seen = whole[:, max(0, left) : left + side]
        expected[-top : 300 - top, max(0, -left) : max(0, -left) + seen.shape[1], :3] = seen[..., :3]
        assert top < 0, "the square reaches beyond the photo"
        assert np.array_equal(file, expected)

        cat.evaluate("element.zoom(1)")
        cat.wait_until(SHOWS_FILE)
        shown, (x, y) = canvas_of(cat)
        part = shown[max(0, y + top) : y + top + side, x + left : x + left + side]
        beyond = max(0, -(y + top))  # of the stage
        assert np.abs(part - file[beyond : beyond + part.shape[0], ..., :3].astype(int)).max() <= BAR
    finally:
        panel.locator(".cropping").select_option("none")
        cat.evaluate("element.backdrop = 'photo'")

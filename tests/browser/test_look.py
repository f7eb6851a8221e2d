"""The look of an edge, by its sliders: what is painted, saved, undone, kept, and cut by the command line."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from clickcut_core.cutout import COCO
from PIL import Image

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou
from tests.browser.test_exports import MASK, file_of, pixels_of, run_cut
from tests.browser.test_persistence import seen
from tests.browser.test_refine import coffee  # noqa: F401  a fixture

NONE = {"grow": 0, "feather": 0, "smooth": 0}


def slide(element: Element, name: str, value: int) -> None:
    """Move a slider with the arrow keys, as one change: the key is held."""
    slider = element.page.locator(f"click-cut .refine input.{name}")
    slider.focus()
    element.page.evaluate(NEXT_MASK)
    key = "ArrowRight" if value > 0 else "ArrowLeft"
    for _ in range(abs(value)):
        element.page.keyboard.down(key)
    element.page.keyboard.up(key)
    element.page.evaluate("window.nextMask")


def alpha(element: Element) -> np.ndarray:
    return pixels_of(element, format=MASK)


def perimeter(mask: np.ndarray) -> int:
    return int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())


def shown(element: Element) -> np.ndarray:
    """What the photo's canvas shows on black."""
    element.evaluate("element.backdrop = '#000000'")
    png = element.page.locator("click-cut .stage").screenshot()
    element.evaluate("element.backdrop = 'photo'")
    return np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(int)


def test_growing_and_shrinking_move_the_edge_by_so_many_pixels(coffee: Element) -> None:  # noqa: F811
    coffee.click(300, 150)
    before, mask, area = alpha(coffee), coffee.mask(), coffee.state["objects"][0]["area"]
    length = perimeter(mask) * np.pi / 4  # steps along the axes are longer than a round outline
    slide(coffee, "grow", 6)
    assert coffee.state["look"] == {**NONE, "grow": 6}
    grown = alpha(coffee)
    assert (grown >= before).all(), "what was there is there"
    assert 0.75 < (grown.sum() - before.sum()) / 255 / (6 * length) < 1.3
    assert 0.75 < (coffee.mask().sum() - mask.sum()) / (6 * length) < 1.3
    assert coffee.state["objects"][0]["area"] > area
    slide(coffee, "grow", -12)
    shrunk = alpha(coffee)
    assert (shrunk <= before).all()
    assert 0.75 < (before.sum() - shrunk.astype(int).sum()) / 255 / (6 * length) < 1.3
    outline = file_of(coffee, {"format": COCO})
    coffee.press("undo")
    coffee.press("undo")
    coffee.wait_until("!element.state.look.grow")
    assert np.array_equal(alpha(coffee), before)
    assert file_of(coffee, {"format": COCO}) != outline


def test_feathering_fades_so_far_to_each_side_in_files_and_in_the_preview(coffee: Element) -> None:  # noqa: F811
    coffee.click(300, 150)
    mask, plain = coffee.mask(), shown(coffee)
    bands = []
    for value in (0, 4, 8):  # 0, 4, then 12
        if value:
            slide(coffee, "feather", value)
        faded = alpha(coffee)
        bands.append(((faded > 0) & (faded < 255)).sum() / perimeter(mask))
        assert set(np.unique(faded[:10, :10])) == {0}
        assert faded[150, 300] == 255
    assert bands[1] - bands[0] > 3
    assert 5 < bands[2] - bands[1] < 2 * 8 * 1.3, "8 more to each side; less where it was soft before"
    assert iou(coffee.mask(), mask) > 0.99, "shapes do not fade"
    assert (shown(coffee) != plain).sum() > 2000, "the preview does not fade"


def test_smoothing_straightens_a_jagged_mask(coffee: Element) -> None:  # noqa: F811
    teeth = np.zeros((400, 600), np.uint8)
    teeth[100:300, 150:450] = 255
    for x in range(150, 450, 20):
        teeth[92:100, x : x + 10] = 255
    picture = Image.fromarray(teeth)
    content = photos.png(picture)
    coffee.evaluate("await element.importMask(new Blob([Uint8Array.from(argument)]))", list(content))
    jagged, outline = alpha(coffee) > 127, coffee.mask()
    slide(coffee, "smooth", 20)
    assert perimeter(alpha(coffee) > 127) < 0.9 * perimeter(jagged)
    assert perimeter(coffee.mask()) < 0.9 * perimeter(outline)
    assert abs((alpha(coffee) > 127).sum() / jagged.sum() - 1) < 0.05


def test_a_change_is_one_step_that_is_undone_redone_and_kept(visitor: Element) -> None:
    element, page = visitor, visitor.page
    element.click(610, 330)
    page.locator("click-cut .refine summary").click()
    for name, value in (("grow", -3), ("feather", 5), ("smooth", 7)):
        slide(element, name, value)
    look = {"grow": -3, "feather": 5, "smooth": 7}
    state, cut = seen(element), alpha(element)
    assert state["look"] == look
    text = element.evaluate("return element.recipe()")
    for left in ({**look, "smooth": 0}, {"grow": -3, "feather": 0, "smooth": 0}, NONE):
        element.press("undo")
        element.wait_until("JSON.stringify(element.state.look) === JSON.stringify(argument)", left)
    for _ in range(3):
        element.evaluate("await element.redo()")
    assert np.array_equal(alpha(element), cut)
    page.reload()
    element.wait_ready()
    assert seen(element) == state
    assert np.array_equal(alpha(element), cut)
    assert element.evaluate("return element.recipe()") == text
    element.evaluate("await element.clear()")
    assert element.state["look"] == NONE


def test_the_command_line_cuts_the_same_bytes(element: Element, tmp_path: Path) -> None:
    element.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    element.click(220, 150)
    for look in ({"grow": 2, "feather": 6, "smooth": 5}, {"grow": -4, "feather": 0, "smooth": 0}):
        element.evaluate("await element.refine(argument)", look)
        options = [text for name, value in look.items() for text in (f"--{name}", str(value))]
        run_cut(tmp_path / "cut.png", *options)
        made = pixels_of(element, format="image/png")
        with Image.open(tmp_path / "cut.png") as other:
            assert np.array_equal(made, np.asarray(other))
        run_cut(tmp_path / "cut.json", *options)
        assert file_of(element, {"format": COCO}) == (tmp_path / "cut.json").read_bytes()
    again = tmp_path / "again.png"
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample("cat.png")), "-o", str(again)]
    subprocess.run([*command, "--recipe", str(tmp_path / "cut.png")], check=True, capture_output=True)
    assert np.array_equal(np.asarray(Image.open(again)), made)


def test_what_is_no_look_is_refused_by_name(coffee: Element) -> None:  # noqa: F811
    coffee.click(300, 150)
    for look in ({"feather": -1}, {"grow": 21}, {"smooth": "wide"}):
        code = coffee.evaluate("return element.refine(argument).then(() => null, ({code}) => code)", look)
        assert code == "invalid-look"
    assert coffee.state["look"] == NONE


@pytest.mark.parametrize("sign", [1, -1])
def test_looks_leak_no_tensor(coffee: Element, sign: int) -> None:  # noqa: F811
    coffee.click(300, 150)
    coffee.evaluate("await element.refine({ grow: argument }); await element.cutout()", 3 * sign)
    before = coffee.evaluate("return element.counts()")["tensors"]
    for value in (2, 4, 3):
        coffee.evaluate("await element.refine({ grow: argument }); await element.cutout()", value * sign)
    assert coffee.evaluate("return element.counts()")["tensors"] == before

"""What a click gives is what the stock model gives for the same click, on any photo shape."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser import photos
from tests.browser.driver import Element, iou
from tests.browser.stock import stock_mask

CLICKS = [
    pytest.param("raccoon.jpg", (610, 330), (900, 600), id="raccoon"),
    pytest.param("cat.png", (220, 150), (20, 20), id="cat"),
    pytest.param("coffee.png", (290, 200), (500, 60), id="coffee"),
    pytest.param("flower.jpg", (310, 190), (60, 60), id="flower"),
]


@pytest.mark.parametrize(("name", "include", "exclude"), CLICKS)
def test_the_official_choice_of_a_mouse_click_is_the_stock_mask(
    element: Element, name: str, include: tuple[int, int], exclude: tuple[int, int]
) -> None:
    element.load(photos.address(name), photos.embedding_address(name))
    content = photos.sample(name).read_bytes()

    element.click(*include)
    best = max(element.state["candidates"], key=lambda candidate: candidate["score"])
    show(element, best["index"])
    mask = element.mask()
    assert iou(mask, stock_mask(content, [(*include, 1)])) >= 0.98
    (detail,) = element.state["objects"]
    assert detail["area"] == pytest.approx(mask.sum(), rel=0.02)
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    cell = max(mask.shape) / 256
    assert np.abs(np.array(detail["bbox"]) - box).max() <= 2 * cell

    element.click(*exclude, button="right")
    assert element.state["prompts"]["points"][1]["label"] == 0
    show(element, 0)
    both = [(*include, 1), (*exclude, 0)]
    # A correction of the mask before, or a second look that has not seen it.
    stock = [stock_mask(content, both, before=both[:1]), stock_mask(content, both)]
    assert max(iou(element.mask(), mask) for mask in stock) >= 0.98


def show(element: Element, index: int) -> None:
    """Go through the candidates to this one."""
    for _ in element.state["candidates"]:
        chosen = element.state["chosen"]
        if chosen == index:
            return
        element.page.locator("click-cut .stage").press("m")
        element.page.wait_for_function(f"() => document.querySelector('click-cut').state.chosen !== {chosen}")
    raise AssertionError(f"mask {index} is not offered")


@pytest.mark.parametrize(("width", "height"), [(600, 600), (900, 600), (600, 900), (1260, 540), (128, 1024)])
def test_the_mask_lies_where_the_click_was(element: Element, width: int, height: int, tmp_path: Path) -> None:
    content = photos.crop("flower.jpg", width, height)
    path = tmp_path / "photo.png"
    path.write_bytes(content)
    element.open_file(path)
    x, y = width // 2, height // 2
    element.click(x, y)
    best = max(element.state["candidates"], key=lambda candidate: candidate["score"])
    show(element, best["index"])
    mask = element.mask()
    assert mask.shape == (height, width)
    assert mask[y, x]
    assert iou(mask, stock_mask(content, [(x, y, 1)])) >= 0.98


@pytest.mark.parametrize(("name", "include", "exclude"), CLICKS)
def test_the_command_line_gives_the_same_pixels(
    element: Element, name: str, include: tuple[int, int], exclude: tuple[int, int], tmp_path: Path
) -> None:
    element.load(photos.address(name), photos.embedding_address(name))
    element.click(*include)
    element.click(*exclude, button="right")
    out = tmp_path / "cut.png"
    points = ["--point", f"{include[0]},{include[1]}", "--point", f"{exclude[0]},{exclude[1]}:0"]
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample(name)), *points, "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    assert np.array_equal(np.asarray(Image.open(out)), np.asarray(element.cutout()))


def test_the_other_candidates_are_the_other_stock_masks(element: Element) -> None:
    element.click(610, 330)
    candidates = [candidate["index"] for candidate in element.state["candidates"]]
    assert candidates == [1, 2, 3]
    first = element.state["chosen"]
    seen = {first: element.mask()}
    for _ in range(2):
        element.page.locator("click-cut .stage").press("m")
        element.page.wait_for_function(
            f"() => ![{','.join(map(str, seen))}].includes(document.querySelector('click-cut').state.chosen)"
        )
        seen[element.state["chosen"]] = element.mask()
    assert set(seen) == {1, 2, 3}
    areas = {int(mask.sum()) for mask in seen.values()}
    assert len(areas) == 3

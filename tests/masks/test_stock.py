"""What a click gives is what the stock model gives for the same click, on any photo shape."""

import numpy as np
import pytest
from clickcut.encoding.encoder import Encoder
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo

from tests.browser import photos
from tests.browser.tools.stock import stock_mask
from tests.masks.work import Work, iou, open_sample

CLICKS = [
    pytest.param("raccoon.jpg", (400, 250), (950, 700), id="raccoon", marks=pytest.mark.full),
    pytest.param("cat.png", (220, 150), (20, 20), id="cat"),
    pytest.param("coffee.png", (290, 200), (500, 60), id="coffee", marks=pytest.mark.full),
    pytest.param("flower.jpg", (310, 190), (60, 60), id="flower", marks=pytest.mark.full),
]
MORE_SHAPES = ((600, 900), (600, 600), (900, 600), (1260, 540))
SHAPES = [
    (128, 1024),
    *(
        pytest.param(*shape, marks=pytest.mark.full)
        for shape in ((600, 900), (600, 600), (900, 600), (1260, 540))
    ),
]


def show(work: Work, index: int) -> np.ndarray:
    return work.do("choose", index).mask()


@pytest.mark.parametrize(("name", "include", "exclude"), CLICKS)
def test_the_official_choice_is_the_stock_mask(
    name: str, include: tuple[int, int], exclude: tuple[int, int]
) -> None:
    work, content = open_sample(name).click(*include), photos.sample(name).read_bytes()
    mask = show(work, work.best)
    assert iou(mask, stock_mask(content, [(*include, 1)])) >= 0.98
    (told,) = work.state["objects"]
    assert told["area"] == pytest.approx(mask.sum(), rel=0.02)
    rows, columns = np.nonzero(mask)
    box = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    assert np.abs(np.array(told["bbox"]) - box).max() <= 2 * max(mask.shape) / 256

    both = [(*include, 1), (*exclude, 0)]
    # A correction of the mask before, or a second look that has not seen it.
    stock = [stock_mask(content, both, before=both[:1]), stock_mask(content, both)]
    corrected = show(work.click(*exclude, 0), 0)
    assert max(iou(corrected, mask) for mask in stock) >= 0.98


@pytest.mark.full
@pytest.mark.parametrize(("width", "height"), SHAPES)
def test_the_mask_lies_where_the_click_was(encoder: Encoder, width: int, height: int) -> None:
    content = photos.crop("flower.jpg", width, height)
    work = Work(encoder.encode_photo(content), read_photo(content, PhotoLimits()))
    x, y = width // 2, height // 2
    work.click(x, y)
    mask = show(work, work.best)
    assert mask.shape == (height, width)
    assert mask[y, x]
    assert iou(mask, stock_mask(content, [(x, y, 1)])) >= 0.98


def test_a_first_click_offers_three_masks_of_different_size() -> None:
    work = open_sample("raccoon.jpg").click(610, 330)
    assert [candidate["index"] for candidate in work.state["candidates"]] == [1, 2, 3]
    masks = [show(work, index) for index in (1, 2, 3)]
    assert all(mask[330, 610] for mask in masks)
    assert len({int(mask.sum()) for mask in masks}) == 3

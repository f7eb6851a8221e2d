import numpy as np
import pytest
from clickcut_core.files.run_lengths import counts_of, from_text, to_text
from clickcut_core.geometry import ImageSize, Part
from hypothesis import given
from pycocotools import mask as coco

from tests.unit.files.masks import (
    DRAWN,
    PIXELS,
    blobs,
    mask_of,
    pixels_of,
    runs_of,
)

MASKS = pytest.mark.parametrize("mask", DRAWN.values(), ids=DRAWN)


def check(mask):
    runs = runs_of(mask)
    assert np.array_equal(pixels_of(runs), mask)
    assert runs.area == mask.sum()
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    box = (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if mask.any() else None
    assert runs.bbox == box
    assert runs.columns() == runs_of(mask.T).rows

    counts = counts_of(runs)
    encoded = coco.encode(np.asfortranarray(mask.astype(np.uint8)))
    assert to_text(counts) == encoded["counts"].decode()
    assert from_text(to_text(counts)) == counts


@MASKS
def test_a_drawn_mask_is_told_as_pycocotools_tells_it(mask):
    check(mask)


@given(PIXELS)
def test_any_mask_survives_and_is_told_as_pycocotools_tells_it(mask):
    check(mask)


@pytest.mark.parametrize("seed", range(3))
def test_a_large_mask_is_told_as_pycocotools_tells_it(seed):
    check(blobs(700, 900, 9, seed))  # counts of several characters, with differences of either sign


def test_the_uncompressed_counts_are_those_of_the_definition():
    assert counts_of(runs_of(np.array([[0, 1], [1, 1], [0, 0]], bool))) == [1, 1, 1, 2, 1]
    assert counts_of(runs_of(np.array([[1, 1]], bool))) == [0, 2]
    assert counts_of(runs_of(np.array([[0, 0]], bool))) == [2]


@pytest.mark.parametrize("is_surrounded", [False, True])
@pytest.mark.parametrize("corner", [(0, 0), (2, 1), (4, 3)])
def test_the_mask_of_a_part_is_put_into_its_photo(corner, is_surrounded):
    left, top = corner
    drawn = [".##.", "#..#", "...."]
    part = Part(left, top, left + 4, top + 3)
    lines = [["#" if is_surrounded else "."] * 8 for _ in range(6)]
    for y, row in enumerate(drawn):
        lines[top + y][left : left + 4] = row
    placed = runs_of(mask_of(*drawn)).placed(part, ImageSize(height=6, width=8), is_surrounded=is_surrounded)
    assert placed == runs_of(mask_of(*lines))

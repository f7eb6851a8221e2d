import numpy as np
import pytest
from clickcut_core.files.outline import trace
from clickcut_core.files.simplify import SMALLEST, simplify
from hypothesis import given

from tests.unit.files.drawing import drawn
from tests.unit.files.masks import (
    DRAWN,
    PIXELS,
    blobs,
    iou,
    runs_of,
)


def simplified(mask):
    runs = runs_of(mask)
    return simplify(trace(runs), runs.area)


def redrawn(mask):
    return drawn([outline.points for outline in simplified(mask)], mask.shape)


def doubled(outline):
    return [(2 * x, 2 * y) for x, y in outline.points]


def area(points):
    """Positive where the inside is on the right hand."""
    following = [*points[1:], points[0]]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(points, following, strict=True)) / 2


@given(PIXELS)
def test_outlines_drawn_back_are_the_mask(mask):
    assert np.array_equal(drawn(map(doubled, trace(runs_of(mask))), mask.shape), mask)


@given(PIXELS)
def test_parts_run_clockwise_and_each_hole_the_other_way_inside_its_part(mask):
    outlines = trace(runs_of(mask))
    assert sum(area(outline.points) for outline in outlines) == mask.sum()
    for outline in outlines:
        assert (area(outline.points) < 0) == (outline.hole_of is not None)
        if outline.hole_of is not None:
            part = outlines[outline.hole_of]
            assert part.hole_of is None
            hole, around = (drawn([doubled(one)], mask.shape) for one in (outline, part))
            assert (hole <= around).all()


@pytest.mark.parametrize(
    ("name", "parts", "holes"),
    [
        ("empty", 0, 0),
        ("full", 1, 0),
        ("one pixel", 1, 0),
        ("diagonal", 4, 0),
        ("saddle", 2, 0),
        ("hole", 2, 1),
        ("holes that touch", 1, 1),
        ("at every border", 4, 0),
    ],
)
def test_pixels_that_touch_at_a_corner_are_parts_of_their_own(name, parts, holes):
    outlines = trace(runs_of(DRAWN[name]))
    assert [sum(o.hole_of is None for o in outlines), sum(o.hole_of is not None for o in outlines)] == [
        parts,
        holes,
    ]


@pytest.mark.parametrize("mask", DRAWN.values(), ids=DRAWN)
def test_a_drawn_mask_is_simplified_to_the_pixel(mask):
    assert np.array_equal(redrawn(mask), mask)


@given(PIXELS)
def test_a_small_mask_is_simplified_to_the_pixel(mask):
    assert mask.sum() < SMALLEST
    assert np.array_equal(redrawn(mask), mask)


@pytest.mark.parametrize("cells", [4, 12, 60])
@pytest.mark.parametrize("level", [-1, 0, 1])
def test_a_large_mask_stays_true(cells, level):
    mask = blobs(500, 700, cells, 1, level)
    assert iou(redrawn(mask), mask) >= 0.995


def test_a_large_mask_keeps_one_corner_of_five():
    mask = blobs(500, 700, 6, 1)
    few, all_of_them = (
        sum(len(outline.points) for outline in outlines)
        for outlines in (simplified(mask), trace(runs_of(mask)))
    )
    assert few * 5 < all_of_them


def ring(radius, width):
    y, x = np.mgrid[:400, :400]
    return np.abs(np.hypot(x - 200, y - 200) - radius) < width / 2


@pytest.mark.parametrize("width", [1, 1.5, 2, 4])
def test_a_thin_ring_stays_true(width):
    mask = ring(150, width)
    assert iou(redrawn(mask), mask) >= 0.99


def test_a_thin_line_beside_a_large_part_stays():
    mask = ring(60, 120)
    mask[5, 10:390] = mask[10:390, 5] = True
    again = redrawn(mask)
    assert iou(again, mask) >= 0.998
    assert again[5, 10:390].all()
    assert again[10:390, 5].all()


def test_noise_of_any_size_stays_true():
    mask = np.random.default_rng(0).random((150, 150)) < 0.5
    assert iou(redrawn(mask), mask) >= 0.99

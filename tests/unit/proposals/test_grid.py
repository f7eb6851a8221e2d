"""Where a survey asks, and what it sees."""

import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.proposals.grid import grid, seen_place, seen_size
from clickcut_core.recipes.prompts import PointPrompt


def test_points_lie_evenly_row_by_row():
    points = grid(ImageSize(height=100, width=200), 2)
    assert [(point.x, point.y) for point in points] == [
        (50, 25),
        (150, 25),
        (50, 75),
        (150, 75),
    ]


@pytest.mark.parametrize("size", [ImageSize(1, 1), ImageSize(3, 900), ImageSize(4000, 3)])
def test_all_points_are_on_the_photo_however_small_it_is(size):
    assert len([point.checked(size) for point in grid(size, 8)]) == 64


@pytest.mark.parametrize(
    ("size", "seen"),
    [((1024, 1024), (64, 64)), ((683, 1024), (43, 64)), ((1024, 9), (64, 1)), ((1024, 8), None)],
)
def test_rows_and_columns_that_hold_photo_are_seen(size, seen):
    assert seen_size(Frame.of(ImageSize(*size))) == (seen and ImageSize(*seen))


def test_a_point_is_seen_where_it_lies():
    frame = Frame.of(ImageSize(height=512, width=1024))
    seen = seen_size(frame)
    places = [
        seen_place(frame, seen, PointPrompt(x, y)) for x, y in ((0, 0), (1023, 511), (10 * 16 + 10, 90))
    ]
    assert places == [(0, 0), (31, 63), (5, 10)]

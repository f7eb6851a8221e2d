import math
import random
from itertools import pairwise

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.importing import ImportGrid, import_plane
from clickcut_core.masks.binding import FIRM, FREE, LEAST_RADIUS, imported_bounds, region_bounds, segments
from clickcut_core.masks.regions import all_but_largest, holes
from clickcut_core.recipes.edits import MOST_POINTS, FillHoles, Imported, KeepLargest, Stroke, edit_from_json

PHOTO = ImageSize(height=768, width=1024)
FRAME = Frame.of(PHOTO)
PLANE = 256 * 256


def test_a_drawn_line_keeps_its_shape_and_few_points():
    waves = [(x, 300 + 80 * math.sin(x / 60)) for x in range(0, 1000, 2)]
    stroke = Stroke.drawn(waves, 20, True, PHOTO)
    assert len(stroke.path) / 2 < len(waves) / 5
    assert stroke.path[:2] == (0, 300)
    kept = list(zip(stroke.path[::2], stroke.path[1::2], strict=True))
    for x, y in waves:
        left, right = max(p for p in kept if p[0] <= x), min([p for p in kept if p[0] >= x] or kept[-1:])
        share = (x - left[0]) / (right[0] - left[0] or 1)
        assert abs(left[1] + share * (right[1] - left[1]) - y) < 1  # a quarter of a mask pixel


def test_a_dot_and_a_line_that_comes_back_are_strokes():
    assert Stroke.drawn([[5, 6]], 3, False, PHOTO) == Stroke((5.0, 6.0), 3.0, adds=False)
    there_and_back = Stroke.drawn([(5, 5), (500, 5), (5, 5)], 3, True, PHOTO)
    assert there_and_back.path == (5, 5, 500, 5, 5, 5)


@pytest.mark.parametrize(
    ("points", "radius"),
    [
        ([], 3),
        ([(1, 2, 3)], 3),
        ([(1, math.nan)], 3),
        ([(1, None)], 3),
        ([1, 2], 3),
        ([(1, 2)], 0),
        ([(1, 2)], -1),
        ([(1, 2)], math.inf),
        ([(1, 2)], None),
        ([(1, 2)] * (MOST_POINTS + 1), 3),
    ],
)
def test_a_stroke_that_makes_no_sense_is_refused(points, radius):
    with pytest.raises(ClickcutError) as caught:
        Stroke.drawn(points, radius, True, PHOTO)
    assert caught.value.code == "invalid-prompt"


def test_every_edit_survives_json_and_being_mirrored_twice():
    plane = Imported.of(random.Random(0).randbytes(PLANE))
    for edit in (Stroke((1, 2, 3.5, 4), 2, adds=False), FillHoles(), KeepLargest(of_inverted=True), plane):
        assert edit_from_json(edit.to_json()) == edit
        assert edit.mirrored() != edit
        assert edit.mirrored().mirrored() == edit


def test_a_stroke_is_drawn_in_parts_with_windows_around_them():
    path = tuple(value for x in range(0, 1000, 40) for value in (float(x), 100.0))
    parts = segments(Stroke(path, 20.0), FRAME)
    assert [part.values.dims[0] for part in parts] == [8, 8, 8]
    drawn = [tuple(part.values.data[at : at + 4]) for part in parts for at in range(0, 32, 4)]
    assert drawn[0] == (24.625, -0.375, 24.625, 9.625)
    assert all(one[2:] == other[:2] for one, other in pairwise(drawn))
    for part in parts:
        row, column, row_stop, column_stop = part.window.data
        assert (row, row_stop) == (24 - 5 - 2, 25 + 5 + 3)
        assert 0 <= column < column_stop <= 256
        assert column <= max(0, min(part.values.data[1::2]) - 6)
        assert column_stop > max(part.values.data[1::2]) + 6
        assert list(part.radius.data) == [5]


def test_a_stroke_thinner_than_the_grid_is_as_wide_as_the_grid_can_show():
    (part,) = segments(Stroke((5.0, 5.0), 0.5), FRAME)
    assert list(part.radius.data) == pytest.approx([LEAST_RADIUS])


def test_a_stroke_beside_the_photo_touches_nothing():
    assert segments(Stroke((-500.0, 5.0, -100.0, 9.0), 20.0), FRAME) == []


def rows(*lines):
    return [bytes(character == "#" for character in line) for line in lines]


def shown(runs, picture):
    """The picture with the runs marked."""
    lines = [["#" if value else "." for value in row] for row in picture]
    for run in runs:
        for column in range(run.start, run.stop):
            lines[run.row][column] = "o"
    return ["".join(line) for line in lines]


def test_holes_are_what_no_way_along_sides_leads_out_of():
    picture = rows("######..", "#..#.#..", "#.######", "###...#.", "..#####.")
    assert shown(holes(picture), picture) == ["######..", "#oo#o#..", "#o######", "###ooo#.", "..#####."]
    diagonal = rows("####", "#.##", "##.#", "###.")
    assert shown(holes(diagonal), diagonal) == ["####", "#o##", "##o#", "###."]
    assert holes(rows("....", "....")) == holes(rows("##", "##")) == []


def test_a_part_holds_what_touches_it_at_a_corner():
    picture = rows("##...#", "..#..#", ".#....", "...#.#")
    assert shown(all_but_largest(picture), picture) == ["##...o", "..#..o", ".#....", "...o.o"]
    joined_late = rows("#.#.#", "#.#.#", "#####", ".....", "####.")
    assert shown(all_but_largest(joined_late), joined_late)[4] == "oooo."
    assert all_but_largest(rows("...", "...")) == []


def test_regions_are_those_of_a_flood_fill():
    for seed in range(30):
        chance = random.Random(seed)
        picture = [bytes(chance.random() < 0.55 for _ in range(17)) for _ in range(13)]
        assert {(run.row, x) for run in holes(picture) for x in range(run.start, run.stop)} == flooded(
            picture
        )


def flooded(picture):
    outside = {(r, c) for r, row in enumerate(picture) for c, value in enumerate(row) if not value}
    waiting = [(r, c) for r, c in outside if r in (0, 12) or c in (0, 16)]
    reached = set(waiting)
    while waiting:
        r, c = waiting.pop()
        for near in ((r - 1, c), (r + 1, c), (r, c - 1), (r, c + 1)):
            if near in outside - reached:
                reached.add(near)
                waiting.append(near)
    return outside - reached


@pytest.mark.parametrize("of_inverted", [False, True])
def test_what_changes_is_bound_and_nothing_else(of_inverted):
    sign = -1 if of_inverted else 1
    logits = [-3.0 * sign] * PLANE
    for row in range(10, 20):
        for column in range(30, 50):
            logits[256 * row + column] = 3.0 * sign
    logits[256 * 15 + 40] = -0.5 * sign  # a hole
    logits[256 * 100 + 7] = 1.0 * sign  # another part
    logits[256 * 250 + 7] = 1.0 * sign  # not on the photo
    filled, kept = (region_bounds(edit(of_inverted), logits, FRAME).data for edit in (FillHoles, KeepLargest))
    raised, lowered = {False: (0, PLANE), True: (PLANE, 0)}[of_inverted]
    free = [-FREE] * PLANE + [FREE] * PLANE
    assert list(filled) == with_value(free, raised + 256 * 15 + 40, sign * FIRM)
    assert list(kept) == with_value(free, lowered + 256 * 100 + 7, -sign * FIRM)


def with_value(values, place, value):
    return [*values[:place], value, *values[place + 1 :]]


def test_an_imported_mask_binds_each_pixel_to_its_alpha():
    values = imported_bounds(Imported.of(bytes([0, 255, 51]) + bytes(PLANE - 3))).data
    assert list(values[:3]) == pytest.approx([-FIRM, FIRM, -0.6 * FIRM])
    assert values[:PLANE] == values[PLANE:]


@pytest.mark.parametrize("size", [(1024, 768), (512, 384), (2048, 1536), (341, 256), (1023, 768), (103, 77)])
def test_a_mask_of_the_photos_proportions_fits(size):
    grid = ImportGrid.of(FRAME, ImageSize(width=size[0], height=size[1]))
    assert (grid.rows, grid.columns) == (192, 256)
    assert grid.rows * grid.cell.height >= size[1] * grid.pixel.height
    assert (grid.rows - 1) * grid.cell.height < size[1] * grid.pixel.height


@pytest.mark.parametrize("size", [(768, 1024), (1024, 800), (1024, 1024), (100, 10), (3, 1)])
def test_a_mask_of_other_proportions_is_refused(size):
    with pytest.raises(ClickcutError) as caught:
        ImportGrid.of(FRAME, ImageSize(width=size[0], height=size[1]))
    assert caught.value.code == "mask-size"


def test_beyond_the_photo_its_last_row_and_column_are_repeated():
    frame = Frame.of(ImageSize(height=1024, width=6))
    assert frame.mask_cells == ImageSize(256, 2)
    plane = import_plane(frame, bytes(range(256)) * 2)
    assert plane[:256] == bytes([0]) + bytes([1]) * 255
    assert plane[256:512] == bytes([2]) + bytes([3]) * 255
    plane = import_plane(FRAME, bytes(191 * 256) + bytes(range(256)))
    assert plane[-65 * 256 :] == bytes(range(256)) * 65
    with pytest.raises(ClickcutError, match="192"):
        import_plane(FRAME, bytes(9))

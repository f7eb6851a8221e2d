"""Edits on the mask's grid, compared with what they mean written out in numpy, bit for bit."""

import numpy as np
import pytest
from clickcut_core.masks.binding import FIRM, NO_BOUNDS
from clickcut_models.clicks.bind import bind
from clickcut_models.clicks.correct import SLOPE, correct
from clickcut_models.clicks.stroke import SKIRT, stroke
from clickcut_models.proof.oracle import session

FREE = np.frombuffer(NO_BOUNDS.data, np.float32).reshape(NO_BOUNDS.dims)
ROWS, COLUMNS = np.mgrid[:256, :256].astype(np.float32)
EVERYWHERE = (0, 0, 256, 256)


@pytest.fixture(scope="module")
def graphs():
    return {"bind": session(bind()), "stroke": session(stroke()), "correct": session(correct())}


@pytest.fixture
def masks():
    return np.random.default_rng(0).normal(0, 6, (1, 4, 256, 256)).astype(np.float32)


def draw(graphs, segments, radius, sign=1, window=EVERYWHERE):
    feeds = {
        "segments": np.array(segments, np.float32),
        "radius": np.array([radius], np.float32),
        "sign": np.array([sign], np.float32),
        "window": np.array(window, np.int32),
    }
    return graphs["stroke"].run(None, feeds)[0]


def bound(graphs, masks, bounds, new_bounds, sign=1):
    feeds = {
        "masks": masks,
        "bounds": bounds,
        "new_bounds": new_bounds,
        "sign": np.array([sign], np.float32),
    }
    return graphs["bind"].run(None, feeds)


def expected_stroke(segments, radius, sign):
    """Float32, in the order of the graph."""
    squares = []
    for segment in np.array(segments, np.float32):
        row, column, to_row, to_column = segment
        rise, run = to_row - row, to_column - column
        length = max(rise * rise + run * run, np.float32(1e-6))
        away, across = ROWS - row, COLUMNS - column
        foot = np.clip(away * (rise / length) + across * (run / length), np.float32(0), np.float32(1))
        off, off_across = away - foot * rise, across - foot * run
        squares.append(off * off + off_across * off_across)
    distance = np.sqrt(np.min(squares, axis=0))
    logits = np.minimum((np.float32(radius) - distance) * np.float32(SLOPE), np.float32(FIRM))
    least = np.where(distance < np.float32(radius) + np.float32(SKIRT), logits, FREE[0, 0])
    return np.stack([least, FREE[0, 1]] if sign > 0 else [FREE[0, 0], -least])[None]


SEGMENTS = {
    "a dot": [(100.5, 90.25, 100.5, 90.25)],
    "a line": [(20.0, 30.0, 200.0, 91.5)],
    "a bend": [(20.0, 30.0, 60.0, 91.5), (60.0, 91.5, 61.0, 20.0)],
    "beyond the edge": [(-40.0, 250.0, 30.0, 300.0)],
}


@pytest.mark.parametrize("segments", SEGMENTS.values(), ids=SEGMENTS.keys())
@pytest.mark.parametrize(("radius", "sign"), [(1.2, 1), (9.3, -1), (70.0, 1)])
def test_a_stroke_is_a_signed_distance_to_its_line(graphs, segments, radius, sign):
    made = draw(graphs, segments, radius, sign)
    assert made.dtype == np.float32
    np.testing.assert_array_equal(made, expected_stroke(segments, radius, sign))


def test_a_window_around_a_stroke_changes_nothing(graphs):
    segments = SEGMENTS["a bend"]
    whole = draw(graphs, segments, 5)
    np.testing.assert_array_equal(draw(graphs, segments, 5, window=(13, 13, 69, 99)), whole)


@pytest.mark.parametrize("sign", [1, -1])
def test_masks_and_bounds_are_clipped_and_the_newest_bounds_win(graphs, masks, sign):
    before = draw(graphs, SEGMENTS["a line"], 9)
    new = draw(graphs, SEGMENTS["a bend"], 12, -1)
    masks, _ = bound(graphs, masks, FREE, before)
    found, bounds = bound(graphs, masks, before, new, sign)
    clipped = [np.clip(each, new[0, 0], new[0, 1]) for each in (*masks[0], *before[0])]
    np.testing.assert_array_equal(found[0], sign * np.stack(clipped[:4]))
    np.testing.assert_array_equal(bounds[0], np.stack([sign * each for each in clipped[4:]][::sign]))
    assert (bounds[0, 0] <= bounds[0, 1]).all()
    np.testing.assert_array_equal(np.clip(found, bounds[:, :1], bounds[:, 1:]), found)


def test_inverting_twice_changes_no_bit(graphs, masks):
    bounds = draw(graphs, SEGMENTS["a line"], 9)
    masks[0, :, :9] = 0
    once = bound(graphs, masks, bounds, FREE, -1)
    twice = bound(graphs, *once, FREE, -1)
    assert [each.tobytes() for each in twice] == [
        each.tobytes() for each in bound(graphs, masks, bounds, FREE)
    ]


def test_erasing_does_to_the_inverted_mask_what_adding_does_to_the_mask(graphs, masks):
    add, erase = (draw(graphs, SEGMENTS["a bend"], 7, sign) for sign in (1, -1))
    one = bound(graphs, *bound(graphs, masks, FREE, add), FREE, -1)
    other = bound(graphs, *bound(graphs, masks, FREE, FREE, -1), erase)
    assert [each.tobytes() for each in one] == [each.tobytes() for each in other]


def click(graphs, masks, before, bounds, row, column, sign):
    feeds = {
        "masks": masks,
        "before": before,
        "bounds_before": bounds,
        "photo": np.array([192, 256], np.int32),
        "clicks": np.array([[row, column]], np.float32),
        "sign": np.array([sign], np.float32),
    }
    return graphs["correct"].run(["corrected", "bounds"], feeds)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_click_deep_inside_a_stroke_that_contradicts_it_wins(graphs, sign):
    mask = np.full((1, 4, 256, 256), 9.0 * sign, np.float32)
    mask[..., :60] *= -1
    drawn = draw(graphs, [(100.0, 130.0, 100.0, 130.0)], 30, -sign)  # all of it deep but for its rim
    masks, bounds = bound(graphs, mask, FREE, drawn)
    assert (sign * masks[0, :, 100, 130] < 0).all()
    corrected, bounds = click(graphs, mask, masks[:, :1], bounds, 100, 130, sign)
    inside = np.hypot(ROWS - 100, COLUMNS - 130)
    assert (sign * corrected[0][:, inside < 28] > 0).all()  # the decoder says so, and now it may
    refused, _ = click(graphs, -mask, masks[:, :1], bound(graphs, mask, FREE, drawn)[1], 100, 130, sign)
    assert (sign * refused[0][:, inside < 5] > 0).all()  # whatever it says
    kept, _ = click(graphs, -mask, masks[:, :1], bounds, 20, 200, 0)
    assert (sign * kept[0][:, inside < 5] > 0).all()


def test_a_click_leaves_strokes_elsewhere_alone(graphs):
    mask = np.full((1, 4, 256, 256), -9, np.float32)
    masks, bounds = bound(graphs, mask, FREE, draw(graphs, [(50, 50, 50, 90)], 8))
    masks, bounds = bound(graphs, masks, bounds, draw(graphs, [(150, 200, 150, 230)], 12, -1))
    after, _ = click(graphs, np.full_like(mask, 9), masks[:, :1], bounds, 60, 70, 1)
    assert (after[0, :, 50, 50:90] > 0).all()
    assert (after[0, :, 150, 200:230] < 0).all()

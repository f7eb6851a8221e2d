"""Masks are cleaned of lattices, islands, holes and ragged borders, and of nothing that was clicked."""

import numpy as np
import pytest
from clickcut_models.clicks.clean import SMALL, clean
from clickcut_models.proof.oracle import session

SIDES = (171, 256)
UNBOUND = np.array([-1e9, 1e9], np.float32).reshape(1, 2, 1, 1)


@pytest.fixture(scope="module")
def graph():
    return session(clean())


def logits(inside, *, size=2.0):
    """Four times the mask, inside where it is true, on a grid that is outside beyond it."""
    masks = np.full((1, 4, 256, 256), -size, np.float32)
    masks[..., : inside.shape[0], : inside.shape[1]] = np.where(inside, size, -size)
    return masks


def disc(sides=SIDES, radius=40, row=80, column=120):
    rows, columns = np.ogrid[: sides[0], : sides[1]]
    return (rows - row) ** 2 + (columns - column) ** 2 < radius**2


def run(graph, masks, clicks=(), sides=SIDES, index=1, bounds=UNBOUND):
    feeds = {
        "masks": masks,
        "mask_index": np.array([index], np.int32),
        "extent": np.array(sides, np.float32),
        "clicks": np.array(clicks, np.float32).reshape(-1, 2),
        "bounds": bounds,
    }
    cleaned, (figures,) = graph.run(["cleaned", "figures"], feeds)
    others = np.arange(4) != index
    np.testing.assert_array_equal(cleaned[0, others], masks[0, others])
    return cleaned[0, index], figures


def cleaned(graph, inside, clicks=(), index=2):
    masks, _ = run(graph, logits(inside), clicks, index=index)
    return masks[: inside.shape[0], : inside.shape[1]] > 0


def test_a_clean_mask_keeps_every_bit(graph):
    masks = logits(disc()) * np.random.default_rng(0).uniform(0.1, 3, (1, 4, 256, 256)).astype(np.float32)
    masks[..., 0, :], masks[..., 170, :] = (
        masks[..., 1, :],
        masks[..., 169, :],
    )  # the photo's border is another matter
    masks[..., 0], masks[..., 255] = masks[..., 1], masks[..., 254]
    masks[..., 171:, :] = 5  # no photo there
    for index in range(4):
        found, figures = run(graph, masks, [(80, 120)], index=index)
        np.testing.assert_array_equal(found, masks[0, index])
        assert figures[0] == pytest.approx(disc().mean())
        assert figures[2:6].tolist() == [81, 41, 160, 120]


def test_islands_and_holes_go_wherever_they_are_and_larger_ones_stay(graph):
    small, large = int(SMALL * disc().sum()), 4 * int(SMALL * disc().sum())
    drawn = disc()
    for row, column in ((5, 5), (60, 165), (150, 200), (170, 0), (80, 160)):
        drawn[row : row + 1, column : column + small] = True
    drawn[80, 120 : 120 + small] = drawn[60:62, 119] = False
    expected = disc()
    for mask in (drawn, expected):
        mask[10, 20 : 20 + large] = True
        mask[100, 110 : 110 + large] = False
    expected[80, 160 : 160 + small] = True  # it touches along a side
    np.testing.assert_array_equal(cleaned(graph, drawn), expected)


def test_an_island_in_a_hole_becomes_part_of_the_mask(graph):
    drawn = disc()
    drawn[79:82, 119:122] = False
    drawn[80, 120] = True
    np.testing.assert_array_equal(cleaned(graph, drawn), disc())


def test_what_was_clicked_stays_however_small(graph):
    drawn = disc()
    drawn[20, 20] = drawn[150, 240] = True
    drawn[80, 120] = drawn[90, 110] = False
    expected = disc()
    expected[20, 20], expected[90, 110] = True, False
    np.testing.assert_array_equal(cleaned(graph, drawn, [(20.3, 19.6), (90, 110)]), expected)


def test_a_snake_of_any_length_is_one_region(graph):
    """A wall that winds through all of the photo."""
    drawn = np.zeros(SIDES, bool)
    for n, row in enumerate(range(4, 160, 10)):
        drawn[row : row + 5, 4:250] = True
        drawn[row : row + 15, slice(4, 9) if n % 2 else slice(245, 250)] = True
    np.testing.assert_array_equal(cleaned(graph, drawn), drawn)


@pytest.mark.parametrize("period", [2, 3, 4])
def test_a_lattice_becomes_what_most_of_it_is(graph, period):
    """As the decoder draws where it does not know: a region of dots beside an object."""
    drawn = disc()
    rows, columns = np.ogrid[: SIDES[0], : SIDES[1]]
    dots = (rows % period == 0) & (columns % period == 0)
    sparse, dense = drawn.copy(), drawn.copy()
    sparse[:, 170:] = dots[:, 170:]
    dense[:, 170:] = ~dots[:, 170:]
    full = disc()
    full[:, 170:] = True
    assert (cleaned(graph, dense) != full).sum() < 400  # along its rim
    assert (cleaned(graph, sparse) != disc()).sum() < 400 or period == 2  # which is as much out as in


def test_no_frame_is_left_where_an_object_runs_out_of_the_photo(graph):
    drawn = np.zeros(SIDES, bool)
    drawn[1:-1, 1:-1] = True
    masks = logits(drawn)
    found, _ = run(graph, masks, sides=(170.5, 256))
    assert (found[:171] > 0).all()
    drawn = np.zeros(SIDES, bool)
    drawn[0] = drawn[:, -1] = True
    assert not cleaned(graph, drawn).any()


def test_what_is_one_pixel_thin_does_not_fall_to_pieces(graph):
    drawn = disc()
    drawn[80, 160:220] = drawn[70:90, 220:240] = True
    masks = logits(drawn, size=6)
    masks[..., 80, 160:220] = 0.1
    found = run(graph, masks)[0]
    assert (found[80, 160:219] == 3).all()
    same = np.ones((256, 256), bool)
    same[80, 160:220] = False
    np.testing.assert_array_equal(found[same], masks[0, 1, same])


@pytest.mark.parametrize("sides", [(256, 256), (1.5, 256), (256, 0.3), (2, 256), (3.25, 256)])
def test_photos_of_any_shape(graph, sides):
    found, figures = run(graph, np.full((1, 4, 256, 256), 3, np.float32), [(0, 0)], sides)
    assert (found == 3).all()
    assert figures[0] == 1


def test_strokes_and_clicks_before_hold(graph):
    drawn = disc()
    drawn[20, 20] = True
    drawn[80, 120] = False
    bounds = np.stack([np.full((256, 256), -1e9), np.full((256, 256), 1e9)])[None].astype(np.float32)
    bounds[0, 0, 20, 20], bounds[0, 1, 80, 120] = 1, -1
    found, figures = run(graph, logits(drawn), bounds=bounds)
    np.testing.assert_array_equal(found[: SIDES[0], : SIDES[1]] > 0, drawn)
    assert figures[0] == pytest.approx(drawn.mean())

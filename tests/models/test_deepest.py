"""The place deepest inside a mask, against numpy."""

import numpy as np
import pytest
from clickcut_models.clicks.deepest import CELL, deepest
from clickcut_models.proof.oracle import session

from tests.tiers import count


@pytest.fixture(scope="module")
def graph():
    return session(deepest())


def place(graph, inside, photo=(256, 256)):
    logits = np.where(inside, 3, -3).astype(np.float32)[None, None]
    return graph.run(None, {"mask": logits, "photo": np.array(photo, np.int32)})[0].tolist()


def distance(inside, row, column):
    """To the nearest pixel outside, beyond the photo as well."""
    rows, columns = np.nonzero(~np.pad(inside, 1))
    return np.hypot(rows - 1 - row, columns - 1 - column).min()


@pytest.mark.parametrize("seed", range(count(2, full=8)))
def test_no_place_is_much_deeper(graph, seed):
    chance = np.random.default_rng(seed)
    rows, columns = np.indices((256, 256))
    inside = np.zeros((256, 256), bool)
    for row, column, radius in zip(*chance.uniform(0, 256, (2, 6)), chance.uniform(12, 60, 6), strict=True):
        inside |= np.hypot(rows - row, columns - column) < radius
    photo = (180, 256) if seed % 2 else (256, 200)
    shown = inside[: photo[0], : photo[1]]
    found = distance(shown, *place(graph, inside, photo))
    deepest_of_all = max(distance(shown, row, column) for row, column in np.argwhere(shown)[::23])
    assert found > deepest_of_all - 2 * CELL


def test_of_several_places_it_is_the_middle_one(graph):
    inside = np.zeros((256, 256), bool)
    inside[100:120, 40:200] = True
    row, column = place(graph, inside)
    assert row == pytest.approx(109.5, abs=CELL)
    assert column == pytest.approx(119.5, abs=CELL)


def test_a_thin_mask_is_clicked_on(graph):
    inside = np.zeros((256, 256), bool)
    inside[:, 77:79] = True
    row, column = place(graph, inside)
    assert 76 <= column <= 79
    assert 0 <= row <= 255

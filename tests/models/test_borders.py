"""Where rows turn inside and outside, against numpy."""

import numpy as np
import pytest
from clickcut_models.pixels.borders import borders
from clickcut_models.proof.oracle import session


@pytest.fixture(scope="module")
def graph():
    return session(borders())


def reference(mask):
    framed = np.pad(mask > 0, ((0, 0), (1, 1)))
    return np.flatnonzero(framed[:, 1:] != framed[:, :-1])


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (64, 77), (250, 8000)])
@pytest.mark.parametrize("share", [0, 0.01, 0.5, 1])
def test_every_turn_of_every_row_is_found_in_order(graph, size, share):
    mask = np.where(np.random.default_rng(0).random(size) < share, 255, 0).astype(np.uint8)
    (found,) = graph.run(None, {"mask": mask})
    assert found.dtype == np.int32
    np.testing.assert_array_equal(found, reference(mask))
    assert len(found) % 2 == 0


def test_rows_are_looked_at_one_by_one(graph):
    mask = np.random.default_rng(1).integers(0, 2, (20, 31), np.uint8) * 255
    whole = graph.run(None, {"mask": mask})[0]
    parts = [graph.run(None, {"mask": mask[y : y + 1]})[0] + y * 32 for y in range(20)]
    np.testing.assert_array_equal(np.concatenate(parts), whole)

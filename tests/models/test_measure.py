"""Figures of masks, and a copy of one, against numpy."""

import numpy as np
import pytest
from clickcut_models.clicks.measure import measure
from clickcut_models.clicks.pick import pick
from clickcut_models.proof.oracle import session


@pytest.fixture(scope="module")
def graph():
    return session(measure())


def logits(seed, count):
    return np.random.default_rng(seed).normal(0, 3, (1, count, 256, 256)).astype(np.float32)


def measured(graph, masks, photo):
    (figures,) = graph.run(None, {"masks": masks, "photo": np.array(photo, np.int32)})
    return figures[:, 0], figures[:, 1], figures[:, 2:6].tolist()


@pytest.mark.parametrize("photo", [(256, 256), (171, 256), (256, 1)])
def test_masks_are_measured_on_the_photo_alone(graph, photo):
    masks = logits(0, 4)
    areas, stabilities, boxes = measured(graph, masks, photo)
    for k, mask in enumerate(masks[0, :, : photo[0], : photo[1]]):
        inside = mask > 0
        assert areas[k] == pytest.approx(inside.mean())
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        assert boxes[k] == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]
        assert stabilities[k] == pytest.approx((mask > 1).sum() / (mask > -1).sum())


def test_the_box_is_as_small_as_can_be(graph):
    masks = np.full((1, 4, 256, 256), -5, np.float32)
    for k, (left, top, right, bottom) in enumerate(
        boxes := [(0, 0, 1, 1), (3, 7, 90, 8), (255, 100, 256, 171), (9, 9, 60, 99)]
    ):
        masks[0, k, top, left] = masks[0, k, bottom - 1, right - 1] = 1
        masks[0, k, 200, 2] = 1  # outside the photo: does not count
    assert measured(graph, masks, (171, 256))[2] == [list(box) for box in boxes]


def test_raggedness_is_the_edges_length_by_the_areas_square_root(graph):
    masks = np.full((1, 4, 256, 256), -5, np.float32)
    masks[0, 1, 10:50, 20:120] = masks[0, 2, ::2, ::2] = masks[0, 3] = 5
    (figures,) = graph.run(None, {"masks": masks, "photo": np.array((171, 256), np.int32)})
    lattice = 86 * 128  # pixels, of which each has four neighbours on the other side, or fewer at the border
    edge = 4 * lattice - 86 - 2 * 128
    assert figures[:, 6] == pytest.approx([0, 2 * 140 / np.sqrt(4000), edge / np.sqrt(lattice), 0])


def test_empty_masks_have_no_area_and_are_not_stable(graph):
    areas, stabilities, _ = measured(graph, np.full((1, 4, 256, 256), -5, np.float32), (256, 256))
    assert areas.tolist() == stabilities.tolist() == [0] * 4


def test_picking_changes_no_bit():
    masks, bounds = logits(2, 4), logits(3, 2)
    for index in range(4):
        feeds = {"masks": masks, "mask_index": np.array([index], np.int32), "bounds": bounds}
        picked, same = session(pick()).run(["mask_input", "bounds_before"], feeds)
        assert (picked == masks[:, index : index + 1]).all()
        assert (same == bounds).all()

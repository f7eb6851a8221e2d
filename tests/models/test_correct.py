"""Clicks beside the edge are obeyed, and only there; compared with the rule written out in numpy."""

import numpy as np
import pytest
from clickcut_core.masks.binding import NO_BOUNDS
from clickcut_models.clicks.correct import LEAST, MOST, SHALLOW, SLOPE, SPREAD, SURE, correct
from clickcut_models.proof.oracle import session

FREE = np.frombuffer(NO_BOUNDS.data, np.float32).reshape(NO_BOUNDS.dims)
ROWS, COLUMNS = np.mgrid[:256, :256]


@pytest.fixture(scope="module")
def graph():
    return session(correct())


@pytest.fixture
def disc():
    """A mask: a disc of radius 40."""
    logits = 40 - np.hypot(ROWS - 100, COLUMNS - 90)
    return logits[None, None].astype(np.float32)


def feeds(masks, before, click, *, bounds=FREE, photo=(192, 256), earlier=()):
    *place, sign = click
    return {
        "masks": masks.astype(np.float32),
        "before": before,
        "bounds_before": bounds,
        "photo": np.array(photo, np.int32),
        "clicks": np.array([*earlier, place], np.float32),
        "sign": np.array([sign], np.float32),
    }


def run(graph, *given, **others):
    return graph.run(["corrected", "bounds"], feeds(*given, **others))


def expected(masks, before, click, bounds, photo):
    row, column, sign = click
    distance = np.hypot(ROWS - row, COLUMNS - column)
    right = sign * before[0, 0] > 0
    right[photo[0] :] = right[:, photo[1] :] = False
    radius = max(distance[right].min() - 0.5 if right.any() else np.inf, LEAST)
    low, high = bounds[0].copy()
    masks = masks[0].copy()
    if radius <= SHALLOW:
        near, least = distance < radius + 1, SLOPE * (radius - distance)
        low[near] = least[near] if sign > 0 else FREE[0, 0][near]
        high[near] = FREE[0, 1][near] if sign > 0 else -least[near]
        cell = np.clip(int(row + 0.5), 0, 255), np.clip(int(column + 0.5), 0, 255)
        needed = np.clip(SURE - sign * masks[:, *cell], 0, MOST)
        masks += sign * needed[:, None, None] * np.exp(-(distance**2) / (2 * SPREAD**2))
    return np.clip(masks, low, high)[None], np.stack([low, high])[None]


CLICKS = {
    "include beside the edge": (100.0, 133.3, 1),
    "exclude beside it": (62.4, 90.0, -1),
    "include what is inside": (100.0, 90.0, 1),
    "include far away": (20.0, 230.0, 1),
    "exclude deep inside": (100.0, 90.0, -1),
    "the first pixel": (-0.375, -0.375, -1),
    "the last": (255.375, 255.375, 1),
}


@pytest.mark.parametrize("click", CLICKS.values(), ids=CLICKS.keys())
@pytest.mark.parametrize("photo", [(192, 256), (101, 256), (256, 131)])
def test_it_is_the_rule(graph, disc, click, photo):
    random = np.random.default_rng(0)
    masks = random.normal(0, 3, (1, 4, 256, 256)).astype(np.float32)
    _, bounds = run(graph, masks, disc, (100.0, 133.3, 1))
    for before_bounds in (FREE, bounds):
        found = run(graph, masks, disc, click, bounds=before_bounds, photo=photo)
        for one, other in zip(found, expected(masks, disc, click, before_bounds, photo), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_click_beside_the_edge_is_obeyed_whatever_the_decoder_says(graph, disc):
    masks = np.full((1, 4, 256, 256), -9.0)
    corrected, _ = run(graph, masks, disc, (100.0, 133.0, 1))
    assert (corrected[0, :, 100, 133] > 0).all()
    assert (corrected[0, :, 100, 131:136] > 0).all()  # as far as the edge was: 3 pixels less a half
    assert (corrected[0, :, 100, 137] < 0).all()
    assert (corrected[0, :, :, :110] < 0).all()
    np.testing.assert_allclose(corrected[0, :, :, 170:], -9, atol=1e-3)


def test_a_deep_click_is_the_decoders_to_answer(graph, disc):
    masks = np.random.default_rng(1).normal(0, 3, (1, 4, 256, 256)).astype(np.float32)
    corrected, bounds = run(graph, masks, disc, (100.0, 90.0, -1))
    np.testing.assert_array_equal(corrected, masks)
    np.testing.assert_array_equal(bounds, FREE)


def test_what_a_click_bound_stays_bound_until_a_newer_one_says_otherwise(graph, disc):
    _, bounds = run(graph, np.zeros((1, 4, 256, 256)), disc, (100.0, 133.0, 1))
    masks = np.full((1, 4, 256, 256), -9.0)
    elsewhere, bounds = run(graph, masks, disc, (60.0, 90.0, 1), bounds=bounds)
    assert (elsewhere[0, :, 100, 133] > 0).all()
    other_way, _ = run(graph, masks, elsewhere[:, :1], (100.0, 133.0, -1), bounds=bounds)
    assert (other_way[0, :, 100, 133] < 0).all()
    assert (other_way[0, :, 60, 90] > 0).all()


def compared(graph, masks, before, click, **others):
    return graph.run(["at_clicks", "agreement", "depth"], feeds(masks, before, click, **others))


@pytest.mark.parametrize("photo", [(256, 256), (171, 256), (256, 1)])
def test_masks_are_compared_on_the_photo_alone(graph, photo):
    random = np.random.default_rng(0)
    masks, before = (random.normal(0, 3, (1, n, 256, 256)).astype(np.float32) for n in (4, 1))
    cells = [(0, 0), (255, 255), (17, 200), (100, 3)]
    at_clicks, agreement, _ = compared(graph, masks, before, (*cells[-1], 0), photo=photo, earlier=cells[:-1])
    assert (at_clicks == np.array([[mask[cell] for cell in cells] for mask in masks[0]])).all()
    there = np.s_[: photo[0], : photo[1]]
    for mask, found in zip(masks[0], agreement, strict=True):
        one, other = mask[there] > 0, before[0, 0][there] > 0
        assert found == pytest.approx((one & other).sum() / (one | other).sum())


def test_empty_masks_agree_with_nothing(graph):
    masks, before = np.full((1, 4, 256, 256), -5, np.float32), np.zeros((1, 1, 256, 256), np.float32)
    assert compared(graph, masks, before, (9, 9, 0))[1].tolist() == [0] * 4


@pytest.mark.parametrize("click", [(60, 100), (41, 51), (0, 0), (169, 255), (120, 30), (39, 60)])
def test_depth_is_the_share_of_a_disc_that_reaches_across_the_edge(graph, click):
    before = np.full((1, 1, 256, 256), -3, np.float32)
    before[0, 0, 40:120, 50:150] = 2
    before[0, 0, 200:] = 9  # outside the photo: does not count
    inside = before[0, 0, :171] > 0
    sign = -1 if inside[click] else 1
    depth = compared(graph, np.zeros((1, 4, 256, 256)), before, (*click, sign), photo=(171, 256))[2]
    nearest = ((np.argwhere(inside != inside[click]) - click) ** 2).sum(1).min()
    assert depth[0] == pytest.approx(min(1, np.pi * nearest / inside.sum()))
    obeyed = compared(graph, np.zeros((1, 4, 256, 256)), before, (*click, -sign), photo=(171, 256))[2]
    assert obeyed[0] == 0


def test_a_click_on_a_photo_without_a_mask_is_as_deep_as_can_be(graph):
    before = np.zeros((1, 1, 256, 256), np.float32)
    assert compared(graph, np.zeros((1, 4, 256, 256)), before, (9, 9, 1))[2].tolist() == [1]


def test_nothing_to_correct_changes_no_bit(graph, disc):
    masks = np.random.default_rng(2).normal(0, 3, (1, 4, 256, 256)).astype(np.float32)
    corrected, bounds = run(graph, masks, disc, (100.0, 133.0, 0))
    np.testing.assert_array_equal(corrected, masks)
    np.testing.assert_array_equal(bounds, FREE)

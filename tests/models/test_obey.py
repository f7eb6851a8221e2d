"""Clicks beside the edge are obeyed, and only there; compared with the rule written out in numpy."""

import numpy as np
import pytest
from clickcut_core.image import NO_BOUNDS
from clickcut_models.obey import LEAST, MOST, SHALLOW, SLOPE, SPREAD, SURE, obey
from clickcut_models.oracle import session

FREE = np.frombuffer(NO_BOUNDS.data, np.float32).reshape(NO_BOUNDS.dims)
ROWS, COLUMNS = np.mgrid[:256, :256]


@pytest.fixture(scope="module")
def graph():
    return session(obey())


@pytest.fixture
def disc():
    """A mask: a disc of radius 40."""
    logits = 40 - np.hypot(ROWS - 100, COLUMNS - 90)
    return logits[None, None].astype(np.float32)


def run(graph, masks, before, click, *, bounds=FREE, extent=(192, 256)):
    feeds = {
        "masks": masks.astype(np.float32),
        "before": before,
        "bounds_before": bounds,
        "extent": np.array(extent, np.float32),
        "click": np.array(click, np.float32),
    }
    return graph.run(["obeying", "bounds"], feeds)


def expected(masks, before, click, bounds, extent):
    row, column, sign = click
    distance = np.hypot(ROWS - row, COLUMNS - column)
    right = sign * before[0, 0] > 0
    right[int(np.ceil(extent[0])) :] = right[:, int(np.ceil(extent[1])) :] = False
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
@pytest.mark.parametrize("extent", [(192, 256), (100.3, 256), (256, 131)])
def test_it_is_the_rule(graph, disc, click, extent):
    random = np.random.default_rng(0)
    masks = random.normal(0, 3, (1, 4, 256, 256)).astype(np.float32)
    _, bounds = run(graph, masks, disc, (100.0, 133.3, 1))
    for before_bounds in (FREE, bounds):
        found = run(graph, masks, disc, click, bounds=before_bounds, extent=extent)
        for one, other in zip(found, expected(masks, disc, click, before_bounds, extent), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


def test_a_click_beside_the_edge_is_obeyed_whatever_the_decoder_says(graph, disc):
    masks = np.full((1, 4, 256, 256), -9.0)
    obeying, _ = run(graph, masks, disc, (100.0, 133.0, 1))
    assert (obeying[0, :, 100, 133] > 0).all()
    assert (obeying[0, :, 100, 131:136] > 0).all()  # as far as the edge was: 3 pixels less a half
    assert (obeying[0, :, 100, 137] < 0).all()
    assert (obeying[0, :, :, :110] < 0).all()
    np.testing.assert_allclose(obeying[0, :, :, 170:], -9, atol=1e-3)


def test_a_deep_click_is_the_decoders_to_answer(graph, disc):
    masks = np.random.default_rng(1).normal(0, 3, (1, 4, 256, 256)).astype(np.float32)
    obeying, bounds = run(graph, masks, disc, (100.0, 90.0, -1))
    np.testing.assert_array_equal(obeying, masks)
    np.testing.assert_array_equal(bounds, FREE)


def test_what_a_click_bound_stays_bound_until_a_newer_one_says_otherwise(graph, disc):
    _, bounds = run(graph, np.zeros((1, 4, 256, 256)), disc, (100.0, 133.0, 1))
    masks = np.full((1, 4, 256, 256), -9.0)
    elsewhere, bounds = run(graph, masks, disc, (60.0, 90.0, 1), bounds=bounds)
    assert (elsewhere[0, :, 100, 133] > 0).all()
    other_way, _ = run(graph, masks, elsewhere[:, :1], (100.0, 133.0, -1), bounds=bounds)
    assert (other_way[0, :, 100, 133] < 0).all()
    assert (other_way[0, :, 60, 90] > 0).all()

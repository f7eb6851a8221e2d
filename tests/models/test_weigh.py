import numpy as np
import pytest
from clickcut_models.oracle import session
from clickcut_models.weigh import pick, weigh

CLICKS = [(0, 0), (255, 255), (17, 200), (100, 3)]


@pytest.fixture(scope="module")
def graph():
    return session(weigh())


def logits(seed, count):
    return np.random.default_rng(seed).normal(0, 3, (1, count, 256, 256)).astype(np.float32)


def weighed(graph, masks, before, extent):
    names = ("at_clicks", "area", "bbox", "agreement", "stability", "before_at_click", "depth")
    feeds = {
        "masks": masks,
        "before": before,
        "extent": np.array(extent, np.float32),
        "clicks": np.array(CLICKS, np.int32),
    }
    return dict(zip(names, graph.run(names, feeds), strict=True))


@pytest.mark.parametrize(
    ("extent", "height", "width"), [((256, 256), 256, 256), ((170.5, 256), 171, 256), ((256, 0.25), 256, 1)]
)
def test_masks_are_weighed_on_the_photo_alone(graph, extent, height, width):
    masks, before = logits(0, 4), logits(1, 1)
    found = weighed(graph, masks, before, extent)
    photo, photo_before = masks[0, :, :height, :width], before[0, 0, :height, :width] > 0
    assert (found["at_clicks"] == np.array([[mask[click] for click in CLICKS] for mask in masks[0]])).all()
    for k, mask in enumerate(photo):
        inside = mask > 0
        assert found["area"][k] == pytest.approx(inside.mean())
        rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
        assert found["bbox"][k].tolist() == [columns[0], rows[0], columns[-1] + 1, rows[-1] + 1]
        shared, united = (inside & photo_before).sum(), (inside | photo_before).sum()
        assert found["agreement"][k] == pytest.approx(shared / united)
        assert found["stability"][k] == pytest.approx((mask > 1).sum() / (mask > -1).sum())


def test_the_box_is_as_small_as_can_be(graph):
    masks = np.full((1, 4, 256, 256), -5, np.float32)
    for k, (left, top, right, bottom) in enumerate(
        boxes := [(0, 0, 1, 1), (3, 7, 90, 8), (255, 100, 256, 171), (9, 9, 60, 99)]
    ):
        masks[0, k, top, left] = masks[0, k, bottom - 1, right - 1] = 1
        masks[0, k, 200, 2] = 1  # outside the photo: does not count
    found = weighed(graph, masks, np.zeros((1, 1, 256, 256), np.float32), (170.5, 256))
    assert found["bbox"].tolist() == [list(box) for box in boxes]


def test_empty_masks_agree_with_nothing_and_are_not_stable(graph):
    masks, before = np.full((1, 4, 256, 256), -5, np.float32), np.zeros((1, 1, 256, 256), np.float32)
    found = weighed(graph, masks, before, (256, 256))
    assert [found[name].tolist() for name in ("area", "agreement", "stability")] == [[0] * 4] * 3


@pytest.mark.parametrize("click", [(60, 100), (41, 51), (0, 0), (169, 255), (120, 30), (39, 60)])
def test_depth_is_the_share_of_a_disc_that_reaches_across_the_edge(graph, click):
    before = np.full((1, 1, 256, 256), -3, np.float32)
    before[0, 0, 40:120, 50:150] = 2
    before[0, 0, 200:] = 9  # outside the photo: does not count
    feeds = {
        "masks": logits(0, 4),
        "before": before,
        "extent": np.array((170.5, 256), np.float32),
        "clicks": np.array([(1, 1), click], np.int32),
    }
    value, depth = graph.run(["before_at_click", "depth"], feeds)
    inside = before[0, 0, :171] > 0
    nearest = ((np.argwhere(inside != inside[click]) - click) ** 2).sum(1).min()
    assert value[0] == before[0, 0][click]
    assert depth[0] == pytest.approx(min(1, np.pi * nearest / inside.sum()))


def test_a_click_on_a_photo_without_a_mask_is_as_deep_as_can_be(graph):
    found = weighed(graph, logits(0, 4), np.zeros((1, 1, 256, 256), np.float32), (256, 256))
    assert found["depth"].tolist() == [1]


def test_picking_changes_no_bit():
    masks, bounds = logits(2, 4), logits(3, 2)
    for index in range(4):
        feeds = {"masks": masks, "mask_index": np.array([index], np.int32), "bounds": bounds}
        picked, same = session(pick()).run(["mask_input", "bounds_before"], feeds)
        assert (picked == masks[:, index : index + 1]).all()
        assert (same == bounds).all()

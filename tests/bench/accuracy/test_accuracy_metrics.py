"""Distances, clicks and measures against brute force."""

from math import hypot

import numpy as np
import pytest
from clickcut_core.recipes.prompts import PointPrompt

from tests.bench.accuracy.distance import deepest, squared_depth
from tests.bench.accuracy.metrics import boundary_iou, iou
from tests.bench.accuracy.protocol import measure, next_click
from tests.bench.accuracy.score import Score, decodes_per_click, mean_of_sets
from tests.bench.accuracy.specks import FirstClicks, is_lattice, places, region_sizes, specks


def masks(count, *, seed=0):
    random = np.random.default_rng(seed)
    for _ in range(count):
        height, width = random.integers(1, 24, 2)
        yield random.random((height, width)) < random.choice([0.3, 0.7, 0.95, 1])


def brute_depth(mask):
    padded = np.pad(mask, 1)
    outside = np.argwhere(~padded)
    inside = [((outside - (y, x)) ** 2).sum(1).min() * padded[y, x] for y, x in np.ndindex(padded.shape)]
    return np.array(inside).reshape(padded.shape)[1:-1, 1:-1]


def test_depths_are_exact():
    for mask in masks(60):
        assert (squared_depth(mask) == brute_depth(mask)).all()


def test_depths_up_to_a_limit_are_exact():
    for mask in masks(40, seed=1):
        exact, limited = brute_depth(mask), squared_depth(mask, limit=3)
        assert ((limited <= 9) == (exact <= 9)).all()
        assert (limited[exact <= 9] == exact[exact <= 9]).all()


def test_the_deepest_pixel_is_the_first_of_the_deepest():
    assert deepest(np.zeros((4, 5), bool)) == (0, 0, 0)
    for mask in masks(60, seed=2):
        depth = brute_depth(mask)
        y, x = np.unravel_index(depth.argmax(), depth.shape)
        assert deepest(mask) == (depth.max(), *((x, y) if mask.any() else (0, 0)))


def test_the_next_click_includes_what_is_missing_and_excludes_what_is_too_much():
    truth = np.zeros((40, 60), bool)
    truth[10:31, 20:41] = True
    assert next_click(np.zeros_like(truth), truth, None) == PointPrompt(30, 20, 1)
    assert next_click(truth, truth, None) is None
    mask = truth.copy()
    mask[2:9, 45:52] = True  # 7 × 7 too much
    mask[28:31, 20:41] = False  # 3 rows missing
    assert next_click(mask, truth, None) == PointPrompt(48, 5, 0)
    counted = np.ones_like(truth)
    counted[:, 45:] = False
    assert next_click(mask, truth, counted).label == 1


def test_iou_leaves_out_what_does_not_count():
    truth, mask = np.zeros((2, 10, 10), bool)
    assert iou(mask, truth) == 1
    truth[:5], mask[:10] = True, True
    counted = np.ones_like(truth)
    counted[8:] = False
    assert iou(mask, truth) == 0.5
    assert iou(mask, truth, counted) == pytest.approx(5 / 8)


def test_boundary_iou_is_that_of_the_bands_along_the_edges():
    random = np.random.default_rng(3)
    for _ in range(5):
        truth, mask = np.zeros((2, 45, 60), bool)
        for pixels in (truth, mask):
            top, left = random.integers(0, 15, 2)
            pixels[top : top + 25, left : left + 30] = True
        width = round(0.02 * hypot(45, 60))
        bands = [pixels & (brute_depth(pixels) <= width**2) for pixels in (mask, truth)]
        expected = (bands[0] & bands[1]).sum() / (bands[0] | bands[1]).sum()
        assert boundary_iou(mask, truth) == pytest.approx(expected)
    assert boundary_iou(truth, truth) == 1


def score(set_name, *ious, decodes=0):
    return Score(
        set_name,
        "",
        ious,
        boundary=0,
        box=0,
        box_boundary=0,
        decodes=decodes,
        first=FirstClicks((0,), (False,)),
    )


def test_clicks_are_counted_to_the_first_that_reaches_the_target():
    assert score("a", 0.5, 0.91, 0.8).clicks_to(0.9) == 2
    assert score("a", 0.9).clicks_to(0.9) == 1
    assert score("a", *[0.8] * 20).clicks_to(0.9) == 20
    assert [score("a", 0.5, 0.7).after(clicks) for clicks in (1, 2, 3)] == [0.5, 0.7, 0.7]


def test_a_second_click_makes_it_worse_only_by_more_than_a_twentieth():
    assert score("a", 0.9, 0.84).dropped
    assert not score("a", 0.9, 0.86).dropped


def test_every_set_counts_the_same():
    scores = [score("a", 1.0, decodes=1), score("b", 0.0, 0.5, decodes=4), score("b", 0.5, decodes=2)]
    assert mean_of_sets(scores, lambda s: s.after(1)) == pytest.approx((1 + 0.25) / 2)
    assert decodes_per_click(scores) == pytest.approx(7 / 4)


class Scripted:
    """A pipeline that answers with given masks."""

    def __init__(self, answers, boxed):
        self.answers, self.boxed, self.clicks, self.boxes, self.decodes = answers, boxed, [], [], 0

    async def start(self):
        pass

    async def click(self, point):
        self.decodes += 2
        self.clicks.append(point)
        return self.answers[min(len(self.clicks), len(self.answers)) - 1]

    async def box(self, box):
        self.decodes += 1
        self.boxes.append(box)
        return self.boxed


class Made:
    set_name, name = "set", "name"

    def truth(self):
        pixels = np.zeros((30, 30), bool)
        pixels[5:25, 5:25] = True
        return pixels

    def counted(self):
        return None


async def test_clicks_go_on_until_the_target_but_five_in_any_case():
    truth = Made().truth()
    half = truth.copy()
    half[:15] = False
    nearly = truth.copy()
    nearly[5] = False
    pipeline = Scripted([half, nearly], truth)
    found = await measure(pipeline, Made())
    assert found.ious == pytest.approx([0.5, 0.95, 0.95, 0.95, 0.95])
    assert (found.box, found.box_boundary, found.decodes) == (1, 1, 10)
    assert (pipeline.boxes[0].x0, pipeline.boxes[0].y1) == (5, 24)
    assert len((await measure(Scripted([half], truth), Made())).ious) == 20
    assert (await measure(Scripted([truth], truth), Made())).ious == (1.0,)


def brute_sizes(mask):
    left, sizes = set(np.ndindex(mask.shape)), []
    while left:
        found, border = set(), [left.pop()]
        while border:
            y, x = place = border.pop()
            found.add(place)
            near = {(y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)} & left
            border += [each for each in near if mask[each] == mask[place]]
            left -= set(border)
        sizes.append(len(found))
    return sorted(sizes)


def test_regions_hang_together_along_sides():
    for mask in masks(40, seed=4):
        assert sorted(region_sizes(mask)) == brute_sizes(mask)


def test_specks_are_islands_and_holes_below_a_share_of_the_mask():
    mask = np.zeros((80, 80), bool)
    mask[20:60, 20:60] = True  # 1600, of which 0.2 % are 3.2
    assert (specks(mask), is_lattice(mask)) == (0, False)
    mask[5, 5:8] = mask[70, 70:74] = True
    mask[30, 30:32] = False
    assert specks(mask) == 2
    mask[::2, ::2] = True
    assert is_lattice(mask)
    assert specks(np.zeros((9, 9), bool)) == 0


def test_single_clicks_lie_in_the_object_off_its_rim():
    truth = np.zeros((60, 60), bool)
    truth[10:50, 10:50] = True
    found = places(truth)
    assert found == places(truth)
    assert len(set(found)) > 5
    assert all(15 <= each < 45 for place in found for each in place)

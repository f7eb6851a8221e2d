"""Edits by hand: what a stroke does to a mask, and what clicks make of it afterwards."""

import numpy as np

from tests.masks.drawings import capsule
from tests.masks.work import Work, iou

CUP = (300, 150)
SHAPE = (400, 600)
BESIDE = [(520, 60), (560, 200)]
WITHIN = [(260, 150), (340, 150)]
RADIUS = 15


def test_a_stroke_adds_what_it_covers_and_nothing_else(coffee: Work) -> None:
    before = coffee.click(*CUP).mask()
    after = coffee.do("stroke", BESIDE, RADIUS).mask()
    drawn = capsule(SHAPE, RADIUS, *BESIDE)
    assert not before[drawn].all()
    assert iou(after & ~before, drawn & ~before) > 0.95
    assert not (before & ~after).any()


def test_the_eraser_removes_what_it_covers_alone_and_the_brush_brings_it_back(coffee: Work) -> None:
    before = coffee.click(*CUP).mask()
    after = coffee.do("stroke", WITHIN, RADIUS, False).mask()
    drawn = capsule(SHAPE, RADIUS, *WITHIN)
    assert iou(before & ~after, drawn & before) > 0.95
    assert not (after & ~before).any()
    assert coffee.do("stroke", WITHIN, RADIUS).mask()[drawn].mean() > 0.95
    assert coffee.do("stroke", WITHIN, RADIUS, False).mask()[drawn].mean() < 0.05


def test_undo_and_redo_give_the_very_same_pixels(coffee: Work) -> None:
    masks = [
        coffee.click(*CUP).mask(),
        coffee.do("stroke", [*BESIDE, (480, 300)], RADIUS).mask(),
        coffee.do("stroke", [(260, 150), (340, 180)], RADIUS, False).mask(),
    ]
    assert not np.array_equal(masks[0], masks[1])
    assert not np.array_equal(masks[1], masks[2])
    for expected in masks[1::-1]:
        assert np.array_equal(coffee.do("undo").mask(), expected)
    for expected in masks[1:]:
        assert np.array_equal(coffee.do("redo").mask(), expected)


def test_a_later_click_keeps_the_strokes(coffee: Work) -> None:
    added, erased = [(520, 60), (560, 90)], [(285, 120), (315, 125)]
    coffee.click(*CUP).do("stroke", added, RADIUS).do("stroke", erased, RADIUS, False)
    mask = coffee.click(200, 250).mask()
    assert mask[250, 200]
    assert mask[capsule(SHAPE, RADIUS - 3, *added)].all()
    assert not mask[capsule(SHAPE, RADIUS - 3, *erased)].any()


def test_a_click_into_an_erased_place_brings_it_back_and_one_into_a_painted_place_removes_it(
    coffee: Work,
) -> None:
    assert coffee.click(*CUP).mask()[150, 300]
    erased = coffee.do("stroke", [(270, 150), (330, 150)], 40, False).mask()
    assert not erased[120:180, 270:330].any()
    assert coffee.click(320, 165).mask()[capsule(SHAPE, 10, (320, 165), (320, 165))].all()
    assert coffee.do("stroke", [(540, 60)], 40).mask()[60, 540]
    assert not coffee.click(540, 60, 0).mask()[60, 540]


def test_one_can_begin_with_the_brush_and_go_on_by_clicking(coffee: Work) -> None:
    line = [(270, 130), (330, 170)]
    coffee.do("stroke", line, RADIUS)
    assert (coffee.state["candidates"], len(coffee.state["objects"])) == ([], 1)
    assert iou(coffee.mask(), capsule(SHAPE, RADIUS, *line)) > 0.9
    mask = coffee.click(*CUP).mask()
    assert mask[capsule(SHAPE, RADIUS - 3, *line)].all()
    assert mask.sum() > 1.5 * capsule(SHAPE, RADIUS, *line).sum(), "the click found no object"

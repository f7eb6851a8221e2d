"""Masks from elsewhere, inversion, holes and parts: what each makes of a mask, and clicks after it."""

import numpy as np
import pytest
from clickcut_core.errors import ClickcutError
from PIL import Image, ImageDraw

from tests.masks.drawings import blobs, boolean, picture
from tests.masks.work import Work, iou

CUP = (300, 150)


def test_an_imported_mask_is_the_active_object_and_one_step(coffee: Work) -> None:
    assert iou(coffee.bring(blobs()).mask(), boolean(blobs())) > 0.98
    assert coffee.state["prompts"] == {"points": [], "box": None}
    assert (coffee.state["canUndo"], coffee.state["candidates"]) == (True, [])
    assert coffee.do("undo").state["objects"] == []


def test_alpha_counts_where_there_is_some_and_a_larger_file_is_averaged(coffee: Work) -> None:
    red = Image.new("RGB", (1200, 800), (200, 30, 60))
    red.putalpha(blobs((1200, 800)))
    assert iou(coffee.bring(red).mask(), boolean(blobs())) > 0.98


def test_a_mask_of_other_proportions_is_refused_with_a_code(coffee: Work) -> None:
    with pytest.raises(ClickcutError) as refused:
        coffee.bring(blobs((400, 400)))
    assert refused.value.code == "mask-size"
    assert "400 × 400" in refused.value.message
    assert coffee.state["objects"] == []


def test_clicks_go_on_from_an_imported_mask(coffee: Work) -> None:
    cup = coffee.click(*CUP).mask()
    dotted = picture(cup)
    ImageDraw.Draw(dotted).ellipse((20, 20, 40, 40), fill=255)
    assert coffee.do("clear").bring(dotted).mask()[30, 30]
    corrected = coffee.click(30, 30, 0).mask()  # the dot is not meant
    assert not corrected[30, 30]
    assert iou(corrected, cup) > 0.9


def test_nothing_of_an_imported_mask_is_bound_so_a_click_may_change_all_of_it(coffee: Work) -> None:
    cup = coffee.click(*CUP).mask()
    rows, columns = np.nonzero(cup)
    rough = np.zeros_like(cup)
    rough[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
    coffee.do("clear").bring(picture(rough))
    assert iou(coffee.click(*CUP).mask(), cup) > iou(rough, cup) + 0.1


def test_inverting_twice_gives_the_same_bytes(coffee: Work) -> None:
    before = coffee.click(*CUP).do("stroke", [[500, 60], [540, 200]], 12).mask()
    assert np.array_equal(coffee.do("invert").mask(), ~before)
    assert coffee.points == [(*CUP, 0)]
    assert np.array_equal(coffee.do("invert").mask(), before)


def test_a_click_on_an_inverted_mask_includes_what_is_clicked(coffee: Work) -> None:
    row = coffee.click(*CUP).do("invert").mask()[150]
    assert not row[300]
    beside = int(np.flatnonzero(~row).min()) + 5  # within the cup, beside its edge
    mask = coffee.click(beside, 150).mask()
    assert mask[150, beside]
    assert mask[20, 20]
    assert [label for *_, label in coffee.points] == [0, 1]


def test_holes_are_filled_and_only_the_largest_part_is_kept(coffee: Work) -> None:
    assert not coffee.bring(blobs()).mask()[190, 430]
    filled = blobs()
    ImageDraw.Draw(filled).ellipse((330, 90, 530, 290), fill=255)
    assert iou(coffee.do("fill_holes").mask(), boolean(filled)) > 0.98
    largest = Image.new("L", (600, 400))
    ImageDraw.Draw(largest).ellipse((60, 80, 260, 330), fill=255)
    assert iou(coffee.do("keep_largest").mask(), boolean(largest)) > 0.98


def test_going_back_and_forth_gives_the_same_logits(coffee: Work) -> None:
    coffee.bring(blobs()).do("stroke", [[500, 60], [540, 200]], 12).do("invert")
    before, drawn = coffee.mask(), coffee.logits()
    for _ in range(3):
        coffee.do("undo").do("redo")
    assert np.array_equal(coffee.mask(), before)
    assert np.array_equal(coffee.logits(), drawn)

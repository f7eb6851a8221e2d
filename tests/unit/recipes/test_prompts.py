from array import array
from math import inf, nan

import numpy as np
import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.recipes.prompts import BoxPrompt, PointLabel, PointPrompt, PromptSet
from clickcut_core.runtime import Tensor

PHOTO = ImageSize(height=512, width=2048)  # half the size in the model frame


def fed(prompts, name):
    tensor = prompts.feeds(Frame.of(PHOTO))[name]
    assert tensor.dtype == "float32"
    return np.frombuffer(tensor.data, np.float32).reshape(tensor.dims)


def test_points_come_in_the_order_they_were_set_and_a_padding_point_ends_them():
    prompts = PromptSet((PointPrompt(100, 50), PointPrompt(7, 9, 0), PointPrompt(2047, 511)))
    assert fed(prompts, "point_coords").tolist() == [[[50, 25], [3.5, 4.5], [1023.5, 255.5], [0, 0]]]
    assert fed(prompts, "point_labels").tolist() == [[1, 0, 1, -1]]


def test_a_box_gives_its_two_corners_after_the_points_instead_of_the_padding_point():
    prompts = PromptSet((PointPrompt(100, 50, 0),), BoxPrompt(10, 20, 30, 40))
    assert fed(prompts, "point_coords").tolist() == [[[50, 25], [5, 10], [15, 20]]]
    assert fed(prompts, "point_labels").tolist() == [[0, 2, 3]]
    assert fed(PromptSet(box=BoxPrompt(10, 20, 30, 40)), "point_labels").tolist() == [[2, 3]]


def test_without_a_mask_the_decoder_is_told_so_and_gets_zeros():
    prompts = PromptSet((PointPrompt(1, 1),))
    assert fed(prompts, "mask_input").shape == (1, 1, 256, 256)
    assert not fed(prompts, "mask_input").any()
    assert fed(prompts, "has_mask_input").tolist() == [0]


def test_a_mask_to_start_from_is_passed_on_untouched():
    mask = Tensor("float32", (1, 1, 256, 256), array("f", [2.5]) * 65536)
    prompts = PromptSet((PointPrompt(1, 1),), mask_input=mask)
    assert prompts.feeds(Frame.of(PHOTO))["mask_input"] is mask
    assert fed(prompts, "has_mask_input").tolist() == [1]


@pytest.mark.parametrize(("x", "y"), [(0, 0), (2047, 511), (0.5, 510.99)])
def test_every_pixel_of_the_photo_can_be_clicked(x, y):
    assert PointPrompt(x, y, 0).checked(PHOTO) == PointPrompt(x, y, PointLabel.BACKGROUND)


@pytest.mark.parametrize(
    ("x", "y"),
    [(-1, 0), (0, -0.01), (2048, 0), (0, 512), (nan, 1), (1, nan), (inf, 1), (1, -inf), (None, 1), ("1", 1)],
)
def test_a_point_that_is_not_on_the_photo_is_refused(x, y):
    with pytest.raises(ClickcutError) as caught:
        PointPrompt(x, y).checked(PHOTO)
    assert caught.value.code == "invalid-prompt"
    assert "point" in caught.value.message


@pytest.mark.parametrize("label", [-1, 2, 3, 0.5, None])
def test_only_include_and_exclude_are_labels_of_a_click(label):
    with pytest.raises(ClickcutError, match="label is 1") as caught:
        PointPrompt(1, 1, label).checked(PHOTO)
    assert caught.value.code == "invalid-prompt"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((10, 20, 30, 40), (10, 20, 30, 40)),
        ((30, 40, 10, 20), (10, 20, 30, 40)),  # drawn from the lower right
        ((30, 20, 10, 40), (10, 20, 30, 40)),
        ((-50, -9, 9999, 600), (0, 0, 2047, 511)),
    ],
)
def test_a_box_is_ordered_and_clipped_to_the_photo(box, expected):
    assert BoxPrompt(*box).checked(PHOTO) == BoxPrompt(*expected)


@pytest.mark.parametrize(
    "box",
    [
        (5, 5, 5, 9),
        (5, 5, 9, 5),
        (-9, 1, -3, 8),
        (1, 600, 9, 700),
        (nan, 1, 2, 3),
        (1, 2, inf, 3),
        (None,) * 4,
    ],
)
def test_a_box_that_covers_nothing_of_the_photo_is_refused(box):
    with pytest.raises(ClickcutError, match="box") as caught:
        BoxPrompt(*box).checked(PHOTO)
    assert caught.value.code == "invalid-prompt"


def test_edits_give_a_new_set_and_leave_the_old_one():
    empty = PromptSet()
    one = empty.with_point(PointPrompt(1, 2))
    both = one.with_box(BoxPrompt(1, 2, 3, 4))
    assert (bool(empty), bool(one), bool(PromptSet(box=both.box))) == (False, True, True)
    assert one == PromptSet((PointPrompt(1, 2),))
    assert both.with_box(BoxPrompt(5, 6, 7, 8)).box == BoxPrompt(5, 6, 7, 8)
    assert both.points == one.points


@pytest.mark.parametrize("box", [None, BoxPrompt(1, 2, 3.5, 4)])
def test_the_plain_form_gives_the_same_prompts_again(box):
    prompts = PromptSet((PointPrompt(1.5, 2), PointPrompt(3, 4, 0)), box)
    assert PromptSet.from_json(prompts.to_json(), PHOTO) == prompts


def test_the_plain_form_is_checked_against_the_photo():
    plain = PromptSet((PointPrompt(2000, 2),)).to_json()
    with pytest.raises(ClickcutError, match="640 × 480"):
        PromptSet.from_json(plain, ImageSize(height=480, width=640))

"""The look of an edge: how far growing, feathering and smoothing go, in alpha and in shapes."""

from typing import Any

import numpy as np
import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import COCO, MASK

from tests.masks.drawings import perimeter, teeth
from tests.masks.work import Work, iou

CUP = (300, 150)
NONE = {"grow": 0, "feather": 0, "smooth": 0}


def look(work: Work, *, grow: int = 0, feather: int = 0, smooth: int = 0) -> Work:
    return work.do("refine", grow, feather, smooth)


def alpha(work: Work) -> np.ndarray:
    return work.picture(format=MASK).astype(int)


def test_growing_and_shrinking_move_the_edge_by_so_many_pixels(coffee: Work) -> None:
    coffee.click(*CUP)
    before, mask, area = alpha(coffee), coffee.mask(), coffee.state["objects"][0]["area"]
    length = perimeter(mask) * np.pi / 4  # steps along the axes are longer than a round outline
    grown = alpha(look(coffee, grow=6))
    assert coffee.state["look"] == {**NONE, "grow": 6}
    assert (grown >= before).all(), "what was there is there"
    assert 0.75 < (grown.sum() - before.sum()) / 255 / (6 * length) < 1.3
    assert 0.75 < (coffee.mask().sum() - mask.sum()) / (6 * length) < 1.3
    assert coffee.state["objects"][0]["area"] > area
    shrunk = alpha(look(coffee, grow=-6))
    assert (shrunk <= before).all()
    assert 0.75 < (before.sum() - shrunk.sum()) / 255 / (6 * length) < 1.3
    outline = coffee.shapes(COCO, "coffee.png")
    coffee.do("undo").do("undo")
    assert coffee.state["look"] == NONE
    assert np.array_equal(alpha(coffee), before)
    assert coffee.shapes(COCO, "coffee.png") != outline


def test_feathering_fades_so_far_to_each_side_and_leaves_shapes_alone(coffee: Work) -> None:
    mask = coffee.click(*CUP).mask()
    bands = []
    for value in (0, 4, 12):
        faded = alpha(look(coffee, feather=value))
        bands.append(((faded > 0) & (faded < 255)).sum() / perimeter(mask))
        assert set(np.unique(faded[:10, :10])) == {0}
        assert faded[150, 300] == 255
    assert bands[1] - bands[0] > 3
    assert 5 < bands[2] - bands[1] < 2 * 8 * 1.3, "8 more to each side; less where it was soft before"
    assert iou(coffee.mask(), mask) > 0.99, "shapes do not fade"


def test_smoothing_straightens_a_jagged_mask(coffee: Work) -> None:
    coffee.bring(teeth())
    jagged, outline = alpha(coffee) > 127, coffee.mask()
    straight = alpha(look(coffee, smooth=12)) > 127
    assert perimeter(straight) < 0.9 * perimeter(jagged)
    assert perimeter(coffee.mask()) < 0.9 * perimeter(outline)
    assert abs(straight.sum() / jagged.sum() - 1) < 0.05


def test_each_change_is_a_step_that_gives_the_same_pixels_again(coffee: Work) -> None:
    coffee.click(*CUP)
    painted = [coffee.logits()]
    for step in ({"grow": -3}, {"grow": -3, "feather": 5}, {"grow": -3, "feather": 5, "smooth": 7}):
        painted.append(look(coffee, **step).logits())
    cut = alpha(coffee)
    for expected in painted[2::-1]:
        assert np.array_equal(coffee.do("undo").logits(), expected)
    for expected in painted[1:]:
        assert np.array_equal(coffee.do("redo").logits(), expected)
    assert np.array_equal(alpha(coffee), cut)
    assert np.array_equal(look(coffee).logits(), painted[0])
    look(coffee, grow=2)
    assert coffee.do("clear").state["look"] == NONE


@pytest.mark.parametrize("wrong", [{"feather": -1}, {"grow": 21}, {"smooth": "wide"}])
def test_what_is_no_look_is_refused_by_name(coffee: Work, wrong: dict[str, Any]) -> None:
    coffee.click(*CUP)
    with pytest.raises(ClickcutError) as refused:
        look(coffee, **wrong)
    assert refused.value.code == "invalid-look"
    assert coffee.state["look"] == NONE

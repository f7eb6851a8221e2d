"""What a box means, by itself and with clicks."""

import numpy as np
import pytest
from clickcut_core.errors import ClickcutError

from tests.masks.work import Work

SAUCER = (150, 60, 460, 340)


def test_the_mask_of_a_box_lies_within_it(coffee: Work) -> None:
    mask = coffee.do("set_box", *SAUCER).mask()
    assert mask[60:340, 150:460].sum() > 0.9 * mask.sum() > 0
    assert coffee.state["prompts"] == {"points": [], "box": list(SAUCER)}


def test_a_box_may_be_given_from_any_corner_and_beyond_the_edge(coffee: Work) -> None:
    boxed = coffee.do("set_box", *SAUCER).mask()
    assert np.array_equal(coffee.do("set_box", 460, 340, 150, 60).mask(), boxed)
    coffee.do("set_box", 300, 200, -40, -40)
    assert coffee.state["prompts"]["box"] == [0, 0, 300, 200]
    with pytest.raises(ClickcutError) as refused:
        coffee.do("set_box", 700, 500, 900, 600)
    assert refused.value.code == "invalid-prompt"


def test_clicks_correct_a_box_and_undo_takes_back_one_after_the_other(coffee: Work) -> None:
    boxed = coffee.do("set_box", *SAUCER).mask()
    clicked = coffee.click(300, 150).mask()
    corrected = coffee.click(400, 300, 0).mask()
    assert coffee.points == [(300, 150, 1), (400, 300, 0)]
    assert clicked[150, 300]
    assert corrected[150, 300]
    assert not corrected[300, 400]
    assert np.array_equal(coffee.do("undo").mask(), clicked)
    assert np.array_equal(coffee.do("undo").mask(), boxed)
    assert coffee.state["prompts"] == {"points": [], "box": list(SAUCER)}

"""Several objects in a photo: a mask each, and one history over all of them."""

import numpy as np

from tests.masks.work import Work, iou

SAUCER, TABLE = (430, 300), (40, 200)


def two_objects(work: Work) -> None:
    work.click(*SAUCER).do("add_object").click(*TABLE)


def objects(work: Work) -> list[tuple[int, bool]]:
    return [(each["id"], each["active"]) for each in work.state["objects"]]


def test_a_second_object_has_its_own_mask_and_colour(coffee: Work) -> None:
    two_objects(coffee)
    assert objects(coffee) == [(1, False), (2, True)]
    second = coffee.mask()
    first = coffee.do("select_object", 1).mask()
    assert first[SAUCER[1], SAUCER[0]]
    assert not first[TABLE[1], TABLE[0]]
    assert second[TABLE[1], TABLE[0]]
    assert iou(first, second) < 0.1
    assert np.array_equal(coffee.mask(2), second)
    assert len({each["colour"] for each in coffee.state["objects"]}) == 2


def test_clicks_go_to_the_active_object_and_leave_the_other_as_it_is(coffee: Work) -> None:
    two_objects(coffee)
    first, second = coffee.mask(1), coffee.mask(2)
    coffee.do("select_object", 1).click(500, 380, 0)
    assert not np.array_equal(coffee.mask(1), first)
    assert np.array_equal(coffee.mask(2), second)


def test_undo_brings_back_what_was_deleted_whichever_object_it_was(coffee: Work) -> None:
    two_objects(coffee)
    before, masks = coffee.state["objects"], [coffee.mask(1), coffee.mask(2)]
    coffee.do("delete_object", 1).click(500, 380)
    assert objects(coffee) == [(2, True)]
    coffee.do("undo").do("undo")
    assert coffee.state["objects"] == before
    assert np.array_equal([coffee.mask(1), coffee.mask(2)], masks)

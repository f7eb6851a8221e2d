from dataclasses import replace
from itertools import pairwise

import pytest
from clickcut_core.masks.policy import (
    Candidate,
    box_guess,
    default_mask,
    follows_guess,
    is_better,
    is_unsteady,
    levels,
    offered_masks,
)
from clickcut_core.recipes.prompts import MASKS, BoxPrompt, PointPrompt, PromptSet

POINT = PointPrompt(1, 1)
BOX = BoxPrompt(1, 1, 5, 5)
ONE, TWO, FIVE = (PromptSet((POINT,) * count) for count in (1, 2, 5))
PLAIN = Candidate(
    score=0.8, misses=0, misses_newest=False, area=0.1, agreement=0.5, stability=0.9, raggedness=8
)


def four(**changed):
    """Four equal masks, but for what is given of each by `value_of_mask_k` lists."""
    return [replace(PLAIN, **{name: values[k] for name, values in changed.items()}) for k in range(4)]


@pytest.mark.parametrize(
    ("changed", "best"),
    [
        ({"score": (0.99, 0.1, 0.2, 0.3)}, 3),
        ({"score": (0.99, 0.8, 0.2, 0.3)}, 1),
        ({"stability": (1, 0.2, 0.9, 0.5)}, 2),
        ({"area": (0.1, 0.1, 0.2, 0.3)}, 3),
        ({"area": (0.1, 0.1, 0.2, 0.9)}, 2),  # all of the photo is no object
        ({"area": (0.1, 0.1, 0.2, 0.9), "score": (0.8, 0.2, 0.3, 1)}, 2),
        ({"area": (0.1, 0.2, 0.22, 0.24), "score": (0.9, 0.9, 0.8, 0.8)}, 1),  # size is a tie-breaker
        ({"area": (0.1, 0, 0, 0)}, 1),
        ({"area": (1, 1, 1, 1), "score": (1, 0.1, 0.2, 0.1)}, 2),
        ({"raggedness": (8, 8, 40, 40), "score": (1, 0.1, 1, 1)}, 1),  # a lattice is no object
        ({"raggedness": (8, 40, 40, 40), "score": (1, 0.1, 0.9, 0.1)}, 2),  # there is nothing else
    ],
)
def test_one_click_shows_a_good_steady_object_and_never_mask_0(changed, best):
    assert default_mask(ONE, four(**changed), depth=None) == best


def test_a_box_is_asked_again_from_the_best_score_and_never_from_mask_0():
    masks = four(score=(0.99, 0.7, 0.8, 0.6), stability=(1, 0.9, 0.1, 0.9), area=(0.1, 0.1, 0.01, 0.9))
    assert box_guess(masks) == 2
    assert (
        box_guess(four(score=(0.99, 0.7, 0.8, 0.6), raggedness=(8, 8, 40, 8))) == 1
    )  # a lattice is no object


@pytest.mark.parametrize("prompts", [PromptSet(box=BOX), PromptSet((POINT,), BOX), TWO, FIVE])
def test_a_box_and_several_clicks_at_once_show_mask_0(prompts):
    assert default_mask(prompts, four(score=(0.1, 0.7, 0.8, 0.9)), depth=None) == 0


@pytest.mark.parametrize(
    ("prompts", "depth", "changed", "best"),
    [
        (TWO, 0, {}, 0),
        (TWO, 1, {}, 0),
        # beside the edge: a good mask is not thrown away, nor for a click that it can't obey
        (TWO, 0.01, {"agreement": (0.1, 0.2, 0.95, 0.3)}, 2),
        (TWO, 0.01, {"agreement": (0.1, 0.2, 0.95, 0.3), "misses_newest": (0, 0, 1, 0)}, 2),
        (FIVE, 0.01, {"agreement": (0.1, 0.2, 0.95, 0.3), "misses_newest": (0, 0, 1, 0)}, 2),
        # deep inside: the mask was wrong, and what does not obey is wrong again
        (TWO, 0.2, {"agreement": (0.3, 0.2, 0.9, 0.3), "misses_newest": (0, 0, 1, 0)}, 0),
        (TWO, 0.2, {"score": (0.5, 0.6, 0.7, 0.9)}, 3),
        (FIVE, 0.2, {"misses": (3, 0, 3, 3)}, 1),
        (FIVE, 0.2, {"score": (0.6, 0.6, 0.7, 0.9)}, 0),  # the more clicks, the more mask 0 is trusted
        (replace(TWO, box=BOX), 0.2, {"score": (0.65, 0.6, 0.7, 0.9)}, 0),  # a box is two clicks more
    ],
)
def test_a_further_click_corrects_the_mask_before(prompts, depth, changed, best):
    assert default_mask(prompts, four(**changed), depth) == best


@pytest.mark.parametrize("depth", [0, 0.05, 1])
def test_contradicting_more_clicks_never_makes_a_mask_more_likely(depth):
    shown = [default_mask(FIVE, four(misses=(0, n, 0, 0), score=(0.1, 1, 0.6, 0.6)), depth) for n in range(5)]
    assert (shown[0], shown[-1]) == (1, 2)
    assert all(not (before != 1 and after == 1) for before, after in pairwise(shown))


def test_an_answer_that_changes_the_mask_is_unsteady_unless_a_person_drew_a_box():
    changed, kept = (four(agreement=[share] * 4) for share in (0.85, 0.95))
    for prompts in (TWO, FIVE):
        assert [is_unsteady(prompts, masks, 0.1) for masks in (changed, kept)] == [True, False]
    assert not is_unsteady(replace(TWO, box=BOX), changed, 0.1)


def test_only_the_second_click_follows_a_guess():
    assert [follows_guess(prompts) for prompts in (TWO, FIVE, replace(TWO, box=BOX))] == [True, False, False]


def test_a_second_look_must_be_clearly_better():
    first = four(agreement=[0.5] * 4)
    assert not is_better(TWO, four(agreement=[0.52] * 4), first, 0.01)
    assert is_better(TWO, four(agreement=[0.95, 0.5, 0.5, 0.5]), first, 0.01)
    assert not is_better(TWO, four(agreement=[0.95] * 4, misses_newest=[True] * 4), first, 1)


def test_the_default_is_always_among_the_masks_offered():
    asked = [(ONE, None), (ONE, 0.5), (TWO, 0.5), (PromptSet((POINT,), BOX), None), (PromptSet(), None)]
    assert [offered_masks(prompts, four(), depth) for prompts, depth in asked] == [
        (1, 2, 3),
        (0, 1, 2, 3),  # a click on a mask that was painted or imported
        (0, 1, 2, 3),
        (0, 1, 2, 3),
        (),
    ]


def test_what_a_click_may_mean_is_offered_by_size_and_named():
    masks = four(area=[0.5, 0.3, 0.1, 0.2])
    assert offered_masks(ONE, masks, None) == (2, 3, 1)
    assert levels(ONE, (2, 3, 1), None) == ("part", "object", "everything")
    assert levels(ONE, (2, 3), None) == ("part", "object")
    assert levels(TWO, (0, 1, 2, 3), 0.5) == levels(PromptSet(box=BOX), MASKS, None) == (None,) * 4


@pytest.mark.parametrize("depth", [None, 0.5])
@pytest.mark.parametrize("prompts", [ONE, TWO, PromptSet(box=BOX), PromptSet((POINT,), BOX)])
def test_a_lattice_is_neither_shown_nor_offered_while_there_is_another_mask(prompts, depth):
    best = {"score": [0.9] * 2 + [1, 0.8], "agreement": [0.5, 0.5, 1, 0.5]}
    masks = four(raggedness=(40, 8, 40, 8), **best)
    assert offered_masks(prompts, masks, depth) == (1, 3)
    assert default_mask(prompts, masks, depth) == 1
    masks = four(raggedness=[40] * 4, **best)
    assert default_mask(prompts, masks, depth) in offered_masks(prompts, masks, depth)

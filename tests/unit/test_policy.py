from dataclasses import replace
from itertools import pairwise

import pytest
from clickcut_core.policy import (
    Candidate,
    default_mask,
    is_better,
    needs_second_look,
    offered_masks,
)
from clickcut_core.prompts import BoxPrompt, PointPrompt, PromptSet

POINT = PointPrompt(1, 1)
BOX = BoxPrompt(1, 1, 5, 5)
ONE, TWO, FIVE = (PromptSet((POINT,) * count) for count in (1, 2, 5))
PLAIN = Candidate(score=0.8, misses=0, area=0.1, agreement=0.5, stability=0.9)


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
    ],
)
def test_one_click_shows_a_good_steady_object_and_never_mask_0(changed, best):
    assert default_mask(ONE, four(**changed), corrects=False) == best


@pytest.mark.parametrize("prompts", [PromptSet(box=BOX), PromptSet((POINT,), BOX), TWO, FIVE])
def test_prompts_that_start_afresh_with_more_than_a_click_show_mask_0(prompts):
    assert default_mask(prompts, four(score=(0.1, 0.7, 0.8, 0.9)), corrects=False) == 0


@pytest.mark.parametrize(
    ("prompts", "changed", "best"),
    [
        (TWO, {}, 0),
        (TWO, {"agreement": (0.1, 0.2, 0.95, 0.3)}, 2),  # a good mask is not thrown away
        (TWO, {"agreement": (0.1, 0.2, 0.95, 0.3), "misses": (0, 0, 1, 0)}, 2),  # nor for one click
        (TWO, {"agreement": (0.5, 0.5, 0.6, 0.5), "misses": (1, 0, 1, 1)}, 1),
        (TWO, {"score": (0.5, 0.6, 0.7, 0.9)}, 3),
        (FIVE, {"score": (0.6, 0.6, 0.7, 0.9)}, 0),  # the more clicks, the more mask 0 is trusted
        (replace(TWO, box=BOX), {"score": (0.65, 0.6, 0.7, 0.9)}, 0),  # a box is two clicks more
    ],
)
def test_a_further_click_corrects_the_mask_before(prompts, changed, best):
    assert default_mask(prompts, four(**changed), corrects=True) == best


def test_contradicting_another_click_never_makes_a_mask_more_likely():
    shown = [
        default_mask(TWO, four(misses=(0, n, 0, 0), score=(0.5, 1, 0.6, 0.6)), corrects=True)
        for n in range(5)
    ]
    assert shown[0] == 1
    assert all(not (before != 1 and after == 1) for before, after in pairwise(shown))
    assert shown[-1] != 1


def test_a_second_look_is_for_a_second_click_that_changes_the_mask():
    changed, kept = four(agreement=[0.3] * 4), four(agreement=[0.95] * 4)
    assert needs_second_look(TWO, changed)
    assert not needs_second_look(TWO, kept)
    assert not needs_second_look(FIVE, changed)
    assert not needs_second_look(replace(TWO, box=BOX), changed)


def test_the_second_look_must_be_clearly_better():
    first = four(agreement=[0.5] * 4)
    assert not is_better(TWO, four(agreement=[0.55] * 4), first)
    assert is_better(TWO, four(agreement=[0.95, 0.5, 0.5, 0.5]), first)
    assert not is_better(TWO, four(agreement=[0.95] * 4, misses=[1] * 4, score=[0.7] * 4), first)


def test_the_default_is_always_among_the_masks_offered():
    assert [offered_masks(prompts) for prompts in (ONE, TWO, PromptSet((POINT,), BOX))] == [
        (1, 2, 3),
        (0, 1, 2, 3),
        (0, 1, 2, 3),
    ]

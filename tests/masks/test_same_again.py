"""One click asked twice: the same bits in one process, the same mask and nearly the same score on any."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.masks.work import Work, open_sample

CAT = (220, 150)


def cleared(work: Work) -> Work:
    return work.do("clear").click(*CAT)


def hovered(work: Work) -> Work:
    return work.do("clear").do("preview", *CAT).click(*CAT)


def corrected_and_undone(work: Work) -> Work:
    return work.click(20, 20, 0).do("undo")


def restored(work: Work) -> Work:
    return open_sample("cat.png").do("restore", work.session.history.to_json())


def resumed(work: Work) -> Work:
    return open_sample("cat.png").do("resume", work.session.history.current.to_json())


@pytest.mark.parametrize("again", [cleared, hovered, corrected_and_undone, restored, resumed])
def test_one_process_gives_the_same_click_the_same_bits(cat: Work, again: Callable[[Work], Work]) -> None:
    cat.click(*CAT)
    logits, objects, candidates = cat.logits(), cat.state["objects"], cat.state["candidates"]
    other = again(cat)
    assert np.array_equal(other.logits(), logits)
    assert (other.state["objects"], other.state["candidates"]) == (objects, candidates)


def test_trails_that_are_replayed_give_the_same_bits(cat: Work) -> None:
    cat.click(*CAT).click(20, 20, 0).click(100, 250).do("invert")
    other = restored(cat)
    assert np.array_equal(other.logits(), cat.logits())
    assert other.state["objects"] == cat.state["objects"]


@pytest.mark.parametrize("name", ["cat.png", "coffee.png"])
def test_more_threads_round_differently_and_give_the_same_mask(name: str) -> None:
    one, two = (open_sample(name, threads=threads).click(*CAT).click(20, 20, 0) for threads in (1, 2))
    assert np.array_equal(one.mask(), two.mask())
    assert one.state["candidates"]
    for ours, theirs in zip(one.state["candidates"], two.state["candidates"], strict=True):
        assert ours["index"] == theirs["index"]
        assert ours["score"] == pytest.approx(theirs["score"], abs=1e-5)

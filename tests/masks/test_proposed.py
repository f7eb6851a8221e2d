"""A mask that the machine picked: a click like a hand's, until a hand says otherwise."""

import numpy as np
import pytest
from clickcut.native_runtime import completed, load_proposal_graphs
from clickcut_build.samples import SAMPLES
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import FOR_EVERYTHING

from tests.browser import photos
from tests.masks.work import Work, manifest, models, open_sample

CUP, SAUCER, SPOON = (300, 100), (120, 250), (430, 300)


def proposed(x: float, y: float, mask: int = 2) -> Work:
    return open_sample("coffee.png").do("take_proposal", x, y, mask)


def test_it_is_the_mask_that_the_click_gives() -> None:
    by_hand = open_sample("coffee.png").click(*CUP).do("choose", 2)
    picked = proposed(*CUP)
    assert (picked.mask() == by_hand.mask()).all()
    assert picked.session.history.current == by_hand.session.history.current
    assert picked.state["proposed"]
    assert not by_hand.state["proposed"]


def test_what_is_included_outside_of_it_takes_its_place_and_undo_leads_back() -> None:
    picked = proposed(*CUP, mask=1)
    mask = picked.mask()
    assert not mask[SAUCER[1], SAUCER[0]]
    picked.click(*SAUCER)
    assert picked.points == [(*SAUCER, 1)]
    assert (picked.mask() == open_sample("coffee.png").click(*SAUCER).mask()).all()
    assert not picked.state["proposed"]
    picked.do("undo")
    assert (picked.mask() == mask).all()
    assert picked.state["proposed"]


def test_what_is_included_within_it_or_excluded_corrects_it() -> None:
    picked = proposed(*CUP)
    y, x = np.argwhere(picked.mask())[0]
    inside = (int(x), int(y))
    assert picked.click(*inside).points == [(*CUP, 1), (*inside, 1)]
    assert proposed(*CUP).click(*SPOON, 0).points == [(*CUP, 1), (*SPOON, 0)]


def test_after_anything_was_done_a_click_outside_adds_to_it() -> None:
    picked = proposed(*CUP, mask=1).do("refine", 2, 0, 0)
    assert not picked.state["proposed"]
    assert picked.click(*SAUCER).points == [(*CUP, 1), (*SAUCER, 1)]


def test_a_mask_that_is_not_offered_there_is_not_taken_and_nothing_is_to_be_done_again() -> None:
    work = open_sample("coffee.png")
    before = work.state
    assert work.do("take_proposal", *CUP, 0).state == before
    assert not before["canUndo"]


@pytest.fixture(scope="module")
def graphs() -> ProposalGraphs:
    return completed(load_proposal_graphs(models()[0], manifest()))


def test_a_search_tells_what_is_new_each_time(graphs: ProposalGraphs) -> None:
    session = open_sample("coffee.png").session
    search, first = completed(session.search(graphs))
    told = {(each.proposal.point, each.proposal.mask) for each in first}
    assert told
    assert not search.is_done
    _, more = completed(session.search(graphs))
    assert not told & {(each.proposal.point, each.proposal.mask) for each in more}


@pytest.mark.full  # tests/browser/tools/test_everything.py has it beside the command line
def test_a_search_ends_with_what_is_proposed_at_once(graphs: ProposalGraphs) -> None:
    work = open_sample("coffee.png")
    search, found = completed(work.session.search(graphs))
    while not search.is_done:
        search, found = completed(work.session.search(graphs))
    at_once = completed(work.session.propose(graphs, FOR_EVERYTHING)).ranked
    assert [(each.proposal.point, each.proposal.mask) for each in found] == [
        (each.point, each.mask) for each in at_once
    ]
    assert completed(work.session.search(graphs))[1] is found


def test_the_galleries_first_photo_is_large_and_its_subject_sure() -> None:
    told = photos.proposals(SAMPLES[0].name)
    assert max(told["photo"].values()) >= 1600
    assert told["isSure"]
    assert 0.1 < told["proposals"][0]["area"] < 0.8

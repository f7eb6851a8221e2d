"""A proposal in a session: one step, as if a hand had clicked."""

from clickcut_core.proposals.proposal import Proposal
from clickcut_core.proposals.taking import take, take_first
from clickcut_core.recipes.prompts import PointPrompt


def proposal(x, mask=2, area=0.1):
    return Proposal(PointPrompt(x, 200.0), mask, 0.9, area)


async def test_what_is_taken_is_a_click_and_one_step(session):
    assert await take(session, proposal(300.0, mask=1))
    state = session.state()
    assert state["prompts"]["points"] == [{"x": 300.0, "y": 200.0, "label": 1}]
    assert state["chosen"] == 1
    await session.undo()
    assert session.state()["objects"] == []
    assert not session.state()["canUndo"]


async def test_it_is_corrected_as_any_other_click(session):
    await take(session, proposal(300.0))
    await session.add_point(600, 400, 0)
    assert len(session.state()["prompts"]["points"]) == 2


async def test_a_mask_that_the_click_does_not_offer_is_not_taken(session):
    assert not await take(session, proposal(300.0, mask=0))
    assert session.state()["objects"] == []
    taken = await take_first(session, [proposal(300.0, mask=0), proposal(500.0)])
    assert taken == proposal(500.0)
    assert await take_first(session, []) is None


async def test_of_several_the_smallest_lies_on_top_and_all_are_one_step(session):
    several = [proposal(300.0, area=0.1), proposal(500.0, mask=0), proposal(700.0, area=0.4)]
    assert await session.take_proposals([each.to_json() for each in several]) == 2
    assert places(session) == [700.0, 300.0]
    assert not session.state()["proposed"]
    await session.undo()
    assert places(session) == []
    assert not session.state()["canUndo"]


async def test_one_takes_the_place_of_the_active_object_or_is_added_beside_it(session):
    await session.add_point(300, 200)
    await session.take_proposals([proposal(500.0).to_json()])
    assert places(session) == [500.0]
    await session.take_proposals([proposal(700.0).to_json()], adds=True)
    assert places(session) == [500.0, 700.0]


async def test_what_the_machine_picked_is_replaced_even_where_another_is_added(session):
    await session.take_proposal(300, 200, 2)
    await session.take_proposals([proposal(500.0).to_json()], adds=True)
    assert places(session) == [500.0]


async def test_where_none_can_be_had_nothing_happens_and_nothing_is_kept(session, runtime):
    await session.add_point(300, 200)
    kept, before = set(runtime.alive), session.history
    assert await session.take_proposals([proposal(500.0, mask=0).to_json()], adds=True) == 0
    assert session.history is before
    assert set(runtime.alive) == kept


def places(session):
    return [each["prompts"]["points"][0]["x"] for each in session.state()["objects"]]

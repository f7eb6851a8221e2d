import pytest
from clickcut_core.session import Session

from .fake_runtime import GRAPHS, embedding_of


async def test_a_new_photo_has_a_size_and_nothing_else(session):
    assert session.state() == {
        "photo": {"width": 1280, "height": 853},
        "maskExtent": [170.5, 256.0],
        "prompts": {"points": [], "box": None},
        "candidates": [],
        "chosen": None,
        "objects": [],
        "canUndo": False,
        "canRedo": False,
        "timings": {},
    }
    assert (session.shown, session.mask) == (None, None)


async def test_one_click_gives_the_best_of_three_candidates(session, runtime):
    await session.add_point(600, 400)
    state = session.state()
    assert state["prompts"] == {"points": [{"x": 600, "y": 400, "label": 1}], "box": None}
    assert state["candidates"] == [
        {"index": 1, "score": pytest.approx(0.4)},
        {"index": 2, "score": pytest.approx(0.9)},
        {"index": 3, "score": pytest.approx(0.6)},
    ]
    assert (state["chosen"], state["canUndo"], state["canRedo"]) == (2, True, False)
    assert state["timings"]["decode"] >= 0
    # mask 2 of the fake: 180 model pixels each way around (480, 319.8), 1.25 photo pixels each
    (found,) = state["objects"]
    assert found["score"] == pytest.approx(0.9)
    assert found["bbox"] == pytest.approx([488, 288, 713, 512], abs=6)
    assert found["area"] == pytest.approx(225 * 225, rel=0.03)
    handle, index = session.shown
    assert (index, handle.dims, handle.handle in runtime.alive) == (2, (1, 4, 256, 256), True)


async def test_a_click_where_the_pointer_hovered_takes_the_hovers_answer(session, runtime):
    await session.add_point(600, 400)
    asked = {**session.state(), "timings": None}
    await session.undo()
    await session.preview(600, 400)
    runtime.runs.clear()
    await session.add_point(600, 400)
    assert runtime.runs == []
    assert {**session.state(), "timings": None} == asked
    assert session.shown[0].handle in runtime.alive
    await session.preview(600, 400)  # a new one: the other belongs to the click now
    await session.undo()
    await session.add_point(600, 400, 0)  # excluding is another question
    assert runtime.runs.count("decoder") == 2


async def test_a_box_shows_a_mask_and_offers_all_four(session):
    await session.set_box(900, 500, 300, 100)
    assert session.state()["prompts"] == {"points": [], "box": [300, 100, 900, 500]}
    assert [candidate["index"] for candidate in session.state()["candidates"]] == [0, 1, 2, 3]
    assert session.state()["chosen"] == 3
    assert session.mask.bbox == pytest.approx((300, 100, 900, 500), abs=6)


async def test_a_second_click_keeps_a_good_mask_and_offers_all_four(session):
    await session.add_point(600, 400)
    before = session.mask
    await session.add_point(700, 700, 0)  # outside already: nothing needs to change
    assert session.mask == before
    assert [candidate["index"] for candidate in session.state()["candidates"]] == [0, 1, 2, 3]


async def test_the_box_stays_when_points_are_added_and_the_other_way_round(session):
    await session.add_point(600, 400)
    await session.set_box(300, 100, 900, 500)
    await session.add_point(5, 6, 0)
    await session.set_box(1, 2, 3, 4)
    assert session.state()["prompts"] == {
        "points": [{"x": 600, "y": 400, "label": 1}, {"x": 5, "y": 6, "label": 0}],
        "box": [1, 2, 3, 4],
    }


async def test_choosing_and_cycling_are_steps_that_need_no_graph(session, runtime):
    await session.add_point(600, 400)
    handle, _ = session.shown
    runtime.runs.clear()
    seen = []
    for _ in range(3):
        await session.cycle()
        seen.append(session.shown[1])
    await session.cycle(-1)
    assert (seen, session.shown) == ([3, 1, 2], (handle, 1))
    await session.choose(3)
    assert (session.shown, session.mask.score) == ((handle, 3), pytest.approx(0.6))
    await session.undo()
    assert session.shown == (handle, 1)
    assert runtime.runs == []


async def test_a_new_click_corrects_the_mask_that_was_chosen(session, runtime):
    await session.add_point(600, 400)
    await session.choose(3)
    chosen = session.mask.bbox
    await session.add_point(610, 400)
    assert runtime.fed["correct"]["before"].dims == (1, 1, 256, 256)
    assert session.mask.bbox == pytest.approx(chosen, abs=20)
    await session.undo()
    assert session.shown[1] == 3


async def test_undo_redo_and_clear_give_back_the_very_same_state(session):
    def visible():
        return {name: value for name, value in session.state().items() if name not in {"timings", "canRedo"}}

    states = [visible()]
    for step in (session.add_point(600, 400), session.add_point(5, 5, 0), session.cycle(), session.clear()):
        await step
        states.append(visible())
    assert states[4]["prompts"] == {"points": [], "box": None}
    assert (states[4]["objects"], states[4]["canUndo"]) == ([], True)
    for state in reversed(states[:-1]):
        await session.undo()
        assert visible() == state
    await session.undo()
    assert visible() == states[0]
    for state in states[1:]:
        await session.redo()
        assert visible() == state


async def test_clearing_nothing_is_no_step(session):
    await session.clear()
    assert not session.state()["canUndo"]


async def test_another_session_goes_on_where_one_stopped(session, runtime):
    await session.add_point(600, 400)
    await session.add_point(5, 5, 0)
    await session.cycle()
    await session.undo()
    other = Session(runtime, GRAPHS)
    await other.set_image(embedding_of(1280, 853))
    await other.restore(session.history.to_json())
    assert {**other.state(), "timings": {}} == {**session.state(), "timings": {}}
    await other.redo()
    await session.redo()
    assert other.mask == session.mask

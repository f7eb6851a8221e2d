import pytest
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe
from clickcut_core.session import Session

from tests.unit.fake_runtime import GRAPHS, embedding_of


async def test_a_new_photo_has_a_size_and_nothing_else(session):
    assert session.state() == {
        "photo": {"width": 1280, "height": 853},
        "maskExtent": [170.5, 256.0],
        "prompts": {"points": [], "box": None},
        "look": {"grow": 0, "feather": 0, "smooth": 0},
        "lookMost": 20,
        "candidates": [],
        "chosen": None,
        "active": 1,
        "proposed": False,
        "closer": None,
        "objects": [],
        "canUndo": False,
        "canRedo": False,
        "timings": {},
    }
    assert (session.shown, session.mask) == ((), None)


async def test_one_click_gives_the_best_of_three_candidates(session, runtime):
    await session.add_point(600, 400)
    state = session.state()
    assert state["prompts"] == {"points": [{"x": 600, "y": 400, "label": 1}], "box": None}
    assert state["candidates"] == [
        {"index": 1, "score": pytest.approx(0.4), "level": "part"},
        {"index": 2, "score": pytest.approx(0.9), "level": "object"},
        {"index": 3, "score": pytest.approx(0.6), "level": "everything"},
    ]
    assert (state["chosen"], state["canUndo"], state["canRedo"]) == (2, True, False)
    assert state["timings"]["decode"] >= 0
    # mask 2 of the fake: 180 model pixels each way around (480, 319.8), 1.25 photo pixels each
    (found,) = state["objects"]
    assert found["score"] == pytest.approx(0.9)
    assert found["bbox"] == pytest.approx([488, 288, 713, 512], abs=6)
    assert found["area"] == pytest.approx(225 * 225, rel=0.03)
    (shown,) = session.shown
    assert (shown.index, shown.masks.dims, shown.masks.handle in runtime.alive) == (2, (1, 4, 256, 256), True)


async def test_a_click_where_the_pointer_hovered_takes_the_hovers_answer(session, runtime):
    await session.add_point(600, 400)
    asked = {**session.state(), "timings": None}
    await session.undo()
    await session.preview(600, 400)
    runtime.runs.clear()
    await session.add_point(600, 400)
    assert runtime.runs == []
    assert {**session.state(), "timings": None} == asked
    assert session.shown[0].masks.handle in runtime.alive
    await session.preview(600, 400)  # a new one: the other belongs to the click now
    await session.undo()
    await session.add_point(600, 400, 0)  # excluding is another question
    assert runtime.runs.count("decoder") == 2


async def test_a_box_shows_a_mask_and_offers_all_four(session):
    await session.set_box(900, 500, 300, 100)
    assert session.state()["prompts"] == {"points": [], "box": [300, 100, 900, 500]}
    assert [candidate["index"] for candidate in session.state()["candidates"]] == [0, 1, 2, 3]
    assert session.state()["chosen"] == 0
    assert session.mask.bbox == pytest.approx((300, 100, 900, 500), abs=6)


async def test_a_box_is_asked_again_with_the_click_deepest_inside_its_mask(session, runtime):
    await session.set_box(300, 100, 900, 500)
    assert runtime.runs.count("decoder") == 2
    assert list(runtime.fed["decoder"]["point_labels"].data)[:3] == [1, 2, 3]
    assert list(runtime.fed["decoder"]["point_coords"].data)[:2] == pytest.approx([480, 240], abs=1)
    assert "mask_input" in runtime.fed["decoder"]


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


async def test_choosing_and_cycling_are_steps_that_need_no_decoder(session, runtime):
    await session.add_point(600, 400)
    runtime.runs.clear()
    seen = []
    for _ in range(3):
        await session.cycle()
        seen.append(session.shown[0].index)
    await session.cycle(-1)
    masks = session.shown[0].masks
    assert (seen, session.shown[0].index) == ([3, 1, 2], 1)
    await session.choose(3)
    assert (session.shown[0].index, session.mask.score) == (3, pytest.approx(0.6))
    await session.undo()
    assert [(each.id, each.masks, each.index) for each in session.shown] == [(1, masks, 1)]
    assert runtime.runs == ["clean", "clean"]


async def test_a_new_click_corrects_the_mask_that_was_chosen(session, runtime):
    await session.add_point(600, 400)
    await session.choose(3)
    chosen = session.mask.bbox
    await session.add_point(610, 400)
    assert runtime.fed["correct"]["before"].dims == (1, 1, 256, 256)
    assert session.mask.bbox == pytest.approx(chosen, abs=20)
    await session.undo()
    assert session.shown[0].index == 3


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


async def test_points_are_moved_and_deleted_as_if_clicked_so_from_the_start(session):
    for x, y, label in ((600, 400, 1), (700, 420, 1), (5, 5, 0)):
        await session.add_point(x, y, label)
    await session.move_point(1, 710, 430)
    await session.delete_point(2)
    moved = {**session.state(), "timings": None}
    await session.clear()
    await session.add_point(600, 400)
    await session.add_point(710, 430)
    assert {**session.state(), "timings": None} == moved
    for _ in range(5):
        await session.undo()
    assert [(p["x"], p["label"]) for p in session.state()["prompts"]["points"]] == [
        (600, 1),
        (700, 1),
        (5, 0),
    ]


async def test_a_point_that_is_put_back_where_it_was_is_no_step(session, runtime):
    await session.add_point(600, 400)
    runtime.runs.clear()
    await session.move_point(0, 600, 400)
    await session.undo()
    assert (session.state()["canUndo"], runtime.runs) == (False, [])


async def test_a_box_is_taken_away_and_comes_back(session):
    await session.set_box(300, 100, 900, 500)
    boxed = session.mask
    await session.delete_box()
    assert (session.mask, session.state()["prompts"]) == (None, {"points": [], "box": None})
    await session.delete_box()
    await session.undo()
    assert session.mask == boxed


async def test_objects_keep_their_own_prompts_and_masks(session, runtime):
    await session.add_point(600, 400)
    first = session.mask
    await session.add_object()
    assert session.state()["active"] == 2
    assert (session.mask, session.state()["prompts"]["points"], len(session.shown)) == (None, [], 1)
    await session.add_point(100, 100)
    runtime.runs.clear()
    await session.select_object(1)
    assert (session.mask, runtime.runs) == (first, [])
    assert [(each["id"], each["active"]) for each in session.state()["objects"]] == [(1, True), (2, False)]
    assert [shown.id for shown in session.shown] == [1, 2]
    await session.add_point(640, 400)
    assert session.state()["objects"][1]["prompts"]["points"] == [{"x": 100, "y": 100, "label": 1}]


async def test_one_history_covers_all_objects_and_their_deletion(session):
    def visible():
        return {**session.state(), "timings": None, "canRedo": None}

    states = [visible()]
    for step in (
        lambda: session.add_point(600, 400),
        lambda: session.rename_object(1, "cup"),
        lambda: session.set_box(20, 20, 200, 200),
        lambda: session.delete_object(1),
        lambda: session.add_point(900, 300),
        lambda: session.show_object(2, False),
    ):
        await step()
        states.append(visible())
    assert states[4]["objects"] == []
    for state in reversed(states[:-1]):
        await session.undo()
        assert visible() == state
    for state in states[1:]:
        await session.redo()
        assert visible() == state


async def test_hidden_objects_are_listed_and_not_painted(session):
    await session.add_point(600, 400)
    await session.show_object(1, False)
    assert (session.shown, session.state()["objects"][0]["visible"]) == ((), False)


async def test_a_new_object_waits_for_its_first_prompt(session):
    await session.add_object()  # the first is empty still
    assert (session.state()["active"], session.state()["canUndo"]) == (1, False)
    await session.add_point(600, 400)
    await session.add_object()
    await session.add_object()
    assert session.state()["active"] == 2
    await session.delete_object(2)
    assert (session.state()["active"], len(session.state()["objects"])) == (1, 1)
    await session.undo()
    assert not session.state()["canUndo"]


async def test_strips_are_those_of_the_object_asked_for(session, runtime):
    await session.add_point(600, 400)
    await session.add_object()
    await session.set_box(100, 100, 300, 300)

    async def area(object_id):
        strips = [runtime.alive[strip.mask.handle] async for strip in session.mask_strips(object_id)]
        return b"".join(strips).count(255)

    assert await area(2) == await area(None) == pytest.approx(200 * 200, rel=0.03)
    assert await area(1) == pytest.approx(session.state()["objects"][0]["area"], rel=0.03)


async def test_a_document_from_elsewhere_is_one_step_that_can_be_undone(session):
    await session.add_point(600, 400)
    await session.add_object()
    await session.add_point(100, 100)
    before = session.state()
    elsewhere = Document().with_recipe(Recipe().with_point(PointPrompt(300, 200))).to_json()
    await session.resume(elsewhere)
    assert [each["prompts"]["points"][0]["x"] for each in session.state()["objects"]] == [300]
    await session.resume(elsewhere)  # the same again is no step
    await session.undo()
    assert session.state()["objects"] == before["objects"]
    await session.redo()
    await session.add_object()
    await session.add_point(50, 50)
    assert [each["id"] for each in session.state()["objects"]] == [1, 3]  # 2 was another object

"""Edits by hand as a session's caller meets them."""

import pytest
from clickcut_core.errors import ClickcutError

ALPHA = b"\xff" * (171 * 256)


async def test_a_stroke_needs_no_decoder_and_undo_takes_it_back(session, runtime):
    await session.add_point(600, 400)
    before = session.state()
    runtime.runs.clear()
    await session.stroke([(600, 400), (700, 420)], 30)
    assert runtime.runs == [*["clean"] * 3, "bind", "stroke", "bind", "measure"]
    state = session.state()
    assert (state["candidates"], state["chosen"]) == (before["candidates"], before["chosen"])
    assert state["objects"][0]["area"] != before["objects"][0]["area"]
    await session.undo()
    undone = session.state()
    assert {**undone, "timings": 0, "canRedo": 0} == {**before, "timings": 0, "canRedo": 0}
    await session.redo()
    assert {**session.state(), "timings": 0} == {**state, "timings": 0}


async def test_the_next_click_starts_from_the_edited_mask_and_keeps_its_bounds(session, runtime):
    await session.add_point(600, 400)
    await session.stroke([(600, 400)], 30)
    masks = session.shown[0].masks.handle
    edited = runtime.alive[masks][session.shown[0].index]
    await session.add_point(640, 400)
    fed = runtime.fed["decoder"]["mask_input"]
    assert fed.dims == (1, 1, 256, 256)
    assert "pick" in runtime.runs
    assert len(edited) == 4


async def test_what_is_painted_on_nothing_is_an_object_without_candidates(session, runtime):
    await session.stroke([(600, 400)], 30)
    state = session.state()
    assert (state["candidates"], state["chosen"], len(state["objects"])) == ([], None, 1)
    assert "decoder" not in runtime.runs
    await session.cycle()
    assert session.history.position == 1
    await session.add_point(600, 400)
    assert [each["index"] for each in session.state()["candidates"]] == [0, 1, 2, 3]
    assert runtime.fed["decoder"]["has_mask_input"].data[0] == 1
    for _ in range(5):
        await session.cycle()  # whatever was shown is among them


async def test_where_there_is_nothing_it_can_not_be_erased_or_inverted(session):
    await session.stroke([(600, 400)], 30, False)
    assert session.history.position == 0
    for edit in (session.invert, session.fill_holes, session.keep_largest):
        with pytest.raises(ClickcutError) as caught:
            await edit()
        assert caught.value.code == "no-mask"


async def test_inverting_twice_and_undoing_it_ask_nothing(session, runtime):
    await session.add_point(600, 400)
    await session.stroke([(600, 400)], 30)
    seen = runtime.alive[session.shown[0].masks.handle], session.state()["objects"]
    runtime.runs.clear()
    await session.invert()
    assert session.state()["prompts"]["points"][0]["label"] == 0
    assert runtime.alive[session.shown[0].masks.handle] != seen[0]
    await session.invert()
    assert (runtime.alive[session.shown[0].masks.handle], session.state()["objects"]) == seen
    await session.undo()
    await session.undo()
    assert (runtime.alive[session.shown[0].masks.handle], session.state()["objects"]) == seen
    assert "decoder" not in runtime.runs


async def test_a_click_on_an_inverted_mask_asks_for_the_object(session, runtime):
    await session.add_point(600, 400)
    await session.invert()
    await session.add_point(650, 420, 0)
    assert list(runtime.fed["decoder"]["point_labels"].data)[:2] == [1, 1]
    assert [point["label"] for point in session.state()["prompts"]["points"]] == [0, 0]
    await session.move_point(0, 610, 400)
    assert [point["label"] for point in session.state()["prompts"]["points"]] == [0, 0]


async def test_choosing_another_mask_edits_that_one(session, runtime):
    await session.add_point(600, 400)
    plain = {}
    for index in (1, 2, 3):
        await session.choose(index)
        plain[index] = session.mask
    await session.stroke([(600, 400)], 30)
    for index in (1, 2, 3):
        await session.choose(index)
        assert session.mask != plain[index]
    await session.fill_holes()
    runtime.runs.clear()
    await session.choose(1)  # its holes are others
    assert runtime.fed["pick"]["mask_index"].data[0] == 1


async def test_an_imported_mask_begins_the_object_anew(session, runtime):
    await session.add_point(600, 400)
    await session.import_mask(ALPHA)
    assert session.state()["prompts"] == {"points": [], "box": None}
    await session.undo()
    assert len(session.state()["prompts"]["points"]) == 1
    with pytest.raises(ClickcutError) as caught:
        await session.import_mask(ALPHA[1:])
    assert caught.value.code == "invalid-prompt"

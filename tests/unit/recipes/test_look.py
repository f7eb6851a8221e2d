"""Looks as values, in documents, and as steps of a session."""

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.look import Look

from tests.unit.fake_runtime import BrokenError

PHOTO = ImageSize(height=3000, width=4000)


def test_a_look_reaches_a_fiftieth_of_the_photo():
    assert (Look.most(ImageSize(400, 600)), Look.most(PHOTO)) == (20, 80)
    assert Look(-80, 80, 80).checked(PHOTO) == Look(-80, 80, 80)


@pytest.mark.parametrize("look", [Look(grow=81), Look(feather=-1), Look(smooth=float("nan")), Look(grow="1")])
def test_what_is_no_look_is_refused(look):
    with pytest.raises(ClickcutError, match="photo pixels from") as caught:
        look.checked(PHOTO)
    assert caught.value.code == "invalid-look"


def test_windows_are_whole_and_reach_as_far_as_the_look():
    feeds = Look(-3, 9, 4).feeds(0.5)
    assert (list(feeds["look"].data), list(feeds["radii"].data)) == ([-1.5, 4.5, 2.0], [2, 2, 3])


async def test_a_look_is_a_step_of_the_active_object_and_goes_with_its_last_prompt(session):
    await session.add_point(10, 10)
    plain = session.history.current.to_json()
    assert "look" not in plain["objects"][0], "a recipe without a look is as it was"
    await session.refine(2, 3, 4)
    await session.refine(2, 3, 4)
    document = session.history.current
    assert document.active.look == Look(2, 3, 4)
    assert Document.from_json(document.to_json(), ImageSize(853, 1280)) == document
    await session.undo()
    assert session.history.current.to_json() == plain
    await session.redo()
    await session.clear()
    assert not session.history.current.active.look


async def test_what_is_painted_has_the_look_and_tells_whether_it_fades(session, runtime):
    await session.add_point(10, 10)
    (plain,), area, alive = session.shown, session.mask.area, set(runtime.alive)
    await session.refine(grow=5)
    (shown,) = session.shown
    assert (shown.masks == plain.masks, shown.fades, session.mask.area > area) == (False, False, True)
    await session.refine(feather=5)
    assert session.shown[0].fades
    await session.undo()
    await session.undo()
    assert set(runtime.alive) == alive


async def test_a_sketch_that_fails_leaves_everything_as_it_was(session, runtime):
    await session.add_point(10, 10)
    await session.refine(grow=5)
    before = session.state()
    for graph, edit in (("sketch", session.add_point(30, 30)), ("measure", session.refine(grow=3))):
        runtime.failing = {graph}
        with pytest.raises(BrokenError):
            await edit
        runtime.failing = set()
        assert session.state()["objects"] == before["objects"]
    session.close()
    assert not runtime.alive


async def test_only_a_cut_out_with_a_look_is_refined_and_all_tensors_go(session, runtime):
    await session.add_point(10, 10)
    size = session.state()["photo"]
    for look, wanted in (((), False), ((3, 2, 1), True)):
        await session.refine(*look)
        alive, runtime.runs = set(runtime.alive), []
        async for strip in session.cutout_strips(runtime.photo_rows(size["height"], size["width"])):
            runtime.release(strip.pixels)
            runtime.release(strip.alpha)
        assert ("recut" in runtime.runs, "refine" in runtime.runs) == (wanted, wanted)
        assert ("cutout" in runtime.runs) != wanted
        assert set(runtime.alive) == alive

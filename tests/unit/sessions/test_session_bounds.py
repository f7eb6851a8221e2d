"""A replay grows with its steps, can be stopped, and shares what its steps have in common."""

import sys
from dataclasses import replace
from itertools import pairwise

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Part
from clickcut_core.masks.predictions import MOST_SHOWN_CLOSER, MOST_SHOWN_MASKS, Question
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe

from tests.unit.fake_runtime import embedding_of

COUNT = 40
PART = Part(0, 0, 600, 500)


def clicked(count):
    recipe = Recipe()
    for place in range(count):
        recipe = recipe.with_point(PointPrompt(1 + place, 5))
    return recipe


def document(recipe):
    only = {"id": 1, "name": "", "visible": True, "recipe": recipe.to_json()}
    return {"objects": [only], "active": 1, "count": 1}


def test_a_trail_and_its_beginnings_hold_each_point_once():
    longest = clicked(400).trail
    steps = list(longest.backwards())
    assert [each.step.news.points for each in reversed(steps)] == [(point,) for point in clicked(400).points]
    assert all(later.before is earlier for later, earlier in pairwise(steps))
    assert longest.prompts.points == clicked(400).points


def test_equal_trails_are_one_key_and_none_is_too_long_to_compare():
    count = 2 * sys.getrecursionlimit()
    one, other, shorter = clicked(count).trail, clicked(count).trail, clicked(count - 1).trail
    assert one == other
    assert one.before == shorter
    assert shorter not in {one}
    assert len({Question.of(each) for each in (one, other, shorter)}) == 2


async def test_a_replay_asks_what_the_clicks_asked_and_nothing_twice(session, runtime):
    recipe = clicked(COUNT)
    for point in recipe.points:
        await session.add_point(point.x, point.y)
    asked = list(runtime.runs)
    await session.set_image(embedding_of(1280, 853))  # nothing of it is at hand any more
    runtime.runs.clear()
    await session.resume(document(recipe))
    assert runtime.runs.count("decoder") == asked.count("decoder")
    assert len(runtime.runs) <= len(asked)


async def test_points_that_contradict_each_other_ask_twice_each_and_one_of_them_a_third_time(
    session, runtime
):
    """The first answer, a second look around it, and one without a first click that was wrong as a whole."""
    places = [(100, 100), (900, 700)] * (COUNT // 2)
    recipe = Recipe()
    for x, y in places:
        recipe = recipe.with_point(PointPrompt(x, y))
    runtime.runs.clear()
    await session.resume(document(recipe))
    assert COUNT < runtime.runs.count("decoder") <= 2 * COUNT + 1


@pytest.mark.parametrize(("closer", "most"), [(None, MOST_SHOWN_MASKS), (PART, MOST_SHOWN_CLOSER)])
async def test_few_masks_that_were_shown_are_there_also_while_others_are_made(session, runtime, closer, most):
    session.add_part(PART, embedding_of(PART.size.width, PART.size.height))
    await session.resume(document(replace(clicked(1), closer=closer)))
    alive, seen, run = len(runtime.alive), [], runtime.run

    async def watched(*given, **named):
        seen.append(len(runtime.alive))
        return await run(*given, **named)

    runtime.run = watched
    for recipe in (clicked(COUNT), clicked(COUNT).with_point_moved(0, PointPrompt(50, 50))):
        await session.resume(document(replace(recipe, closer=closer)))
    shown = 2 * most  # logits and bounds of each
    assert shown < max(seen) - alive <= shown + 10  # and what is made at a time


class Stop:
    """Stops a session while it runs a graph for the nth time, as a page's message or another thread does."""

    def __init__(self, session, runtime, after):
        self.run, self.stop, self.left = runtime.run, session.stop, after
        runtime.run = self

    async def __call__(self, *given, **named):
        self.left -= 1
        if self.left == 0:
            self.stop()
        return await self.run(*given, **named)


@pytest.mark.parametrize("after", [1, 7, 30])
async def test_a_replay_that_is_stopped_ends_soon_and_leaves_all_as_it_was(session, runtime, after):
    await session.add_point(300, 300)
    before, alive = session.state(), set(runtime.alive)
    runtime.runs.clear()
    Stop(session, runtime, after)
    with pytest.raises(ClickcutError) as caught:
        await session.resume(document(clicked(COUNT)))
    assert caught.value.code == "cancelled"
    assert len(runtime.runs) == after
    assert (session.state(), set(runtime.alive)) == (before, alive)
    await session.add_point(310, 300)
    assert len(session.state()["prompts"]["points"]) == 2


async def test_stopping_what_does_nothing_stops_nothing(session):
    session.stop()
    await session.add_point(300, 300)
    session.stop()
    assert [strip async for strip in session.mask_strips()]

"""A mask depends on the steps before it: replaying them must give the same bytes."""

import inspect
import json
import random
import sys

import pytest
from clickcut_core.session import Session

from tests.tiers import count
from tests.unit.fake_runtime import GRAPHS, embedding_of

PHOTO = embedding_of(1280, 853)
MANY = count(100, full=300)  # steps


async def opened(runtime):
    session = Session(runtime, GRAPHS)
    await session.set_image(PHOTO)
    return session


async def pixels(session, runtime):
    if session.mask is None:
        return b""
    strips = [strip async for strip in session.mask_strips()]
    made = b"".join(runtime.alive[strip.mask.handle] for strip in strips)
    for strip in strips:
        runtime.release(strip.mask)
    return made


async def seen(session, runtime):
    state = {name: value for name, value in session.state().items() if name not in {"timings", "canRedo"}}
    return state, await pixels(session, runtime)


async def random_step(session, chance):  # noqa: PLR0912  every edit there is
    x, y = chance.randrange(1280), chance.randrange(853)
    points = session.state()["prompts"]["points"]
    match chance.randrange(20):
        case 0:
            await session.set_box(x, y, (x + 300) % 1280, (y + 200) % 853)
        case 1 if session.mask:
            await session.cycle()
        case 2 if chance.random() < 0.3:
            await session.clear()
        case 3 if points:
            await session.move_point(chance.randrange(len(points)), x, y)
        case 4 if points:
            await session.delete_point(chance.randrange(len(points)))
        case 5:
            await session.delete_box()
        case 6:
            await session.add_object()
        case 7 | 8 | 9:
            await session.stroke([(x, y), (y, x)], chance.randrange(1, 60), chance.random() < 0.6)
        case 10 | 11 if session.mask:
            await session.invert()
        case 12 if session.mask:
            await session.fill_holes()
        case 13 if session.mask:
            await session.keep_largest()
        case 14 if chance.random() < 0.4:
            await session.import_mask(bytes([chance.randrange(128, 256)]) * (171 * 256))
        case _:
            await session.add_point(x, y, chance.randrange(2))


@pytest.mark.parametrize("most", [1, 4, 32])
@pytest.mark.parametrize("seed", range(4))
async def test_undo_redo_and_restore_give_the_very_same_masks(runtime, monkeypatch, seed, most):
    monkeypatch.setattr("clickcut_core.masks.predictions.MOST_SHOWN_MASKS", most)
    chance, session = random.Random(seed), await opened(runtime)
    by_position = {0: await seen(session, runtime)}
    for _ in range(15):
        await random_step(session, chance)
        by_position[session.history.position] = await seen(session, runtime)
    plain = json.loads(json.dumps(session.history.to_json()))
    last = session.history.position
    for position in [*range(last - 1, -1, -1), *range(1, last + 1)]:
        await (session.undo() if position < session.history.position else session.redo())
        assert await seen(session, runtime) == by_position[position]
    other = await opened(runtime)
    for position in chance.sample(range(last + 1), 6):
        await other.restore({**plain, "position": position})
        assert await seen(other, runtime) == by_position[position]


async def test_a_click_costs_one_decoder_run_and_a_change_more(session, runtime):
    await session.add_point(600, 400)
    await session.add_point(600, 400)  # agrees: nothing to look at again
    assert runtime.runs.count("decoder") == 2
    await session.clear()
    await session.add_point(600, 400)
    await session.add_point(100, 800)  # the fake answers elsewhere: without the guess, then boxed
    assert runtime.runs.count("decoder") == 6
    await session.add_point(1100, 100)  # a change again, but of no guess: boxed
    assert runtime.runs.count("decoder") == 8
    await session.undo()
    await session.redo()
    assert runtime.runs.count("decoder") == 13  # 3 for the second click, 2 for the third


async def test_the_last_look_has_a_box_around_the_answer_that_nobody_sees(session, runtime):
    await session.add_point(600, 400)
    await session.add_point(100, 800)
    feeds = runtime.fed["decoder"]
    assert list(feeds["point_labels"].data) == [1, 1, 2, 3]
    assert feeds["has_mask_input"].data[0] == 1
    assert session.state()["prompts"]["box"] is None
    await session.clear()
    await session.set_box(100, 100, 500, 500)
    await session.add_point(900, 800)  # a box that a person drew stays
    x, y = session.state()["photo"]["width"], session.state()["photo"]["height"]
    corners = list(runtime.fed["decoder"]["point_coords"].data)[-4:]
    scale = 1024 / max(x, y)
    assert corners == pytest.approx([100 * scale, 100 * scale, 500 * scale, 500 * scale], rel=0.01)


async def test_steps_that_are_at_hand_are_not_made_again(session, runtime):
    for x in range(100, 200, 10):
        await session.add_point(x, 400)
    runtime.runs.clear()
    await session.undo()
    assert runtime.runs.count("decoder") == 1
    assert runtime.runs.count("pick") == 0


async def test_a_new_box_and_clearing_start_afresh(session, runtime):
    await session.add_point(600, 400)
    await session.set_box(100, 100, 500, 500)
    assert runtime.fed["decoder"]["has_mask_input"].data[0] == 0
    await session.add_point(300, 300)
    assert runtime.fed["decoder"]["has_mask_input"].data[0] == 1
    await session.clear()
    await session.add_point(300, 300)
    assert runtime.fed["decoder"]["has_mask_input"].data[0] == 0


async def test_hundreds_of_steps_are_restored_without_deep_recursion(runtime):
    session = await opened(runtime)
    points = [{"x": 600 + n % 7, "y": 400, "label": 1} for n in range(MANY)]
    recipe = {"points": points, "box": None, "start": 1, "choices": [None] * MANY}
    document = {
        "objects": [{"id": 1, "name": "", "visible": True, "recipe": recipe}],
        "active": 1,
        "count": 1,
    }
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + MANY)  # less than a frame a step beside what one step needs
    try:
        await session.restore({"documents": [document], "position": 0})
    finally:
        sys.setrecursionlimit(usual)
    assert len(session.state()["prompts"]["points"]) == MANY

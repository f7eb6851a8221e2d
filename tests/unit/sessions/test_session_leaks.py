import random
from contextlib import suppress
from dataclasses import astuple
from itertools import product

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.masks.predictions import Question
from clickcut_core.session import Session

from tests.unit.fake_runtime import GRAPHS, BrokenError, embedding_of

CONTEXT = 2  # tensors that the fake's context keeps
PHOTOS = [embedding_of(64, 48), embedding_of(20, 160)]


@pytest.fixture
async def session(runtime):
    session = Session(runtime, GRAPHS)
    await session.set_image(PHOTOS[0])
    return session


def everything(session):
    """Cleaning a mask may have exchanged the tensor that holds it."""
    shown = [(each.id, each.index, each.fades) for each in session.shown]
    return session.state(), session.history, shown, session.mask


EDITS = ["add_point", "set_box", "undo", "redo", "restore", "preview"]


@pytest.mark.parametrize(
    ("edit", "graph"),
    [
        *product(EDITS, ["decoder"]),
        *product(["stroke", "invert", "fill_holes", "keep_largest", "import_mask"], ["bind", "measure"]),
        ("add_point", "correct"),
        ("redo", "correct"),
        ("stroke", "stroke"),
        ("fill_holes", "pick"),
    ],
)
async def test_a_run_that_fails_leaves_everything_as_it_was(session, runtime, edit, graph):
    for x in (10, 20, 30):
        await session.add_point(x, 10)
    await session.undo()
    arguments = {
        "add_point": (40, 10),
        "set_box": (1, 1, 20, 20),
        "restore": ({**session.history.to_json(), "position": 1},),
        "preview": (40, 10),
        "stroke": ([(x, x % 7) for x in range(40)], 3),  # drawn in several runs
        "import_mask": (b"\xff" * (192 * 256),),
    }
    before, alive = everything(session), len(runtime.alive)
    runtime.failing = {graph}
    with pytest.raises(BrokenError):
        await getattr(session, edit)(*arguments.get(edit, ()))
    assert everything(session) == before
    assert len(runtime.alive) == alive


@pytest.mark.parametrize("graph", ["decoder", "clean", "pick", "deepest"])
async def test_a_first_box_that_fails_leaves_nothing(session, runtime, graph):
    before, alive = everything(session), len(runtime.alive)
    runtime.failing = {graph}
    with pytest.raises(BrokenError):
        await session.set_box(1, 1, 20, 20)
    assert everything(session) == before
    assert len(runtime.alive) == alive


async def test_a_photo_that_can_not_be_prepared_leaves_the_one_before(session, runtime):
    await session.add_point(10, 10)
    before, alive = everything(session), len(runtime.alive)
    runtime.failing = {"context"}
    with pytest.raises(BrokenError):
        await session.set_image(PHOTOS[1])
    assert (everything(session), len(runtime.alive)) == (before, alive)


async def test_strips_join_to_the_mask_and_belong_to_the_caller(runtime, monkeypatch):
    monkeypatch.setattr("clickcut_core.masks.image.STRIP_PIXELS", 64 * 10)
    session = Session(runtime, GRAPHS)
    await session.set_image(PHOTOS[0])
    await session.set_box(10, 12, 30, 40)
    alive = len(runtime.alive)
    strips = [strip async for strip in session.mask_strips()]
    assert [(strip.start, strip.stop) for strip in strips] == [
        (0, 10),
        (10, 20),
        (20, 30),
        (30, 40),
        (40, 48),
    ]
    assert len(runtime.alive) == alive + 5
    mask = b"".join(runtime.alive[strip.mask.handle] for strip in strips)
    assert len(mask) == 64 * 48
    assert (mask.count(255), mask.find(255), mask.rfind(255)) == (20 * 28, 12 * 64 + 10, 39 * 64 + 29)


async def act(session, chance):  # noqa: PLR0912, PLR0915  every edit there is
    x, y = chance.randint(-1, 20), chance.randint(-1, 48)
    known = [each.id for each in session.history.current.objects]
    match chance.randrange(27):
        case 0 | 1 | 2:
            await session.add_point(x, y, chance.randint(0, 1))
        case 3:
            await session.set_box(x, y, chance.randint(-5, 70), chance.randint(-5, 50))
        case 4:
            await session.choose(chance.randint(0, 3))
        case 5:
            await session.cycle(chance.choice([1, -1]))
        case 6:
            await session.undo()
        case 7:
            await session.redo()
        case 8:
            await session.clear()
        case 9:
            await session.preview(x, y)
        case 10:
            plain = session.history.to_json()
            await session.restore({**plain, "position": chance.randrange(len(plain["documents"]))})
        case 11:
            await session.move_point(chance.randint(-1, 4), x, y)
        case 12:
            await session.delete_point(chance.randint(0, 4))
        case 13:
            await session.delete_box()
        case 14 | 15:
            await session.add_object()
        case 16:
            await session.select_object(chance.choice([*known, 99]))
        case 17:
            await session.delete_object(chance.choice([*known, 99]))
        case 18:
            await session.show_object(chance.choice(known), chance.random() < 0.5)
            await session.rename_object(chance.choice(known), chance.choice(["", "cup", " a  b "]))
            await session.move_object(chance.choice(known), chance.randint(-1, 3))
        case 19 | 20 | 21:
            await session.stroke([(x, y), (y, x)], chance.randint(-1, 9), chance.random() < 0.6)
        case 22:
            await session.invert()
        case 23:
            await session.fill_holes()
        case 24:
            await session.keep_largest()
        case 25:
            await session.import_mask(b"\xff" * chance.choice([192 * 256, 9]))
        case 26:
            if chance.random() < 0.2:
                await session.set_image(chance.choice(PHOTOS))


@pytest.mark.parametrize("seed", range(5))
async def test_every_kept_tensor_is_released_once_whatever_is_done_and_fails(
    session, runtime, seed, monkeypatch
):
    monkeypatch.setattr("clickcut_core.masks.predictions.MOST_SHOWN_MASKS", 3)
    chance = random.Random(seed)
    for _ in range(200):
        runtime.failing = {chance.choice(astuple(GRAPHS))} if chance.random() < 0.2 else set()
        before = everything(session)
        try:
            await act(session, chance)
        except (ClickcutError, BrokenError):
            assert everything(session) == before
        assert {shown.masks.handle for shown in session.shown} <= set(runtime.alive)
        objects = [each for each in session.history.current.objects if each.recipe]
        assert [shown.id for shown in session.shown] == [each.id for each in objects if each.is_visible]
        questions = len({Question.of(each.recipe.trail) for each in objects})
        assert CONTEXT + questions <= len(runtime.alive) <= CONTEXT + 2 * questions + 1 + 2 * 3
    session.close()
    assert runtime.alive == {}
    session.close()
    with suppress(ClickcutError):
        await session.add_point(1, 1)
    assert runtime.alive == {}


@pytest.mark.parametrize("failing", [None, "borders", "upsample"])
async def test_shapes_are_those_of_the_strips_and_keep_nothing(runtime, monkeypatch, failing):
    monkeypatch.setattr("clickcut_core.masks.image.STRIP_PIXELS", 64 * 10)
    session = Session(runtime, GRAPHS)
    await session.set_image(PHOTOS[0])
    await session.set_box(10, 12, 30, 40)
    alive = set(runtime.alive)
    runtime.failing = {failing}
    if failing:
        with pytest.raises(BrokenError):
            await session.shapes()
    else:
        (shape,) = await session.shapes()
        assert (shape.runs.area, shape.runs.bbox) == (20 * 28, (10, 12, 30, 40))
    assert set(runtime.alive) == alive

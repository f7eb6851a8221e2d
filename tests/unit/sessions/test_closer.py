"""An object that is looked at closer in a session: a square of 120 model pixels around a click."""

import json
from itertools import product

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Part
from clickcut_core.session import Session

from tests.unit.fake_bridge import JsValue
from tests.unit.fake_runtime import GRAPHS, BrokenError, embedding_of

WIDTH, HEIGHT = 4096, 3072  # a model pixel is four of the photo's
PART = Part(1400, 920, 2600, 2120)  # 2.5 times the square's side


@pytest.fixture
async def session(runtime):
    session = Session(runtime, GRAPHS)
    await session.set_image(embedding_of(WIDTH, HEIGHT))
    await session.add_point(2000, 1520)
    await session.choose(1)  # a square of 120 model pixels
    return session


async def look(session):
    part = session.closer
    session.add_part(part, embedding_of(part.size.width, part.size.height))
    await session.look_closer()
    return part


async def test_the_same_is_asked_of_the_part_and_undo_takes_it_back(session, runtime):
    before = session.state()
    assert before["objects"][0]["bbox"] == [1760, 1280, 2240, 1760]
    part = await look(session)
    assert before["closer"] == list(PART.corners) == list(part.corners)
    coords = runtime.fed["decoder"]["point_coords"].data
    assert list(coords[:2]) == pytest.approx([600 * 1024 / 1200] * 2)
    state = session.state()
    assert state["prompts"] == before["prompts"]
    # 120 of 1024 model pixels, of 1200 photo pixels now; on whole mask pixels, outwards
    assert state["objects"][0]["bbox"] == pytest.approx([1930, 1450, 2070, 1590], abs=5)
    assert state["objects"][0]["area"] == pytest.approx(141 * 141, rel=0.1)
    assert (state["objects"][0]["part"], state["closer"]) == (list(PART.corners), None)
    await session.undo()
    assert {**session.state(), "canRedo": False, "timings": 0} == {**before, "timings": 0}
    await session.redo()
    assert session.state()["objects"] == state["objects"]


async def test_what_is_looked_at_in_the_whole_photo_again_is_as_before(session):
    before = session.state()["objects"]
    await session.look_at_whole()
    assert len(session.history.documents) == 3, "nothing to go back from"
    await look(session)
    await session.add_point(1900, 1500, 0)
    await session.delete_point(1)
    await session.look_at_whole()
    assert session.state()["objects"] == before


async def test_what_lies_beyond_the_part_is_refused_and_changes_nothing(session):
    await look(session)
    state = session.state()
    for name, *arguments in (
        ("add_point", 100, 1500),
        ("move_point", 0, 100, 1500),
        ("set_box", 100, 1200, 2200, 1800),
        ("stroke", [(100, 100), (200, 200)], 20),
    ):
        with pytest.raises(ClickcutError) as refused:
            await getattr(session, name)(*arguments)
        assert refused.value.code == "outside-closer"
    assert session.state() == state
    await session.stroke([(1300, 1500), (1900, 1500)], 20)  # begins beside it
    assert session.state()["canUndo"]


async def test_it_takes_the_parts_embedding_and_one_of_its_size(session):
    state = session.state()
    with pytest.raises(ClickcutError) as missing:
        await session.look_closer()
    assert missing.value.code == "closer-missing"
    with pytest.raises(ClickcutError) as other:
        session.add_part(session.closer, embedding_of(1024, 1000))
    assert other.value.code == "embedding-photo"
    assert session.state() == state


async def test_where_it_gains_nothing_it_is_refused(session):
    await session.set_box(100, 100, 3000, 2900)
    with pytest.raises(ClickcutError) as refused:
        await session.look_closer()
    assert refused.value.code == "closer-useless"


async def test_a_history_tells_which_parts_it_needs(session, runtime):
    part = await look(session)
    history = session.history
    again = Session(runtime, GRAPHS)
    await again.set_image(embedding_of(WIDTH, HEIGHT))
    assert again.missing_parts(history.current) == [part]
    with pytest.raises(ClickcutError) as missing:
        await again.restore(history.to_json())
    assert (missing.value.code, again.state()["objects"]) == ("closer-missing", [])
    again.add_part(part, embedding_of(1200, 1200))
    assert again.missing_parts(history.current) == []
    await again.restore(history.to_json())
    assert again.state()["objects"] == session.state()["objects"]


async def test_strips_and_shapes_are_of_the_part_and_lie_where_it_is(session):
    await look(session)
    strips = [strip async for strip in session.mask_strips()]
    assert (strips[0].start, strips[-1].stop, strips[0].left) == (920, 2120, 1400)
    assert session.part() == PART
    (shape,) = await session.shapes()
    x0, y0, x1, y1 = session.mask.bbox
    left, top, right, bottom = shape.runs.bbox
    assert (shape.runs.size.width, shape.runs.size.height) == (WIDTH, HEIGHT)
    assert x0 <= left < right <= x1
    assert y0 <= top < bottom <= y1


async def test_what_is_inverted_goes_on_beyond_the_part(session):
    await look(session)
    (shape,) = await session.shapes()
    area = shape.runs.area
    await session.invert()
    assert session.is_surrounded()
    assert session.mask.bbox == (0, 0, WIDTH, HEIGHT)
    (shape,) = await session.shapes()
    assert shape.runs.bbox == (0, 0, WIDTH, HEIGHT)
    assert WIDTH * HEIGHT - 1200 * 1200 <= shape.runs.area <= WIDTH * HEIGHT - area


async def test_a_cutout_is_made_of_the_parts_pixels_alone(session, runtime):
    await look(session)
    alive = set(runtime.alive)
    strips = [s async for s in session.cutout_strips(runtime.photo_rows(HEIGHT, WIDTH))]
    assert (strips[0].start, strips[-1].stop) == (920, 2120)
    assert {(strip.span.left, strip.span.right) for strip in strips} == {(1400, 2600)}
    for strip in strips:
        runtime.release(strip.pixels)
        runtime.release(strip.alpha)
    assert set(runtime.alive) == alive


@pytest.mark.parametrize(
    ("edit", "graph"), [*product(["look_closer", "redo"], ["context", "decoder"]), ("refine", "sketch")]
)
async def test_a_run_that_fails_leaves_everything_as_it_was(session, runtime, edit, graph):
    part = session.closer
    session.add_part(part, embedding_of(part.size.width, part.size.height))
    if edit != "look_closer":
        await session.look_closer()
    if edit == "redo":
        await session.undo()
    before, alive = (session.state(), session.history, session.shown), len(runtime.alive)
    runtime.failing = {graph}
    with pytest.raises(BrokenError):
        await getattr(session, edit)(*((2,) if edit == "refine" else ()))
    assert (session.state(), session.history, session.shown) == before
    assert len(runtime.alive) == alive


async def test_nothing_is_kept_of_parts_that_no_object_is_looked_at_in(session, runtime):
    alive = len(runtime.alive)
    await look(session)
    await session.undo()
    assert len(runtime.alive) == alive
    await session.redo()
    session.close()
    assert not runtime.alive


async def test_the_worker_takes_a_parts_file_and_tells_where_its_mask_lies(worker):
    await worker.open(JsValue(embedding_of(WIDTH, HEIGHT).to_bytes()), WIDTH, HEIGHT)
    await worker.operate("add_point", "[2000, 1520]")
    part = json.loads(await worker.operate("choose", "[1]"))["state"]["closer"]
    refused = json.loads(await worker.operate("look_closer", "[]"))
    assert refused["error"]["code"] == "closer-missing"
    file = JsValue(embedding_of(1200, 1200).to_bytes())
    assert json.loads(await worker.add_part(file, *part)) == {"part": list(PART.corners)}
    (painted,) = json.loads(await worker.operate("look_closer", "[]"))["paint"]
    assert (painted["part"], painted["extent"], painted["isSurrounded"]) == (part, [256, 256], False)

    async def rows(top, bottom):
        seen = json.dumps({"density": 1, "top": top, "bottom": bottom})
        told = json.loads(await worker.sight(seen, False))
        assert (told["part"], told["picture"]) == (part, {"width": 1200, "height": 1200})
        return told["start"], told["stop"]

    assert await rows(0, HEIGHT) == (0, 1200)
    assert await rows(1000, 1100) == (0, 1200), "it is made as it is, in whole"

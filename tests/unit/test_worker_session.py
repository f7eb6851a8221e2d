"""The worker's JSON on CPython: pyodide's conversions are stood in for, everything else is the core's."""

import base64
import json
import sys
from dataclasses import astuple
from types import ModuleType

import pytest

from tests.server.photos import file, picture, red_green_swapped_profile

from .fake_bridge import Bridge, JsValue
from .fake_runtime import GRAPHS, BrokenError, embedding_of

EMBEDDING = embedding_of(64, 48).to_bytes()


@pytest.fixture
def bridge():
    return Bridge()


@pytest.fixture
def session(bridge, monkeypatch):
    ffi = ModuleType("pyodide.ffi")
    ffi.to_js = lambda value: value
    monkeypatch.setitem(sys.modules, "pyodide", ModuleType("pyodide"))
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    for name in ("bridge_runtime", "worker_session"):
        monkeypatch.delitem(sys.modules, f"clickcut_core.{name}", raising=False)
    from clickcut_core.worker_session import WorkerSession  # noqa: PLC0415  needs the stand-in

    yield WorkerSession(bridge, "model-a", *astuple(GRAPHS))
    for name in ("bridge_runtime", "worker_session"):
        sys.modules.pop(f"clickcut_core.{name}", None)


@pytest.fixture
async def opened(session):
    assert "error" not in json.loads(await session.open(JsValue(EMBEDDING), 64, 48))
    return session


async def call(session, name, *arguments):
    return json.loads(await session.call(name, json.dumps(arguments)))


def recipe_of(answer):
    (only,) = answer["step"]["document"]["objects"]
    return only["recipe"]


async def test_opening_answers_with_the_empty_state(session):
    answer = json.loads(await session.open(JsValue(EMBEDDING), 64, 48))
    assert answer["state"]["photo"] == {"width": 64, "height": 48}
    recipe = {"points": [], "box": None, "start": 1, "choices": []}
    assert answer["step"] == {
        "document": {
            "objects": [{"id": 1, "name": "", "visible": True, "recipe": recipe}],
            "active": 1,
            "count": 1,
        },
        "position": 0,
        "count": 1,
    }
    assert (answer["paint"], answer["notes"]) == ([], [])


@pytest.mark.parametrize(
    ("content", "width", "code"),
    [
        (EMBEDDING, 48, "embedding-photo"),
        (EMBEDDING[:-1], 64, "embedding-checksum"),
        (b"", 64, "embedding-format"),
    ],
)
async def test_an_embedding_that_does_not_fit_is_refused_and_the_open_photo_stays(
    opened, content, width, code
):
    await call(opened, "add_point", 10, 10)
    answer = json.loads(await opened.open(JsValue(content), width, 48))
    assert (list(answer), answer["error"]["code"]) == (["error"], code)
    assert len(recipe_of(await call(opened, "undo"))["points"]) == 0


async def test_an_edit_answers_with_state_step_and_what_to_paint(opened, bridge):
    empty = await call(opened, "undo")
    answer = await call(opened, "add_point", 10, 10, 1)
    assert answer["state"]["prompts"]["points"] == [{"x": 10, "y": 10, "label": 1}]
    assert (answer["step"]["position"], answer["step"]["count"]) == (1, 2)
    assert recipe_of(answer)["points"] == answer["state"]["prompts"]["points"]
    (paint,) = answer["paint"]
    assert (paint["id"], paint["index"]) == (1, answer["state"]["chosen"])
    assert paint["handle"] in bridge.runtime.alive
    history = {"documents": [empty["step"]["document"], answer["step"]["document"]], "position": 1}
    assert await call(opened, "restore", history) == answer


@pytest.mark.parametrize(
    ("name", "arguments", "code"),
    [
        ("add_point", (99, 1), "invalid-prompt"),
        ("add_point", (None, 1), "invalid-prompt"),  # NaN, as JSON tells it
        ("add_point", (1, 1, None), "invalid-prompt"),
        ("set_box", (1, 1, None, None), "invalid-prompt"),
        ("choose", (None,), "no-mask"),
        ("close", (), "invalid-prompt"),
        ("__init__", (), "invalid-prompt"),
    ],
)
async def test_a_call_that_makes_no_sense_is_answered_with_a_code(opened, name, arguments, code):
    answer = await call(opened, name, *arguments)
    assert (list(answer), answer["error"]["code"]) == (["error"], code)


@pytest.mark.parametrize(
    ("thrown", "told"), [("Error: out of memory\n  at wasm", "Error: out of memory"), ("", "RuntimeError")]
)
async def test_a_run_that_fails_in_javascript_is_told_in_one_line(opened, bridge, thrown, told):
    bridge.runtime.failing, bridge.message = {"decoder"}, thrown
    for answer in (await call(opened, "add_point", 1, 1), json.loads(await opened.preview(1, 1))):
        assert answer["error"]["code"] == "decode-failed"
        assert f"could not be computed: {told}." in answer["error"]["message"]


async def test_a_hover_leaves_the_history_alone(opened):
    before = await call(opened, "undo")
    assert json.loads(await opened.preview(10, 10))["index"] in (1, 2, 3)
    assert await call(opened, "undo") == before


async def test_a_mask_hands_over_its_strips(opened, bridge):
    await call(opened, "add_point", 10, 10)
    plan = json.loads(await opened.mask())
    assert (plan["width"], plan["height"]) == (64, 48)
    ((start, stop, handle),) = plan["strips"]
    assert (start, stop, len(bridge.runtime.alive[handle])) == (0, 48, 64 * 48)


class Picture:
    """As `exchange` in shell/cutout.js: 64 × 48 pixels that are replaced row by row."""

    width = 64

    def __init__(self, runtime):
        self.runtime = runtime
        self.data = bytearray([7]) * (4 * 64 * 48)

    def rows(self, start, stop):
        rows = bytes(self.data[256 * start : 256 * stop])
        return self.runtime._keep("uint8", (stop - start, 64, 4), rows).handle

    def replace(self, start, handle, alpha):
        rows = self.runtime.alive[handle]
        assert len(self.runtime.alive[alpha]) == len(rows) // 4
        self.data[256 * start : 256 * start + len(rows)] = rows


async def test_a_cutout_replaces_the_photo_row_by_row_and_keeps_nothing(opened, bridge, monkeypatch):
    monkeypatch.setattr("clickcut_core.working_size.STRIP_PIXELS", 64 * 10)
    await call(opened, "add_point", 10, 10)
    alive, picture = set(bridge.runtime.alive), Picture(bridge.runtime)
    answer = json.loads(await opened.cutout(picture, '{"format": "image/png"}', 1))
    assert answer == {"crop": None, "background": "transparent"}
    assert len(picture.data) == 4 * 64 * 48
    assert set(picture.data) == {0, 7}
    assert set(bridge.runtime.alive) == alive


@pytest.mark.parametrize("graph", ["shrink", "matte", "cutout"])
async def test_a_cutout_that_fails_is_told_and_keeps_nothing(opened, bridge, graph):
    await call(opened, "add_point", 10, 10)
    alive = set(bridge.runtime.alive)
    bridge.runtime.failing = {graph}
    answer = json.loads(await opened.cutout(Picture(bridge.runtime), '{"format": "image/png"}', 1))
    assert answer["error"]["code"] == "decode-failed"
    assert set(bridge.runtime.alive) == alive


async def plan_of(session, photo_name, media_type, object_id=None, address=None, **options):
    wanted = json.dumps({"format": media_type, **options})
    return json.loads(await session.plan(photo_name, wanted, object_id, address))


async def test_a_picture_is_planned_by_its_object(opened):
    await call(opened, "add_point", 10, 10)
    await call(opened, "rename_object", 1, "paw")
    plan = await plan_of(opened, "cat.jpg", "image/png")
    file = {"name": "cat-paw.png", "type": "image/png", "object": 1, "isMask": False, "recipe": None}
    assert plan == {"name": "cat-paw.png", "type": "image/png", "files": [file], "keepsProfile": True}
    (mask,) = (await plan_of(opened, "cat.jpg", "image/png;content=mask"))["files"]
    assert (mask["name"], mask["isMask"]) == ("cat-paw-mask.png", True)


@pytest.mark.parametrize(
    ("media_type", "options", "keeps"),
    [
        ("image/png", {}, True),
        ("image/png;content=mask", {}, True),
        ("image/png", {"background": "#ffffff"}, False),
        ("image/webp", {}, False),
        ("image/jpeg", {}, False),
    ],
)
async def test_a_profile_is_kept_in_a_png_without_a_background(opened, media_type, options, keeps):
    await call(opened, "add_point", 10, 10)
    assert (await plan_of(opened, "cat.jpg", media_type, **options))["keepsProfile"] is keeps


async def test_a_profile_crosses_as_base64(opened):
    profile = red_green_swapped_profile()
    tagged = file(picture(), icc_profile=profile)
    assert base64.b64decode(json.loads(opened.profile(JsValue(tagged)))["profile"]) == profile
    assert json.loads(opened.profile(JsValue(file(picture())))) == {"profile": None}


async def test_while_a_new_object_is_empty_the_topmost_visible_one_is_meant(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)
    await call(opened, "add_object")

    async def meant():
        (file,) = (await plan_of(opened, "a.jpg", "image/png"))["files"]
        return file["object"]

    assert await meant() == 2
    await call(opened, "show_object", 2, False)
    assert await meant() == 1
    await call(opened, "show_object", 1, False)
    assert (await plan_of(opened, "a.jpg", "image/png"))["error"]["code"] == "no-mask"


async def test_an_archive_holds_every_visible_object_and_its_labels(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)
    plan = await plan_of(opened, "a.jpg", "application/zip")
    assert (plan["name"], plan["type"]) == ("a-cutouts.zip", "application/zip")
    assert [file["name"] for file in plan["files"]] == ["a-cutout.png", "a-cutout-2.png", "labels.json"]
    await call(opened, "show_object", 1, False)
    plan = await plan_of(opened, "a.jpg", "application/zip")
    assert [file.get("object") for file in plan["files"]] == [2, None]


async def test_a_file_of_shapes_is_handed_over_as_text(opened, bridge):
    await call(opened, "set_box", 10, 12, 30, 40)
    alive = set(bridge.runtime.alive)
    (drawing,) = (await plan_of(opened, "cat.jpg", "image/svg+xml"))["files"]
    assert drawing["name"] == "cat-cutout.svg"
    assert 'd="M10 12l20 0 0 28 -20 0z"' in drawing["text"]
    (labels,) = (await plan_of(opened, "cat.jpg", "application/json;segmentation=polygon"))["files"]
    assert labels["name"] == "cat-cutout.json"
    (annotation,) = json.loads(labels["text"])["annotations"]
    assert annotation["segmentation"] == [[10, 12, 30, 12, 30, 40, 10, 40]]
    assert annotation["bbox"] == [10, 12, 20, 28]
    assert set(bridge.runtime.alive) == alive


async def test_a_file_of_shapes_holds_all_visible_objects_or_the_one_asked_for(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    await call(opened, "rename_object", 1, "cat")
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)

    async def drawn(object_id=None):
        (drawing,) = (await plan_of(opened, "a.jpg", "image/svg+xml", object_id))["files"]
        ids = [line.split('"')[1] for line in drawing["text"].splitlines() if line.startswith("<path")]
        return drawing["name"], ids

    assert await drawn() == ("a-cutout.svg", ["cat", "object"])
    assert await drawn(1) == ("a-cat.svg", ["cat"])
    await call(opened, "show_object", 1, False)
    assert await drawn() == ("a-cutout.svg", ["object"])
    assert await drawn(1) == ("a-cat.svg", ["cat"])
    assert (await plan_of(opened, "a.jpg", "image/png", 1))["name"] == "a-cat.png"
    assert (await plan_of(opened, "a.jpg", "image/svg+xml", 9))["error"]["code"] == "no-object"


@pytest.mark.parametrize("media_type", ["image/png", "image/svg+xml", "application/zip"])
async def test_without_a_mask_there_is_no_file(opened, media_type):
    assert json.loads(await opened.mask())["error"]["code"] == "no-mask"
    assert (await plan_of(opened, "cat.jpg", media_type))["error"]["code"] == "no-mask"


async def test_what_a_file_cannot_be_is_refused_with_a_code(opened):
    await call(opened, "add_point", 10, 10)
    assert (await plan_of(opened, "cat.jpg", "image/gif"))["error"]["code"] == "unsupported-format"
    refused = await plan_of(opened, "cat.jpg", "image/svg+xml", background="#ff0000")
    assert refused["error"]["code"] == "invalid-option"


async def test_strips_of_a_mask_that_fails_halfway_are_freed(opened, bridge, monkeypatch):
    monkeypatch.setattr("clickcut_core.image.STRIP_PIXELS", 64 * 10)
    await call(opened, "add_point", 10, 10)
    alive = set(bridge.runtime.alive)
    upsample, made = bridge.runtime._upsample, []

    def fail_at_the_third(feeds):
        made.append(feeds)
        if len(made) == 3:
            raise BrokenError
        return upsample(feeds)

    bridge.runtime._upsample = fail_at_the_third
    assert json.loads(await opened.mask())["error"]["code"] == "decode-failed"
    assert (len(made), set(bridge.runtime.alive)) == (3, alive)


async def test_a_runtime_is_checked_with_what_the_build_knows(opened, bridge):
    alive = set(bridge.runtime.alive)
    known = {
        "cells": base64.b64encode(bytes(256 * 16)).decode(),
        "scale": [1.0] * 256,
        "zero_point": base64.b64encode(bytes(256)).decode(),
        "prompts": {"points": [{"x": 512, "y": 512, "label": 1}], "box": None},
        "probes": [[128, 128], [0, 0]],
        "logits": [1.0, -1.0] * 4,
    }
    assert json.loads(await opened.check(json.dumps(known))) == {"difference": 0}
    known["logits"][3] = -1.02
    assert json.loads(await opened.check(json.dumps(known)))["error"]["code"] == "wrong-answer"
    assert set(bridge.runtime.alive) == alive


async def test_edits_by_hand_are_calls_like_any_other(opened):
    await call(opened, "add_point", 10, 10)
    answer = await call(opened, "stroke", [[5, 5], [20, 9]], 3, False)
    stroke = {"kind": "stroke", "path": [5.0, 5.0, 20.0, 9.0], "radius": 3.0, "adds": False}
    assert recipe_of(answer)["edits"] == [[], [stroke]]
    for name in ("fill_holes", "keep_largest", "invert"):
        answer = await call(opened, name)
    assert [edit["kind"] for edit in recipe_of(answer)["edits"][1]] == [
        "stroke",
        "fill-holes",
        "keep-largest",
    ]
    assert recipe_of(answer)["inverted"] is True


async def test_a_mask_from_elsewhere_is_averaged_as_python_says_and_then_imported(opened):
    grid = json.loads(await opened.import_grid(64, 48))
    assert grid == {
        "down": {"cells": 192, "cell": 4 * 48, "pixel": 768},
        "across": {"cells": 256, "cell": 4 * 64, "pixel": 1024},
    }
    assert json.loads(await opened.import_grid(64, 64))["error"]["code"] == "mask-size"
    answer = json.loads(await opened.import_mask(JsValue(bytes(192 * 256))))
    assert [edit["kind"] for edit in recipe_of(answer)["edits"][0]] == ["import"]
    assert json.loads(await opened.import_mask(JsValue(b"")))["error"]["code"] == "invalid-prompt"

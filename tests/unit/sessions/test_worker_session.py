"""The worker's JSON, but for files; see `worker`."""

import base64
import hashlib
import json
from dataclasses import replace

import pytest
from clickcut_core.embedding import Embedding
from clickcut_core.words.en.sentences import SENTENCES

from tests.unit.fake_bridge import JsValue
from tests.unit.fake_runtime import BrokenError, embedding_of
from tests.unit.worker import EMBEDDING, call


def recipe_of(answer):
    (only,) = answer["step"]["document"]["objects"]
    return only["recipe"]


async def test_opening_answers_with_the_empty_state(worker):
    answer = json.loads(await worker.open(JsValue(EMBEDDING), 64, 48))
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
    "photo", [JsValue(b"the photo's file"), hashlib.sha256(b"the photo's file").hexdigest()]
)
async def test_what_photo_it_is_its_own_file_says_and_not_the_embedding(worker, photo):
    own = hashlib.sha256(b"the photo's file").hexdigest()
    assert Embedding.from_bytes(EMBEDDING, model="model-a").photo_sha256 != own
    answer = json.loads(await worker.open(JsValue(EMBEDDING), 64, 48, "", photo))
    assert answer["sha256"] == own
    text = json.loads(await worker.write_recipe("cat.png", ""))["recipe"]
    assert json.loads(text)["photo"]["sha256"] == own


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
    assert recipe_of(answer)["points"] == [{"x": 10, "y": 10, "label": 1}]
    assert (answer["step"]["position"], answer["step"]["count"]) == (1, 2)
    (paint,) = answer["paint"]
    assert (paint["id"], paint["index"]) == (1, answer["state"]["chosen"])
    assert paint["handle"] in bridge.runtime.alive
    history = {"documents": [empty["step"]["document"], answer["step"]["document"]], "position": 1}
    assert await call(opened, "restore", history) == answer


async def test_a_photo_that_looks_otherwise_than_the_encoded_one_is_refused_and_what_was_open_stays(opened):
    look = bytes(range(0, 128, 2))
    content = replace(embedding_of(64, 48), fingerprint=look).to_bytes()
    refused = json.loads(await opened.open(JsValue(content), 64, 48, look[::-1].hex()))
    assert refused["error"]["code"] == "embedding-picture"
    assert "error" not in await call(opened, "add_point", 1, 1)
    for shown in (look.hex(), ""):
        assert "error" not in json.loads(await opened.open(JsValue(content), 64, 48, shown))


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
    ("thrown", "code"),
    [
        ("Error: out of memory\n  at wasm", "out-of-memory"),
        ("RangeError: Array buffer allocation failed", "out-of-memory"),
        ("Error: failed to call OrtRun(). ERROR_CODE: 2", "decode-failed"),
        ("", "decode-failed"),
    ],
)
async def test_a_run_that_fails_in_javascript_is_told_by_its_kind_and_not_in_its_words(
    opened, bridge, thrown, code
):
    bridge.runtime.failing, bridge.message = {"decoder"}, thrown
    for answer in (await call(opened, "add_point", 1, 1), json.loads(await opened.preview(1, 1))):
        assert answer["error"] == {"code": code, "message": SENTENCES[code], "values": {}}


async def test_prompts_come_back_once_unless_an_inverted_object_has_other_labels(opened):
    answer = await call(opened, "add_point", 10, 10, 1)
    assert "prompts" not in answer["state"] and "prompts" not in answer["state"]["objects"][0]
    answer = await call(opened, "invert")
    assert recipe_of(answer)["points"] == [{"x": 10, "y": 10, "label": 1}]
    seen = {"points": [{"x": 10, "y": 10, "label": 0}], "box": None}
    assert answer["state"]["objects"][0]["prompts"] == seen


async def test_a_hover_leaves_the_history_alone(opened):
    before = await call(opened, "undo")
    assert json.loads(await opened.preview(10, 10))["index"] in (1, 2, 3)
    assert await call(opened, "undo") == before


async def test_a_mask_hands_over_its_strips(opened, bridge):
    await call(opened, "add_point", 10, 10)
    plan = json.loads(await opened.mask())
    assert (plan["width"], plan["height"]) == (64, 48)
    assert (plan["part"], plan["beyond"]) == ([0, 0, 64, 48], 0)
    ((start, handle),) = plan["strips"]
    assert (start, len(bridge.runtime.alive[handle])) == (0, 64 * 48)


async def test_strips_of_a_mask_that_fails_halfway_are_freed(opened, bridge, monkeypatch):
    monkeypatch.setattr("clickcut_core.masks.image.STRIP_PIXELS", 64 * 10)
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
    answer = json.loads(await opened.import_mask(JsValue(b"\xff" * (192 * 256))))
    assert [edit["kind"] for edit in recipe_of(answer)["edits"][0]] == ["import"]
    assert json.loads(await opened.import_mask(JsValue(b"")))["error"]["code"] == "invalid-prompt"


async def test_what_nests_too_deeply_is_refused_wherever_json_comes_in(opened):
    deep = "[" * 20_000
    answers = [
        await opened.operate("resume", deep),
        await opened.plan("cat.jpg", deep, JsValue(b"")),
        await opened.sight(deep, False),
        await opened.read_recipe(deep),
    ]
    codes = [json.loads(answer)["error"]["code"] for answer in answers]
    assert codes == ["invalid-prompt", "invalid-prompt", "invalid-prompt", "recipe-format"]
    assert "error" not in await call(opened, "add_point", 10, 10)

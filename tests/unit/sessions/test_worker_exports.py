"""The worker's JSON about files to take away; see `worker`."""

import base64
import json

import pytest

from tests.server.photos import file, picture, red_green_swapped_profile
from tests.unit.fake_bridge import JsValue
from tests.unit.worker import call


class Picture:
    """As `exchange` in shell/files/cutout.js: 64 × 48 pixels that are replaced row by row."""

    width = 64

    def __init__(self, runtime, wanted=48):
        self.runtime = runtime
        self.wanted = wanted
        self.settled = 0
        self.data = bytearray([7]) * (4 * 64 * 48)

    async def rows(self, start, stop, left, right):
        if start >= self.wanted:
            return 0
        self.stop, self.right = stop, right
        part = b"".join(self.data[256 * y + 4 * left : 256 * y + 4 * right] for y in range(start, stop))
        return self.runtime._keep("uint8", (stop - start, right - left, 4), part).handle

    def replace(self, start, left, handle, alpha):
        part, columns = self.runtime.alive[handle], self.right - left
        assert 4 * len(self.runtime.alive[alpha]) == len(part) == 4 * columns * (self.stop - start)
        self._put(start, self.stop, left, self.right, part)

    def settle(self, start, stop, left, right, is_inside):
        self.settled += (stop - start) * (right - left)
        if not is_inside:
            self._put(start, stop, left, right, bytes(4 * (stop - start) * (right - left)))

    def _put(self, start, stop, left, right, part):
        length = 4 * (right - left)
        for n, y in enumerate(range(start, stop)):
            self.data[256 * y + 4 * left : 256 * y + 4 * right] = part[length * n : length * (n + 1)]


async def test_a_cutout_replaces_the_photo_row_by_row_and_keeps_nothing(opened, bridge, monkeypatch):
    monkeypatch.setattr("clickcut_core.working_size.STRIP_PIXELS", 64 * 10)
    await call(opened, "add_point", 10, 10)
    alive, picture = set(bridge.runtime.alive), Picture(bridge.runtime)
    answer = json.loads(await opened.cutout(picture, '{"format": "image/png"}', 1))
    assert answer == {"crop": None, "shadow": 0, "background": "transparent"}
    assert len(picture.data) == 4 * 64 * 48
    assert set(picture.data) == {0, 7}
    assert picture.settled == 0, "a photo so small is worked on as a whole"
    assert set(bridge.runtime.alive) == alive


@pytest.mark.parametrize("graph", ["shrink", "matte", "cutout"])
async def test_a_cutout_that_fails_is_told_and_keeps_nothing(opened, bridge, graph):
    await call(opened, "add_point", 10, 10)
    alive = set(bridge.runtime.alive)
    bridge.runtime.failing = {graph}
    answer = json.loads(await opened.cutout(Picture(bridge.runtime), '{"format": "image/png"}', 1))
    assert answer["error"]["code"] == "decode-failed"
    assert set(bridge.runtime.alive) == alive


@pytest.mark.parametrize("graph", ["shrink", "cutout"])
async def test_a_cutout_that_is_not_wanted_any_more_ends_and_keeps_nothing(
    opened, bridge, monkeypatch, graph
):
    monkeypatch.setattr("clickcut_core.working_size.STRIP_PIXELS", 64 * 10)
    await call(opened, "add_point", 10, 10)
    alive, picture = set(bridge.runtime.alive), Picture(bridge.runtime)
    run = bridge.runtime.run

    async def run_and_stop(asked, feeds, *, keep=()):
        if asked == graph:
            picture.wanted = 0
        return await run(asked, feeds, keep=keep)

    bridge.runtime.run = run_and_stop
    answer = json.loads(await opened.cutout(picture, '{"format": "image/png"}', 1))
    assert answer["error"]["code"] == "cancelled"
    assert set(bridge.runtime.alive) == alive


async def test_a_stage_is_told_what_it_gives_and_its_pixels_become_the_files(opened, bridge):
    await call(opened, "add_point", 10, 10)
    seen = json.dumps({"density": 1, "top": 0, "bottom": 48})
    told = json.loads(await opened.sight(seen, False))
    size = {"width": 64, "height": 48}
    rows = {"start": 0, "stop": 48}
    assert told == {"part": [0, 0, 64, 48], "picture": size, "small": size, **rows, "isFinal": True}
    alive = set(bridge.runtime.alive)
    picture, expected = Picture(bridge.runtime), Picture(bridge.runtime)
    assert json.loads(await opened.render(picture, Picture(bridge.runtime), seen, False)) == {"object": 1}
    await opened.cutout(expected, "{}", 1)
    assert picture.data == expected.data
    assert set(bridge.runtime.alive) == alive


async def test_where_nothing_is_cut_out_nothing_is_shown(opened, bridge):
    seen = json.dumps({"density": 1, "top": 0, "bottom": 48})
    answer = json.loads(await opened.render(Picture(bridge.runtime), Picture(bridge.runtime), seen, True))
    assert answer["error"]["code"] == "no-mask"


async def plan_of(session, photo_name, media_type, object_id=None, address=None, head=b"", **options):
    wanted = json.dumps({"format": media_type, **options})
    return json.loads(await session.plan(photo_name, wanted, JsValue(head), object_id, address))


async def test_a_picture_is_planned_by_its_object(opened):
    await call(opened, "add_point", 10, 10)
    await call(opened, "rename_object", 1, "paw")
    plan = await plan_of(opened, "cat.jpg", "image/png")
    file = {"name": "cat-paw.png", "type": "image/png", "objects": [1], "isMask": False, "recipe": None}
    assert plan == {"name": "cat-paw.png", "type": "image/png", "files": [file], "profile": None}
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
    profile = red_green_swapped_profile()
    tagged = file(picture(), icc_profile=profile)
    plan = await plan_of(opened, "cat.jpg", media_type, head=tagged, **options)
    assert plan["profile"] == (base64.b64encode(profile).decode() if keeps else None)
    assert (await plan_of(opened, "cat.jpg", media_type, head=file(picture()), **options))["profile"] is None


async def test_while_a_new_object_is_empty_the_topmost_visible_one_is_meant(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)
    await call(opened, "add_object")

    async def meant():
        (file,) = (await plan_of(opened, "a.jpg", "image/png"))["files"]
        return file["objects"][0]

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
    assert [file["name"] for file in plan["files"]] == ["a-object-1.png", "a-object-2.png", "labels.json"]
    await call(opened, "show_object", 1, False)
    plan = await plan_of(opened, "a.jpg", "application/zip")
    assert [file.get("objects") for file in plan["files"]] == [[2], None]


async def test_all_visible_objects_together_are_one_picture_the_topmost_last(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)
    await call(opened, "add_object")
    await call(opened, "set_box", 2, 2, 9, 9)
    await call(opened, "show_object", 3, False)
    await call(opened, "move_object", 1, 2)
    plan = await plan_of(opened, "a.jpg", "image/png", address="a.jpg", together=True)
    (picture,) = plan["files"]
    assert (plan["name"], picture["objects"]) == ("a-cutouts.png", [2, 1])
    assert json.loads(picture["recipe"])["object"] == 3, "whoever goes on does so where the page is"
    for media_type, name in (
        ("image/png;content=mask", "a-cutouts-mask.png"),
        ("image/svg+xml", "a-cutouts.svg"),
        ("application/json", "a-cutouts.json"),
    ):
        assert (await plan_of(opened, "a.jpg", media_type, together=True))["name"] == name
    refused = await plan_of(opened, "a.jpg", "image/png", 1, together=True)
    assert refused["error"]["code"] == "invalid-option"


async def test_of_several_objects_each_file_is_named_by_its_object(opened):
    await call(opened, "set_box", 10, 12, 30, 40)
    assert (await plan_of(opened, "a.jpg", "image/png"))["name"] == "a-cutout.png"
    await call(opened, "add_object")
    await call(opened, "set_box", 40, 12, 50, 40)
    await call(opened, "rename_object", 2, "Cup / saucer")
    assert (await plan_of(opened, "a.jpg", "image/png", 1))["name"] == "a-object-1.png"
    assert (await plan_of(opened, "a.jpg", "image/png"))["name"] == "a-Cup - saucer.png"
    assert (await plan_of(opened, "a.jpg", "application/json", 1))["name"] == "a-object-1.json"


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


async def test_a_format_too_small_for_the_photo_is_refused_before_a_pixel_is_made(
    opened, bridge, monkeypatch
):
    monkeypatch.setattr("clickcut_core.files.export_options.LONGEST_SIDES", {"image/webp": 63})
    await call(opened, "add_point", 10, 10)
    bridge.runtime.runs.clear()
    answer = await plan_of(opened, "cat.jpg", "image/webp")
    assert (answer["error"]["code"], answer["error"]["values"]["limit"]) == ("format-too-small", "63")
    assert "error" not in await plan_of(opened, "cat.jpg", "image/webp", crop=True)
    assert "error" not in await plan_of(opened, "cat.jpg", "image/png")
    assert bridge.runtime.runs == []

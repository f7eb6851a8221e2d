"""`POST /api/v1/cutouts`: what `clickcut cut` writes, over HTTP, within the bounds of uploads."""

import asyncio
import hashlib
import io
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from click.testing import CliRunner
from clickcut.cli import main
from clickcut.cutting import cutters
from clickcut.cutting.cutters import PROGRAM
from clickcut.server.app import create_app
from clickcut.settings import Settings
from fastapi import FastAPI
from PIL import Image, ImageDraw

from tests.server.conftest import SharedEngine, figure, serving, until
from tests.server.decoders import decoding_processes, until_gone
from tests.server.wrong_answers import BOMB
from tests.server_process import start_server

URL = "/api/v1/cutouts"
PENDING = "clickcut_cutouts_pending"
BOX = "85,35,215,165"

pytestmark = pytest.mark.asyncio(loop_scope="session")  # apps share the processes that decode


def disc(width: int = 300, height: int = 200) -> bytes:
    """A red disc on a wall."""
    picture = Image.new("RGB", (width, height), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((90, 40, 210, 160), fill="#a02020")
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


DISC = disc()


@dataclass
class Cutting:
    """A server that cuts out."""

    app: FastAPI
    client: httpx.AsyncClient

    async def post(self, path: str = URL, content: bytes | None = DISC, **asked: object) -> httpx.Response:
        return await self.client.post(path, content=content, params=asked, timeout=170)


def cutting_settings(cache: Path, **others: object) -> Settings:
    return Settings(
        cache_dir=cache,
        cutout_processes=1,
        cutout_seconds=170,
        encode_seconds=170,
        decode_seconds=170,
        client_photos=100,
        client_rate=100_000,
        **others,
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(tmp_path_factory: pytest.TempPathFactory, engine: SharedEngine) -> AsyncIterator[Cutting]:
    app = create_app(cutting_settings(tmp_path_factory.mktemp("cache")), engine=engine)
    async with serving(app) as client:
        yield Cutting(app, client)


async def written(folder: Path, *options: str) -> bytes:
    """What `clickcut cut` writes for the same photo."""
    photo, out = folder / "disc.png", folder / "out"
    photo.write_bytes(DISC)
    command = ["cut", str(photo), *options, "-o", str(out / "file.any")]
    out.mkdir(exist_ok=True)
    done = await asyncio.to_thread(CliRunner().invoke, main, command)
    assert done.exit_code == 0, done.output
    return (out / "file.any").read_bytes()


@pytest.mark.parametrize(
    ("asked", "options", "media_type"),
    [
        ({"box": BOX}, ("--box", BOX, "--format", "png"), "image/png"),
        pytest.param(
            {"subject": True, "format": "webp", "background": "blur", "crop": True, "margin": 9},
            ("--subject", "--format", "webp", "--background", "blur", "--crop", "--margin", "9"),
            "image/webp",
            marks=pytest.mark.full,
        ),
        pytest.param(
            {"point": ["150,100", "20,20:0"], "format": "mask", "grow": 2, "feather": 3},
            ("--point", "150,100", "--point", "20,20:0", "--format", "mask", "--grow", "2", "--feather", "3"),
            "image/png",
            marks=pytest.mark.full,
        ),
        pytest.param(
            {"box": BOX, "format": "jpeg", "invert": True},
            ("--box", BOX, "--format", "jpeg", "--invert"),
            "image/jpeg",
            marks=pytest.mark.full,
        ),
        pytest.param(
            {"everything": True},
            ("--everything", "--format", "coco"),
            "application/json",
            marks=pytest.mark.full,
        ),
        ({"box": BOX, "format": "npy"}, ("--box", BOX, "--format", "npy"), "application/x-npy"),
    ],
)
async def test_the_bytes_are_those_that_the_command_writes(
    server: Cutting, tmp_path: Path, asked: dict, options: tuple[str, ...], media_type: str
):
    answer = await server.post(name="disc.png", **asked)
    assert answer.status_code == 200, answer.text
    assert answer.content == await written(tmp_path, *options)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == "no-store"


async def test_of_a_photo_that_is_known_its_hash_will_do_for_all_but_pictures(server: Cutting):
    facts = await server.post(subject=True, format="json")
    known = f"{URL}/{hashlib.sha256(DISC).hexdigest()}"
    again = await server.post(known, None, subject=True, format="json")
    assert (again.status_code, again.content) == (200, facts.content)
    told = again.json()
    assert (told["width"], told["height"], told["notes"]) == (300, 200, [])
    assert {"subject", "sure", "area", "bbox", "score"} <= set(told)
    shapes = [
        await server.post(path, content, box=BOX, format="svg")
        for path, content in ((known, None), (URL, DISC))
    ]
    assert shapes[0].content == shapes[1].content
    picture = await server.post(known, None, box=BOX)
    assert (picture.status_code, picture.json()["code"]) == (422, "photo-needed")
    unknown = await server.post(f"{URL}/{'0' * 64}", None, box=BOX, format="svg")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown-photo")
    wrong = await server.post(f"{URL}/cat", None, box=BOX, format="svg")
    assert (wrong.status_code, wrong.json()["code"]) == (400, "invalid-hash")


REFUSED = [
    ({}, DISC, "invalid-prompt"),
    ({"point": "9999,9"}, DISC, "invalid-prompt"),
    ({"everything": True, "subject": True}, DISC, "invalid-prompt"),
    ({"everything": True, "format": "png"}, DISC, "invalid-option"),
    ({"box": BOX, "format": "svg", "crop": True}, DISC, "invalid-option"),
    ({"box": BOX, "format": "npy", "background": "blur"}, DISC, "invalid-option"),
    ({"box": BOX, "grow": 9999}, DISC, "invalid-look"),
    ({"box": BOX, "format": "gif"}, DISC, "invalid-request"),
    ({"point": "here"}, DISC, "invalid-request"),
    ({"subject": True}, b"no photo", "not-a-photo"),
    ({"subject": True}, b"", "empty-photo"),
]


async def test_what_can_t_be_is_refused_as_the_description_says(server: Cutting):
    document = (await server.client.get("/api/v1/openapi.json")).json()
    described = document["paths"][URL]["post"]["responses"]
    for asked, content, code in REFUSED:
        answer = await server.post(content=content, **asked)
        assert answer.json()["code"] == code, (asked, answer.text)
        told = described[str(answer.status_code)]["content"]["application/problem+json"]["schema"]
        assert code in told["allOf"][1]["properties"]["code"]["enum"], asked
    assert (await server.post(box=BOX, format="coco")).status_code == 200  # its process lives


@pytest.mark.full
async def test_a_photo_with_nothing_in_it_says_so(server: Cutting):
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "#888888").save(file, "PNG")
    answer = await server.post(content=file.getvalue(), subject=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "no-subject")


async def test_the_process_is_shut_in(server: Cutting):
    (cutter,) = decoding_processes(program=PROGRAM)
    process = Path(f"/proc/{cutter}")
    status = await asyncio.to_thread((process / "status").read_text)
    assert "Seccomp:\t2\n" in status  # SECCOMP_MODE_FILTER
    for stream in ("1", "2"):  # it has no way to the log
        assert await asyncio.to_thread((process / "fd" / stream).readlink) == Path(os.devnull)


@pytest.mark.full
async def test_one_that_is_killed_at_rest_is_replaced(server: Cutting):
    for cutter in decoding_processes(program=PROGRAM):
        os.kill(cutter, signal.SIGKILL)
    assert (await server.post(box=BOX, format="svg")).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "a pickle",
        *(
            pytest.param(name, marks=pytest.mark.full)
            for name in (
                *("a file without end", "brackets by the thousand"),
                *("a refusal of another's", "facts of another work"),
            )
        ),
    ],
)
async def test_one_that_was_taken_over_is_replaced_and_its_answer_refused(
    tmp_path: Path, engine: SharedEngine, monkeypatch: pytest.MonkeyPatch, caplog, name: str
):
    taken_over = "tests.server.requests.taken_over_cutter"
    monkeypatch.setattr(cutters, "PROGRAM", taken_over)
    app = create_app(cutting_settings(tmp_path), engine=engine)
    async with serving(app) as client:
        server = Cutting(app, client)
        assert (await server.post(box=BOX, format="svg")).status_code == 200
        before = decoding_processes(program=taken_over)
        answer = await server.post(box=BOX, format="svg", name=name)
        assert (answer.status_code, answer.json()["code"]) == (500, "server-failed")
        assert "answered wrongly" in caplog.text
        assert not decoding_processes(program=taken_over) & before
        assert (await server.post(box=BOX, format="svg")).status_code == 200
    assert decoding_processes(program=taken_over) == set()
    assert not BOMB.exists()


async def test_pages_of_other_sites_are_refused(server: Cutting):
    answer = await server.client.post(
        URL, params={"box": BOX}, content=DISC, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "other-site")


@pytest.mark.full
async def test_whoever_leaves_ends_the_work_and_the_next_one_is_served(server: Cutting):
    asking = asyncio.create_task(server.post(content=disc(3000, 2000), everything=True, format="npy"))
    await until(server.client, PENDING, 1)
    asking.cancel()
    await until(server.client, PENDING, 0)
    assert (await server.post(box=BOX, format="svg")).status_code == 200


@pytest.mark.full
async def test_a_file_for_which_there_is_no_room_is_not_taken(tmp_path: Path, engine: SharedEngine):
    app = create_app(cutting_settings(tmp_path, upload_memory=1), engine=engine)
    async with serving(app) as client:
        server, photo = Cutting(app, client), disc(1000, 700)
        # 0.7 MB, and a client has half of one.
        large = await server.post(content=photo, box=BOX, format="npy")
        assert (large.status_code, large.json()["code"]) == (503, "busy")
        assert (await server.post(content=photo, box=BOX, format="svg")).status_code == 200
        assert await figure(client, PENDING) == 0


async def test_what_takes_too_long_is_ended(tmp_path: Path, engine: SharedEngine):
    settings = replace(cutting_settings(tmp_path), cutout_seconds=0.01)
    app = create_app(settings, engine=engine)
    others = decoding_processes(program=PROGRAM)
    async with serving(app) as client:
        answer = await Cutting(app, client).post(box=BOX)
        assert (answer.status_code, answer.json()["code"]) == (422, "cutout-too-costly")
        assert decoding_processes(program=PROGRAM) <= others


@pytest.mark.full  # it starts a server of its own
async def test_the_process_ends_with_a_server_that_is_killed(tmp_path: Path):
    server = await asyncio.to_thread(start_server, tmp_path, "--cutout-processes", "1")
    processes = decoding_processes(server.process.pid, PROGRAM)
    assert len(processes) == 1
    server.kill()
    await until_gone(processes)


async def test_a_server_that_was_not_told_to_has_no_such_requests(client: httpx.AsyncClient):
    assert (await client.post(URL, params={"box": BOX}, content=DISC)).status_code == 404
    assert URL not in (await client.get("/api/v1/openapi.json")).json()["paths"]

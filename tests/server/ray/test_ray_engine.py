"""Replicas as an operator has them: clients that leave, one that is killed, and the end of it all."""

import asyncio
import os
import signal
import tempfile
from pathlib import Path

import grpc
import httpx
import psutil
import pytest
import pytest_asyncio
from clickcut.encoding.encoder import Encoder
from clickcut.settings import Settings

from tests.server import photos
from tests.server.bounds.test_real_socket import PATH, start
from tests.server.conftest import figure, until
from tests.server.ray import ray_ports
from tests.server.ray.replica_processes import replicas, server_process
from tests.server_process import AS_PHOTO

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300), pytest.mark.full]


def photo(seed: int) -> bytes:
    return photos.file(photos.picture(seed=seed), "JPEG")


async def ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(240):
        while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110  as an orchestrator does
            await asyncio.sleep(0.1)


def left(folder: Path) -> list[Path]:
    """What Ray, or we for it, would have left; onnxruntime keeps a `.ses` of its own."""
    return [path for path in folder.iterdir() if path.name != ".ses"]


async def gone(processes: list[psutil.Process], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while any(process.is_running() for process in processes):  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.1)


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """Where the server keeps what it does not want to keep; a short path, for Ray's sockets."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = folder
        yield Path(folder)
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def server(temporary, tmp_path_factory):
    cache = tmp_path_factory.mktemp("cache")
    options = ("--engine", "ray", "--replicas", "2", "--encode-seconds", "120")
    with server_process(cache, *options) as (url, process):
        async with httpx.AsyncClient(base_url=url, timeout=200, headers=AS_PHOTO) as client:
            await ready(client)
            yield client, process


@pytest.fixture(scope="module")
def expected():
    """Gives the embedding file of a photo as this process makes it."""
    encoder = Encoder.from_settings(Settings(encoder_threads=1))
    return lambda content: encoder.encode_photo(content).to_bytes()


async def test_a_client_that_leaves_ends_its_work(server):
    client, _ = server
    content = photo(1)
    _, writer = await start(client.base_url.port, f"Content-Length: {len(content)}")
    writer.write(content)
    await writer.drain()
    await until(client, "clickcut_photos_pending", 1)
    writer.close()
    await until(client, "clickcut_photos_pending", 0)
    assert await figure(client, "clickcut_encode_seconds_count") == 0
    assert (await client.post(PATH, content=content)).status_code == 201


async def test_its_answers_are_those_of_a_server_without_ray(server, expected):
    client, _ = server
    for content in (photo(20), photos.animation("GIF")):  # the second one with a note
        answers = await asyncio.gather(*(client.post(PATH, content=content) for _ in range(3)))
        assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
        assert {answer.content for answer in answers} == {expected(content)}
        assert (await client.get(answers[0].headers["location"])).content == expected(content)
    for content, status, code in (
        (b"", 400, "empty-photo"),
        (b"no photo", 422, "not-a-photo"),
        (photo(20)[:-500], 422, "truncated-photo"),
    ):
        refused = await client.post(PATH, content=content)
        assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.parametrize("token", [None, "0" * 64])
@pytest.mark.parametrize("method", ray_ports.OWNERS)
async def test_who_does_not_know_this_starts_token_gets_nothing_done_by_ray(server, method, token):
    _, process = server
    told = await asyncio.to_thread(ray_ports.answers, process, method, token)
    assert told == {grpc.StatusCode.UNAUTHENTICATED}


async def test_who_knows_it_does(server):
    _, process = server
    known = ray_ports.token_of(process)
    assert await asyncio.to_thread(ray_ports.answers, process, ray_ports.NODES, known) == {grpc.StatusCode.OK}


async def test_a_replica_killed_under_load_costs_nobody_their_photo(server, expected):
    client, process = server
    contents = [photo(seed) for seed in range(2, 8)]
    asked = [asyncio.create_task(client.post(PATH, content=content)) for content in contents]
    await until(client, "clickcut_photos_pending", len(contents))
    running = replicas(process)
    assert [replica.nice() for replica in running] == [5, 5], "the encoder's in a server without Ray"
    running[0].kill()
    answers = await asyncio.gather(*asked)
    assert [answer.status_code for answer in answers] == [201] * len(contents)
    assert [answer.content for answer in answers] == list(map(expected, contents))
    async with asyncio.timeout(120):
        while len(replicas(process)) < 2:  # noqa: ASYNC110  Ray starts another
            await asyncio.sleep(0.1)
    assert running[0].pid not in {replica.pid for replica in replicas(process)}
    assert (await client.get("/readyz")).status_code == 200


async def test_nothing_is_left_of_a_server_that_ends(server, temporary):
    _, process = server
    below = process.children(recursive=True)
    assert len(below) > 5
    process.terminate()
    await asyncio.to_thread(process.wait, 60)
    await gone(below)
    assert left(temporary) == []


async def test_nothing_is_left_of_one_that_is_stopped_while_it_starts(tmp_path, temporary):
    with server_process(tmp_path, "--engine", "ray") as (_, process):
        async with asyncio.timeout(120):
            while len(below := process.children(recursive=True)) < 3:  # noqa: ASYNC110  seen from outside
                await asyncio.sleep(0.1)
        os.killpg(process.pid, signal.SIGINT)  # as Ctrl+C in a terminal
        await asyncio.to_thread(process.wait, 200)
        await gone(below)
    assert left(temporary) == []


async def test_no_process_outlives_a_server_that_is_killed(tmp_path, temporary):
    with server_process(tmp_path, "--engine", "ray") as (url, process):
        async with httpx.AsyncClient(base_url=url, timeout=200) as client:
            await ready(client)
        below = process.children(recursive=True)
        assert len(below) > 5
        process.kill()
        await asyncio.to_thread(process.wait, 60)
        await gone(below, 120)  # two agents of Ray's own ask once a minute

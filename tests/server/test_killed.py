"""kill -9 at any moment, of the server, of who writes the cache, of a decoder: no wrong byte is served."""

import asyncio
import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from clickcut.embedding_cache import EmbeddingCache
from clickcut.encoder import Encoder
from clickcut.settings import Settings

from tests.server_process import Server, launch, start_server

from . import photos
from .embeddings import MODEL, NAMES, SIZE, embedding

URL = "/api/v1/embeddings"
PHOTOS = [photos.file(photos.picture(seed=100 + number)) for number in range(2)]
LONGEST = 25  # seconds of killing servers
PATIENT = ("--client-rate", "100000", "--encode-seconds", "120")
WRITER = f"""
import itertools, sys
from pathlib import Path
from clickcut.embedding_cache import EmbeddingCache
contents = {{path.name: path.read_bytes() for path in Path(sys.argv[2]).iterdir()}}
cache = EmbeddingCache(Path(sys.argv[1]), model={MODEL!r}, encoder="own", max_bytes={3 * SIZE}, max_days=30)
print("writing", flush=True)
for name in itertools.cycle(contents):
    cache.write(name, contents[name])
"""


def decoders(server: Server) -> set[int]:
    """The processes that a server started to decode photos."""
    found = set()
    for number in filter(str.isdecimal, os.listdir("/proc")):  # noqa: PTH208  no files are read here
        with contextlib.suppress(OSError):
            state = Path("/proc", number, "stat").read_text().rpartition(")")[2].split()
            line = Path("/proc", number, "cmdline").read_bytes()
            if int(state[1]) == server.process.pid and b"anyio.to_process" in line:
                found.add(int(number))
    return found


def is_alive(number: int) -> bool:
    try:
        return Path("/proc", str(number), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture(scope="module")
def expected() -> list[bytes]:
    """What an encoder gives that nobody disturbs."""
    encoder = Encoder.from_settings(Settings())
    return [encoder.encode_photo(photo).to_bytes() for photo in PHOTOS]


def ask_until_it_dies(server: Server, given: list[tuple[int, bytes]]) -> None:
    """Send photos over and over, and note the embeddings that are given."""
    for number in range(10**6):
        which = number % len(PHOTOS)
        try:
            answer = httpx.post(server.url + URL, content=PHOTOS[which], timeout=60)
        except httpx.HTTPError:
            return
        if answer.is_success:
            given.append((which, answer.content))
        else:
            assert answer.json()["code"] in ("not-ready", "busy")
            time.sleep(0.05)


@pytest.mark.timeout(400)
def test_a_server_killed_at_any_moment_serves_no_wrong_byte_then_or_later(tmp_path, expected):
    chance = random.Random(6)
    given: list[tuple[int, bytes]] = []
    begun = time.monotonic()
    answered_after = 0.0
    for kills in range(100):
        server = launch(tmp_path, *PATIENT)
        listening = time.monotonic()
        clients = [threading.Thread(target=ask_until_it_dies, args=(server, given)) for _ in range(2)]
        for client in clients:
            client.start()
        try:
            if not kills:
                while not given:
                    time.sleep(0.05)
                answered_after = time.monotonic() - listening
            time.sleep(chance.uniform(0, min(2 * answered_after, LONGEST / 2)))
        finally:
            server.kill()
        for client in clients:
            client.join()
        if kills >= 2 and time.monotonic() - begun > LONGEST:
            break
    server = start_server(tmp_path, *PATIENT)
    for number, photo in enumerate(PHOTOS):
        given.append((number, httpx.post(server.url + URL, content=photo, timeout=120).content))
    server.stop()
    assert len(given) > len(PHOTOS)
    assert all(content == expected[number] for number, content in given)


def test_whoever_is_killed_while_writing_the_cache_leaves_no_wrong_file_and_no_heap_of_halves(tmp_path):
    folder, contents = tmp_path / "cache", tmp_path / "contents"
    contents.mkdir()
    for name in NAMES:
        (contents / name).write_bytes(embedding(name))
    cache = EmbeddingCache(folder, model=MODEL, encoder="own", max_bytes=3 * SIZE, max_days=30)
    chance = random.Random(6)
    halves = set()
    for _ in range(15):
        writers = [
            subprocess.Popen([sys.executable, "-c", WRITER, folder, contents], stdout=subprocess.PIPE)
            for _ in range(2)  # who share the folder
        ]
        for writer in writers:
            assert writer.stdout and writer.stdout.readline() == b"writing\n"
        time.sleep(chance.uniform(0, 0.1))
        for writer in writers:
            with writer:
                writer.kill()
        for name in NAMES:
            assert cache.read(name) in (None, embedding(name))
        halves |= set(folder.glob("*/*.unfinished"))
    assert halves  # some were killed in the very moment
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert held <= 3 * SIZE + 2 * SIZE  # each writer may have made room before the other one wrote


@pytest.fixture(scope="module")
def large() -> bytes:
    """A photo that takes seconds to decode."""
    return photos.file(photos.picture(8000, 8000, seed=4), "JPEG")


async def test_decoders_killed_at_work_and_at_rest_cost_nobody_a_photo_and_end_with_their_server(
    tmp_path, large
):
    server = await asyncio.to_thread(start_server, tmp_path, "--decode-processes", "3")  # two for a client
    async with httpx.AsyncClient(base_url=server.url, timeout=130) as client:
        expected = [(await client.post("/api/v1/photos", content=photo)).content for photo in PHOTOS]
        costly = asyncio.create_task(client.post("/api/v1/photos", content=large))
        await asyncio.sleep(1)
        assert (await client.post("/api/v1/photos", content=PHOTOS[1])).content == expected[1]
        before = decoders(server)
        assert len(before) == 3
        for number in before:  # one of them has the large photo
            os.kill(number, signal.SIGKILL)
        assert (await client.post("/api/v1/photos", content=PHOTOS[1])).content == expected[1]
        assert (await costly).status_code == 200
        assert not decoders(server) & before

        costly = asyncio.create_task(client.post("/api/v1/photos", content=large))
        await asyncio.sleep(1)
        orphans = decoders(server)
        assert len(orphans) == 2
        server.kill()
        killed = time.monotonic()
        with pytest.raises(httpx.HTTPError):
            await costly
    while any(map(is_alive, orphans)):  # noqa: ASYNC110  they are nobody's children now
        await asyncio.sleep(0.05)
    assert time.monotonic() - killed < 2

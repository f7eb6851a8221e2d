"""kill -9 at any moment, of the server, of who writes the cache, of a decoder: no wrong byte is served."""

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
import time

import httpx
import pytest
from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.encoder import Encoder

from tests.server import photos
from tests.server.decoders import decoding_processes, until_at_work, until_gone
from tests.server.encoding.embeddings import (
    MODEL,
    NAMES,
    SIZE,
    embedding,
)
from tests.server_process import AS_PHOTO, Server, launch, start_server
from tests.tiers import count

URL = "/api/v1/embeddings"
PHOTOS = [photos.file(photos.picture(seed=100 + number)) for number in range(2)]
KILLS = count(2, full=10)
PATIENT = ("--client-rate", "100000", "--encode-seconds", "120")
WRITER = f"""
import itertools, sys
from pathlib import Path
from clickcut.encoding.cache import EmbeddingCache
contents = {{path.name: path.read_bytes() for path in Path(sys.argv[2]).iterdir()}}
cache = EmbeddingCache(Path(sys.argv[1]), model={MODEL!r}, encoder="own", max_bytes={3 * SIZE}, max_days=30)
print("writing", flush=True)
for name in itertools.cycle(contents):
    cache.write(name, contents[name])
"""


@pytest.fixture(scope="module")
def expected(encoder: Encoder) -> list[bytes]:
    """What an encoder gives that nobody disturbs."""
    return [encoder.encode_photo(photo).to_bytes() for photo in PHOTOS]


def ask_until_it_dies(server: Server, given: list[tuple[int, bytes]]) -> None:
    """Send photos over and over, and note the embeddings that are given."""
    for number in range(10**6):
        which = number % len(PHOTOS)
        try:
            answer = httpx.post(server.url + URL, content=PHOTOS[which], headers=AS_PHOTO, timeout=60)
        except httpx.HTTPError:
            return
        if answer.is_success:
            given.append((which, answer.content))
        else:
            assert answer.json()["code"] in ("not-ready", "busy")
            time.sleep(0.05)


@pytest.mark.full
@pytest.mark.timeout(600)
def test_a_server_killed_at_any_moment_serves_no_wrong_byte_then_or_later(tmp_path, expected):
    chance = random.Random(6)
    given: list[tuple[int, bytes]] = []
    answered_after = 0.0
    for kills in range(KILLS):
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
            time.sleep(chance.uniform(0, 2 * answered_after))
        finally:
            server.kill()
        for client in clients:
            client.join()
    server = start_server(tmp_path, *PATIENT)
    for number, photo in enumerate(PHOTOS):
        given.append(
            (number, httpx.post(server.url + URL, content=photo, headers=AS_PHOTO, timeout=120).content)
        )
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
    for kills in itertools.count():
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
        if halves and kills >= count(2, full=15):  # some were killed in the very moment
            break
    held = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    assert held <= 3 * SIZE + 2 * SIZE  # each writer may have made room before the other one wrote


@pytest.mark.full
async def test_decoders_killed_at_work_and_at_rest_cost_nobody_a_photo_and_end_with_their_server(
    tmp_path, large
):
    decoders = ("--decode-processes", "3", "--decode-seconds", "170")  # two processes for a client
    server = await asyncio.to_thread(start_server, tmp_path, *decoders, "--encode-seconds", "250")
    async with httpx.AsyncClient(base_url=server.url, timeout=260, headers=AS_PHOTO) as client:
        expected = [(await client.post("/api/v1/photos", content=photo)).content for photo in PHOTOS]
        costly = asyncio.create_task(client.post("/api/v1/photos", content=large))
        await until_at_work(1, server=server.process.pid)
        assert (await client.post("/api/v1/photos", content=PHOTOS[1])).content == expected[1]
        before = decoding_processes(server.process.pid)
        assert len(before) == 3
        for number in before:  # one of them has the large photo
            os.kill(number, signal.SIGKILL)
        killed = time.monotonic()
        assert (await client.post("/api/v1/photos", content=PHOTOS[1])).content == expected[1]
        assert (await costly).status_code == 200
        taken = time.monotonic() - killed  # by the one that began anew
        assert not decoding_processes(server.process.pid) & before

        costly = asyncio.create_task(client.post("/api/v1/photos", content=large))
        await until_at_work(1, server=server.process.pid)
        orphans = decoding_processes(server.process.pid)
        assert len(orphans) == 2
        server.kill()
        killed = time.monotonic()
        with pytest.raises(httpx.HTTPError):
            await costly
    await until_gone(orphans)
    assert time.monotonic() - killed < taken / 2  # and not when the photo was done

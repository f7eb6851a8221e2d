"""The memory for photos and their PNGs: asked for before it is used, bounded, and free again in time."""

import asyncio
import contextlib
import time
import tracemalloc
from dataclasses import replace

import pytest
from clickcut.server.bounds.memory import Memory
from clickcut.server.bounds.upload import Uploads
from clickcut.settings import MEGABYTE
from clickcut_core.errors import ClickcutError
from starlette.requests import Request

from tests.server import photos
from tests.server.conftest import until
from tests.server.decoders import at_work
from tests.server.sockets import client_of, listening, unread_answer

EMBEDDINGS, PHOTOS = "/api/v1/embeddings", "/api/v1/photos"
HOARDERS = ("127.0.0.2", "127.0.0.3")

pytestmark = pytest.mark.asyncio(loop_scope="session")  # apps share the processes that decode


@pytest.fixture
def settings(settings):
    return replace(settings, upload_seconds=60, decode_seconds=170, encode_seconds=170)


def hoarded(memory: Memory, client: str) -> int:
    """Take as much as a client gets, in pieces of a megabyte; gives how many."""
    held = memory.held_for(client).__enter__()
    with contextlib.suppress(ClickcutError):
        while True:
            held.resize(held.size + MEGABYTE)
    return held.size // MEGABYTE


async def test_each_client_leaves_as_much_as_it_holds_to_the_others():
    memory = Memory(1024)
    assert [hoarded(memory, client) for client in "abcd"] == [512, 256, 128, 64]
    assert memory.most == 512 * MEGABYTE
    with pytest.raises(ClickcutError) as refused, memory.held_for("a") as more:
        more.resize(1)  # however it is asked for
    assert refused.value.code == "busy"


async def test_what_was_refused_is_not_held_and_what_ended_is_free():
    memory = Memory(4)
    with memory.held_for("a") as held:
        held.resize(MEGABYTE)
        with pytest.raises(ClickcutError):
            held.resize(3 * MEGABYTE)
        assert held.size == MEGABYTE
        held.check(2 * MEGABYTE)
    assert hoarded(memory, "b") == 2


@pytest.mark.full
async def test_two_clients_that_hold_all_they_can_leave_room_for_a_third(settings, engine):
    bomb = photos.swelling_tiff(2000)
    assert len(bomb) < MEGABYTE / 4
    async with (
        listening(replace(settings, upload_memory=64), engine) as port,
        client_of(port, seconds=170) as third,
    ):
        await until(third, "clickcut_ready", 1)
        asked = [unread_answer(port, PHOTOS, bomb, address=address) for address in HOARDERS for _ in range(4)]
        answers = await asyncio.gather(*asked)
        statuses = [status for status, _, _ in answers]
        assert sorted(statuses) == [200, 200] + [503] * 6
        photo = photos.file(photos.picture(seed=1))
        assert (await third.post(EMBEDDINGS, content=photo)).status_code == 201
        assert (await third.post(PHOTOS, content=photo)).status_code == 200
        for _, _, writer in answers:
            writer.close()


@pytest.mark.full
async def test_an_answer_that_is_read_slowly_ends_and_its_memory_is_free(settings, engine):
    bomb = photos.swelling_tiff(2000)
    settings = replace(settings, upload_memory=36, client_photos=1, answer_seconds=2)
    async with listening(settings, engine) as port:
        status, reader, writer = await unread_answer(port, PHOTOS, bomb)
        assert status == 200
        begin = time.monotonic()
        read = 0
        with contextlib.suppress(ConnectionError):
            while more := await reader.read(2**16):  # more than has to be read at the least
                read += len(more)
                await asyncio.sleep(0.05)
        assert 64 * 1024 < read < 15_000_000
        assert time.monotonic() - begin >= 1
        writer.close()
        status, _, writer = await unread_answer(port, PHOTOS, bomb)
        assert status == 200
        writer.close()


async def test_a_png_for_which_there_never_is_room_is_refused_before_a_pixel_is_decoded(settings, engine):
    bomb = photos.swelling_tiff(8000)
    assert len(bomb) < MEGABYTE
    async with (
        listening(replace(settings, upload_memory=256), engine) as port,
        client_of(port, seconds=170) as client,
    ):
        before = at_work()
        answer = await client.post(PHOTOS, content=bomb)
        assert (answer.status_code, answer.json()["code"]) == (422, "png-too-large")
        assert at_work() == before


async def test_a_photo_in_chunks_of_a_byte_takes_the_memory_of_its_bytes():
    size = 200_000
    sent = 0

    async def receive() -> dict[str, object]:
        nonlocal sent
        sent += 1
        return {"type": "http.request", "body": b"%c" % (sent % 256), "more_body": sent < size}

    headers = [(b"content-type", b"image/jpeg"), (b"transfer-encoding", b"chunked")]
    request = Request({"type": "http", "headers": headers}, receive)
    with Memory(1).held_for("a") as held:
        tracemalloc.start()
        content = await Uploads(max_megabytes=1, seconds=170).read(request, held)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(content) == held.size == size
    assert most < 4 * size

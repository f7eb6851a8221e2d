"""What only shows over a real connection: refusals before the end of an upload, and clients that leave."""

import asyncio
import contextlib
import io
import json
import socket
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import psutil
import pytest
import pytest_asyncio
from PIL import Image

from tests.server import photos
from tests.server.conftest import figure, until
from tests.server.sockets import client_of, listening, unread_answer

PATH = "/api/v1/embeddings"

pytestmark = pytest.mark.asyncio(loop_scope="session")  # apps share the processes that decode


@pytest_asyncio.fixture(loop_scope="session")
async def port(settings, engine) -> AsyncIterator[int]:
    async with listening(replace(settings, max_megabytes=1, upload_seconds=2), engine) as port:
        yield port


async def start(port: int, *headers: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = [f"POST {PATH} HTTP/1.1", "Host: clickcut.test", "Content-Type: image/jpeg", *headers, "", ""]
    writer.write("\r\n".join(head).encode())
    return reader, writer


async def answer(reader: asyncio.StreamReader) -> tuple[int, dict[str, object]]:
    async with asyncio.timeout(30):
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length: ")[1].split("\r\n")[0])
        return int(head.split()[1]), json.loads(await reader.readexactly(length))


async def test_a_body_that_says_it_is_too_long_is_refused_at_once(port):
    reader, writer = await start(port, "Content-Length: 100000000")
    status, told = await answer(reader)
    assert (status, told["code"]) == (413, "too-many-bytes")
    writer.close()


async def test_a_body_that_does_not_say_is_refused_as_soon_as_it_is_too_long(port):
    reader, writer = await start(port, "Transfer-Encoding: chunked")
    for _ in range(9):  # the last chunk is never sent
        writer.write(b"20000\r\n" + bytes(0x20000) + b"\r\n")
    status, told = await answer(reader)
    assert (status, told["code"]) == (413, "too-many-bytes")
    writer.close()


async def test_a_client_that_leaves_in_the_middle_is_no_error(port, caplog):
    _, writer = await start(port, "Content-Length: 100000")
    writer.write(bytes(5000))
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    reader, writer = await start(port, "Content-Length: 0")  # the server goes on
    status, told = await answer(reader)
    assert (status, told["code"]) == (400, "empty-photo")
    writer.close()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_photo_that_drips_is_given_up_and_the_others_are_served(port):
    reader, writer = await start(port, "Content-Length: 100000")

    async def drip():
        with contextlib.suppress(ConnectionError):
            while not writer.is_closing():
                writer.write(b"x")
                await writer.drain()
                await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    async with client_of(port) as client:
        assert (await client.get("/healthz")).status_code == 200
    status, told = await answer(reader)
    assert (status, told["code"]) == (408, "upload-too-slow")
    writer.close()
    await dripping


@pytest.mark.full
async def test_a_client_that_leaves_ends_its_work(port):
    async with client_of(port) as client:
        await until(client, "clickcut_ready", 1)
        first = photos.file(photos.picture(seed=1))
        second = photos.file(photos.picture(seed=2))
        for content in (first, second):
            _, writer = await start(port, f"Content-Length: {len(content)}")
            writer.write(content)
            await writer.drain()
            await until(client, "clickcut_photos_pending", 1)
            writer.close()
            await until(client, "clickcut_photos_pending", 0)
        assert await figure(client, "clickcut_encode_seconds_count") == 0
        assert (await client.post(PATH, content=first)).status_code == 201


@pytest.mark.parametrize(("trusted", "statuses"), [("127.0.0.1", [400] * 3), ("192.0.2.1", [400, 429, 429])])
async def test_who_a_client_is_only_a_trusted_proxy_may_say(settings, engine, trusted, statuses):
    settings = replace(settings, client_rate=1, trusted_proxies=trusted)
    async with (
        listening(settings, engine) as port,
        client_of(port) as client,
    ):
        answers = [
            await client.post(PATH, headers={"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(3)
        ]
        assert [answer.status_code for answer in answers] == statuses


async def test_on_a_socket_for_both_versions_ipv4_clients_are_many(settings, engine):
    settings = replace(settings, client_rate=1)
    async with listening(settings, engine, host="::") as port:
        for address in ("127.0.0.1", "127.0.0.2"):
            async with client_of(port, address=address) as client:
                statuses = [(await client.post(PATH)).status_code for _ in range(2)]
            assert statuses == [400, 429]


def little_read(port: int) -> socket.socket:
    """A connection of a client whose kernel takes little before it is read."""
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.setblocking(False)
    return client


async def read_from(client: socket.socket, most: int) -> int:
    """Read so many bytes, or fewer where the connection ends before; gives how many."""
    read = 0
    with contextlib.suppress(ConnectionError):
        async with asyncio.timeout(30):
            while read < most and (more := await asyncio.get_running_loop().sock_recv(client, most - read)):
                read += len(more)
    return read


@pytest.mark.full
async def test_an_answer_is_waited_for_to_its_end(settings, engine):
    """Until its last bytes have been read, and by a slow reader for as long as he reads."""
    settings = replace(settings, upload_seconds=1)
    async with listening(settings, engine) as port:
        async with client_of(port) as client:
            await until(client, "clickcut_ready", 1)
            made = await client.post(PATH, content=photos.file(photos.picture(seed=1)))
        request = f"GET {made.headers['Location']} HTTP/1.1\r\nHost: clickcut.test\r\n\r\n".encode()
        size = len(made.content)  # and what its head adds
        with little_read(port) as slow, little_read(port) as idle:
            for each in (slow, idle):
                await asyncio.get_running_loop().sock_sendall(each, request)
            read = await read_from(idle, size - 40_000)
            until_then = time.monotonic() + 2
            slowly = 0
            while time.monotonic() < until_then:
                slowly += await read_from(slow, 4096)
                await asyncio.sleep(0.02)
            assert slowly + await read_from(slow, size - slowly) == size
            while idle.getsockname() in served(port):  # noqa: ASYNC110  seen from outside
                await asyncio.sleep(0.05)
            assert read + await read_from(idle, size) < size


def served(port: int) -> set[tuple[str, int]]:
    """Whose connections the server holds."""
    held = psutil.Process().net_connections("tcp4")
    return {tuple(each.raddr) for each in held if each.laddr.port == port and each.raddr}


@pytest.mark.full
async def test_a_photo_is_under_way_until_its_png_is_read(settings, engine):
    settings = replace(settings, client_photos=1, upload_seconds=30)
    noise = Image.effect_noise((1500, 1500), 100).convert("RGB")
    photo = photos.file(noise, "JPEG")
    async with (
        listening(settings, engine) as port,
        client_of(port) as client,
    ):
        status, _, writer = await unread_answer(port, "/api/v1/photos", photo)
        assert status == 200
        assert (await client.post("/api/v1/photos", content=photo)).status_code == 429
        writer.close()
        async with asyncio.timeout(30):
            while (answer := await client.post("/api/v1/photos", content=photo)).status_code == 429:  # noqa: ASYNC110  seen from outside
                await asyncio.sleep(0.1)
        assert Image.open(io.BytesIO(answer.content)).size == noise.size


async def test_who_waits_too_long_for_a_decoder_is_told(settings, engine, large):
    settings = replace(settings, decode_processes=1, encode_seconds=1)
    async with (
        listening(settings, engine) as port,
        client_of(port) as client,
    ):
        answers = await asyncio.gather(*(client.post("/api/v1/photos", content=large) for _ in range(3)))
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(503, "busy")}
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
        small = photos.file(photos.picture(seed=5))
        async with asyncio.timeout(60):  # a second is too short where other tests have both processors
            while (await client.post("/api/v1/photos", content=small)).status_code != 200:  # noqa: ASYNC110  seen from outside
                await asyncio.sleep(0.1)


async def test_a_websocket_is_not_opened_and_not_logged(settings, engine, caplog):
    secret = "0123456789abcdef" * 4
    lines = (
        f"GET {PATH}/{secret} HTTP/1.1",
        "Host: clickcut.test",
        "Connection: Upgrade",
        "Upgrade: websocket",
    )
    more = ("Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", "")
    with caplog.at_level("INFO"):
        async with listening(settings, engine) as port:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write("\r\n".join((*lines, *more)).encode())
            assert (await reader.readuntil(b"\r\n")).split()[1] == b"404"
            writer.close()
    assert secret not in caplog.text
    assert "websocket" not in caplog.text.lower()

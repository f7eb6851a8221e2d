"""What only shows over a real connection: refusals before the end of an upload, and clients that leave."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
import pytest_asyncio
import uvicorn
from clickcut.app import create_app
from clickcut.settings import Settings
from clickcut.web_server import server_config

from . import photos
from .conftest import figure, until

PATH = "/api/v1/embeddings"


@asynccontextmanager
async def listening(settings: Settings) -> AsyncIterator[int]:
    """Serve as `clickcut serve` does; gives the port."""
    server = uvicorn.Server(server_config(create_app(settings), settings))
    listener = socket.create_server(("127.0.0.1", 0))
    running = asyncio.create_task(server.serve(sockets=[listener]))
    async with asyncio.timeout(60):
        while not server.started:  # noqa: ASYNC110  uvicorn offers nothing to wait on
            await asyncio.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    await running


@pytest_asyncio.fixture(loop_scope="function")
async def port(settings) -> AsyncIterator[int]:
    async with listening(replace(settings, max_megabytes=1, upload_seconds=2)) as port:
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
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        assert (await client.get("/healthz")).status_code == 200
    status, told = await answer(reader)
    assert (status, told["code"]) == (408, "upload-too-slow")
    writer.close()
    await dripping


async def test_a_client_that_leaves_ends_its_work(port):
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
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
async def test_who_a_client_is_only_a_trusted_proxy_may_say(settings, trusted, statuses):
    settings = replace(settings, client_rate=1, trusted_proxies=trusted)
    async with (
        listening(settings) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
    ):
        answers = [
            await client.post(PATH, headers={"X-Forwarded-For": f"203.0.113.{number}"}) for number in range(3)
        ]
        assert [answer.status_code for answer in answers] == statuses

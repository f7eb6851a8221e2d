"""What only shows over a real connection: refusals before the end of an upload, and clients that leave."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest_asyncio
import uvicorn
from clickcut.app import create_app
from clickcut.settings import Settings

PATH = "/api/v1/embeddings"


@pytest_asyncio.fixture(loop_scope="function")
async def port(settings) -> AsyncIterator[int]:
    app = create_app(Settings(cache_dir=settings.cache_dir, max_megabytes=1))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())
    async with asyncio.timeout(60):
        while not server.started:  # noqa: ASYNC110  uvicorn offers nothing to wait on
            await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


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

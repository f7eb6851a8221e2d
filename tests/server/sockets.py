"""Real connections to an app: a server in this process, and clients that read no more than they want."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import uvicorn
from clickcut.server.app import create_app
from clickcut.server.web_server import server_config
from clickcut.settings import Settings

from tests.server.conftest import SharedEngine
from tests.server_process import AS_PHOTO


@asynccontextmanager
async def listening(
    settings: Settings, engine: SharedEngine, *, host: str = "127.0.0.1"
) -> AsyncIterator[int]:
    """Serve as `clickcut serve` does, but that the kernel holds little of an answer; gives the port."""
    server = uvicorn.Server(server_config(create_app(settings, engine=engine), settings))
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, dualstack_ipv6=family == socket.AF_INET6)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    async with asyncio.timeout(60):
        while not server.started:  # noqa: ASYNC110  uvicorn offers nothing to wait on
            await asyncio.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    await running


def client_of(port: int, *, seconds: float = 60, address: str | None = None) -> httpx.AsyncClient:
    """A client that sends photos from an address, and waits for so long."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    url = f"http://127.0.0.1:{port}"
    return httpx.AsyncClient(base_url=url, timeout=seconds, headers=AS_PHOTO, transport=transport)


async def unread_answer(
    port: int, path: str, photo: bytes, *, address: str = "127.0.0.1"
) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
    """Post a photo from an address and read the answer's head alone; gives its status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4096, local_addr=(address, 0))
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: clickcut.test",
        "Content-Type: image/tiff",
        f"Content-Length: {len(photo)}",
        "",
        "",
    )
    writer.write("\r\n".join(lines).encode() + photo)
    head = await reader.readuntil(b"\r\n\r\n")
    return int(head.split()[1]), reader, writer

"""What strangers hold a server by: connections that idle, drip, never end or never read their answer."""

import asyncio
import json
import resource
import statistics
import time

import httpx
import pytest

from tests.server_process import ROOT, Server, start_server

SECONDS = 2  # that a request may take to arrive
LARGEST = 64 * 2**20
MANY = 1000
HEAD = b"GET /healthz HTTP/1.1\r\nHost: clickcut.test\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """As a shell would start it that allows 512 open files and lets a program ask for more."""
    cache = tmp_path_factory.mktemp("cache")
    server = start_server(cache, "--upload-seconds", str(SECONDS), under=("prlimit", "--nofile=512:4096"))
    yield server
    server.stop()


@pytest.fixture
def many_files():
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(usual, 2 * MANY), most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))


async def connect(server: Server) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", httpx.URL(server.url).port)


async def figure(server: Server, name: str) -> float:
    async with httpx.AsyncClient(timeout=60) as client:
        lines = (await client.get(f"{server.url}/metrics")).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


async def seconds_for_health(server: Server) -> float:
    """The median of a new client's answers."""
    taken = []
    for _ in range(15):
        start = time.perf_counter()
        reader, writer = await connect(server)
        writer.write(HEAD + b"Connection: close\r\n\r\n")
        assert b'{"status":"ok"}' in await reader.read()
        taken.append(time.perf_counter() - start)
        writer.close()
    return statistics.median(taken)


async def is_closed(reader: asyncio.StreamReader) -> bytes:
    """What came before the server closed the connection; fails where it does not."""
    async with asyncio.timeout(30):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


@pytest.mark.alone
async def test_a_thousand_idle_connections_slow_nobody_down_and_are_ended(server, many_files):
    files = await figure(server, "process_open_fds")
    memory = await figure(server, "process_resident_memory_bytes")
    alone = await seconds_for_health(server)
    idle = await asyncio.gather(*(connect(server) for _ in range(MANY)))
    among = await seconds_for_health(server)
    assert among <= 3 * alone + 0.05
    grown = await figure(server, "process_resident_memory_bytes") - memory
    assert grown < LARGEST
    await asyncio.gather(*(is_closed(reader) for reader, _ in idle))
    for _, writer in idle:
        writer.close()
    assert await figure(server, "process_open_fds") <= files + 5


POST = b"POST /api/v1/embeddings HTTP/1.1\r\nHost: clickcut.test\r\n"
REFUSED = POST + b"Content-Type: text/html\r\nContent-Length: 99999999\r\n\r\n"
SECOND = HEAD + b"\r\n" + HEAD


DRIPS = {"a head": b"GET /healthz HTTP/1.1\r\nX-Slow: ", "nothing yet": b"\r\n", "a second head": SECOND}
DRIPS["a body that was refused"] = REFUSED


async def drip(server: Server, first: bytes) -> tuple[float, int]:
    """Send a byte at a time after the first ones; gives after how long it ended, and the answers."""
    reader, writer = await connect(server)
    writer.write(first)
    start = time.monotonic()
    closed = asyncio.create_task(is_closed(reader))
    while not closed.done():
        writer.write(b"\r\n" if first == b"\r\n" else b"x")
        await asyncio.wait([closed], timeout=0.2)
    writer.close()
    return time.monotonic() - start, (await closed).count(b"HTTP/1.1")


async def test_whoever_drips_is_disconnected(server):
    ended = await asyncio.gather(*(drip(server, first) for first in DRIPS.values()))
    for name, (seconds, answers) in zip(DRIPS, ended, strict=True):
        assert seconds >= SECONDS / 2, name
        assert answers == (DRIPS[name] in (REFUSED, SECOND)), name


async def sent_until(answer: asyncio.Task[bytes], writer: asyncio.StreamWriter, more: bytes) -> int:
    """Send the same again and again until the server ends the connection; gives the bytes sent."""
    sent = 0
    while not answer.done() and sent < LARGEST:
        writer.write(more)
        sent += len(more)
        try:
            await writer.drain()
        except ConnectionError:
            break
        await asyncio.sleep(0)
    return sent


@pytest.mark.parametrize(
    ("start", "more"),
    [(HEAD + b"X-Long: ", b"x" * 1000), (HEAD, b"X-Many: of these\r\n" * 60), (b"GET /", b"x" * 1000)],
    ids=["one header", "many headers", "a path"],
)
async def test_a_head_without_end_is_refused_before_it_is_held(server, start, more):
    memory = await figure(server, "process_resident_memory_bytes")
    reader, writer = await connect(server)
    answer = asyncio.create_task(is_closed(reader))
    writer.write(start)
    sent = await sent_until(answer, writer, more)
    assert sent < LARGEST
    # It may be lost where the connection is reset under what we still send.
    told = await answer
    assert told == b"" or problem(told) == (431, "invalid-request")
    assert await figure(server, "process_resident_memory_bytes") - memory < LARGEST / 4
    writer.close()


@pytest.mark.parametrize("more", [b"a:\r\n" * 250, b"a: " + b"x" * 1000], ids=["many", "long"])
async def test_trailers_without_end_are_not_held(server, more):
    memory = await figure(server, "process_resident_memory_bytes")
    reader, writer = await connect(server)
    writer.write(POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n")
    answer = asyncio.create_task(is_closed(reader))
    sent = await sent_until(answer, writer, more)
    await answer
    assert sent < LARGEST / 4
    assert await figure(server, "process_resident_memory_bytes") - memory < LARGEST / 4
    writer.close()


async def test_a_trailer_is_no_header(server):
    reader, writer = await connect(server)
    head = POST + b"Content-Type: image/jpeg\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    writer.write(head + b"1\r\nx\r\n0\r\nContent-Type: text/html\r\n\r\n")  # read before the app is asked
    assert json.loads((await is_closed(reader)).partition(b"\r\n\r\n")[2])["code"] == "not-a-photo"
    writer.close()


async def test_many_requests_at_once_are_not_held(server):
    memory = await figure(server, "process_resident_memory_bytes")
    pairs = [await connect(server) for _ in range(20)]
    for _, writer in pairs:
        writer.write((HEAD + b"\r\n") * 20_000)
    for reader, writer in pairs:
        assert (await is_closed(reader)).count(b"HTTP/1.1 200") < 100
        writer.close()
    assert await figure(server, "process_resident_memory_bytes") - memory < LARGEST / 4


async def test_a_few_are_answered_in_turn(server):
    reader, writer = await connect(server)
    writer.write((HEAD + b"\r\n") * 4 + HEAD + b"Connection: close\r\n\r\n")
    assert (await is_closed(reader)).count(b"HTTP/1.1 200") == 5
    writer.close()


def problem(answer: bytes) -> tuple[int, str]:
    """The status of an answer, and the code of the problem it tells."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Content-Type: application/problem+json" in head
    told = json.loads(body)
    assert head.startswith(f"HTTP/1.1 {told['status']} {told['title']}\r\n".encode())
    return told["status"], told["code"]


async def test_what_is_no_http_is_told_so(server):
    reader, writer = await connect(server)
    writer.write(b"EHLO clickcut.test\r\n\r\n")
    assert problem(await is_closed(reader)) == (400, "invalid-request")
    writer.close()


async def test_a_head_as_long_as_browsers_send_it_is_accepted(server):
    headers = {f"X-{number}": "x" * 1000 for number in range(30)}
    async with httpx.AsyncClient(timeout=60) as client:
        for _ in range(4):  # over one connection
            assert (await client.get(f"{server.url}/healthz", headers=headers)).status_code == 200


async def test_whoever_never_reads_is_disconnected(server):
    largest = max((ROOT / "dist/runtime").rglob("*.*"), key=lambda path: path.stat().st_size)
    path = largest.relative_to(ROOT / "dist").as_posix()
    files = await figure(server, "process_open_fds")
    memory = await figure(server, "process_resident_memory_bytes")
    unread = []
    for _ in range(50):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1",
            httpx.URL(server.url).port,
            limit=1000,  # bytes that asyncio reads ahead
        )
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: clickcut.test\r\n\r\n".encode())
        unread.append((reader, writer))
    async with asyncio.timeout(30):
        while await figure(server, "process_open_fds") < files + 50:  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.01)
    assert await figure(server, "process_resident_memory_bytes") - memory < LARGEST
    async with asyncio.timeout(30):
        while await figure(server, "process_open_fds") > files + 5:  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.1)
    for reader, writer in unread:
        assert len(await is_closed(reader)) < largest.stat().st_size
        writer.close()


CHUNKED = POST + b"Content-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"


async def test_a_body_in_chunks_of_a_byte_is_cut_off(server):
    reader, writer = await connect(server)
    answer = asyncio.create_task(is_closed(reader))
    writer.write(CHUNKED)
    sent = await sent_until(answer, writer, b"1\r\nx\r\n" * 1000)
    assert sent < LARGEST / 8  # with what the sockets hold
    told = await answer
    assert told == b"" or problem(told) == (400, "invalid-request")
    writer.close()


async def test_a_body_in_some_thousand_small_chunks_is_read(server):
    reader, writer = await connect(server)
    writer.write(CHUNKED + b"1\r\nx\r\n" * 20_000 + b"0\r\n\r\n")
    async with asyncio.timeout(30):
        head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 422 ")  # it is no photo
    writer.close()

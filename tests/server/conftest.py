import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from clickcut.encoding.encoder import Encoder
from clickcut.encoding.engine import LocalEngine
from clickcut.server.app import create_app
from clickcut.settings import Settings, default_dist
from fastapi import FastAPI

from tests.server.publishing.commands import folder_of_photos
from tests.server_process import AS_PHOTO, Server, start_server

from .decoders import large_photo


class SharedEngine(LocalEngine):
    """The server's own engine, for one app after another: none of them ends it."""

    async def close(self) -> None:
        """Leave it to the next app."""


@asynccontextmanager
async def serving(app: FastAPI, *, seconds: float = 120) -> AsyncIterator[httpx.AsyncClient]:
    """Run an app until its models are loaded, and give a client that sees what a real one would."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://clickcut.test", headers=AS_PHOTO) as client,
    ):
        async with asyncio.timeout(seconds):
            while (await client.get("/readyz")).status_code != 200:  # noqa: ASYNC110  as an orchestrator does
                await asyncio.sleep(0.02)
        yield client


async def figure(client: httpx.AsyncClient, name: str) -> float:
    """One figure of /metrics; 0 when it was never counted."""
    for line in (await client.get("/metrics")).text.splitlines():
        if line.startswith(f"{name} "):
            return float(line.split()[-1])
    return 0.0


async def until(client: httpx.AsyncClient, name: str, value: float) -> None:
    """Wait for a figure of /metrics."""
    async with asyncio.timeout(60):
        while await figure(client, name) != value:  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.01)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real encoder, loaded once."""
    return Encoder.from_settings(Settings())


@pytest.fixture(scope="session")
def engine(encoder: Encoder) -> SharedEngine:
    """What apps encode with in tests that are not about how an encoder is chosen or loaded."""
    return SharedEngine(lambda: encoder)


@pytest.fixture(scope="session")
def large() -> bytes:
    """A photo that takes seconds to decode and to write as PNG."""
    return large_photo()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(cache_dir=tmp_path / "cache")


def small_dist(dist: Path) -> Path:
    """The real models, with a runtime and a sample small enough to compare."""
    (dist / "models").symlink_to(default_dist() / "models")
    bundle = dist / "runtime" / "0123456789abcdef"
    bundle.mkdir(parents=True)
    (dist / "runtime" / "clickcut.js").write_text("export {};")
    for suffix in ("wasm", "txt", "js", "onnx", "zip", "json"):
        (bundle / f"file.{suffix}").write_bytes(suffix.encode())
    (dist / "samples" / "0123456789abcdef").mkdir(parents=True)
    (dist / "samples" / "0123456789abcdef" / "cat.clickcut").write_bytes(b"embedding")
    (dist / "secret.txt").write_text("not to be served")
    (dist / "runtime" / "link.txt").symlink_to(dist / "secret.txt")
    return dist


def small_settings(dist: Path, cache: Path, **others: str) -> Settings:
    """A megabyte and a megapixel at most, and as many photos as the tests like."""
    return Settings(
        cache_dir=cache,
        dist=dist,
        max_megabytes=1,
        max_megapixels=1,
        client_photos=100,
        client_rate=100_000,
        encode_seconds=120,  # the machine may have other work
        **others,
    )


@pytest.fixture(scope="session")
def shared_dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_dist(tmp_path_factory.mktemp("dist"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(
    tmp_path_factory: pytest.TempPathFactory, shared_dist: Path, engine: SharedEngine
) -> AsyncIterator[httpx.AsyncClient]:
    """One server for the tests that leave nothing behind."""
    settings = small_settings(shared_dist, tmp_path_factory.mktemp("cache"))
    async with serving(create_app(settings, engine=engine)) as client:
        yield client


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`clickcut serve` for the tests that leave nothing behind, as patient as `client`."""
    options = ("--client-rate", "100000", "--client-photos", "100", "--encode-seconds", "170")
    server = start_server(tmp_path_factory.mktemp("cache"), *options)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_photos(tmp_path_factory.mktemp("album") / "photos", 3)

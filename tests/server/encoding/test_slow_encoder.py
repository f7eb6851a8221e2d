"""An encoder with more to do than it can: those who wait too long are told, and nobody else notices."""

import asyncio
import itertools
import statistics
import time

import httpx
import pytest
from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.photos.photo import photo_sha256
from clickcut.settings import MEGABYTE, Settings

from tests.server import photos
from tests.server.conftest import figure
from tests.server_process import AS_PHOTO, start_server

URL = "/api/v1/embeddings"
SECONDS = 1  # that a photo may wait
BUSY_SECONDS = 6
UPLOADERS = 16
KNOWN = photos.file(photos.picture(seed=130))


def put_into_cache(folder, encoder: Encoder) -> str:
    """Have a photo's embedding known to the server that will use this folder; gives its path."""
    made = encoder.encode_photo(KNOWN)
    manifest, sha256 = read_manifest(Settings().dist), photo_sha256(KNOWN)
    cache = EmbeddingCache(
        folder / "embeddings", model=manifest.model, encoder=made.encoder, max_bytes=9 * MEGABYTE, max_days=30
    )
    cache.write(sha256, made.to_bytes())
    return f"{URL}/{sha256}"


async def seconds_for(client: httpx.AsyncClient, path: str) -> float:
    start = time.perf_counter()
    assert (await client.get(path)).status_code == 200
    return time.perf_counter() - start


@pytest.mark.alone
@pytest.mark.full  # in the gate, test_saturated.py asks the same, and test_admission.py who is told
async def test_while_the_encoder_is_too_slow_all_else_is_fast_and_who_waits_is_told(tmp_path, encoder):
    limits = {"encode-seconds": SECONDS, "queue": 99, "client-photos": 99, "client-rate": 9999}
    options = [f"--{name}={value}" for name, value in limits.items()]
    paths = (await asyncio.to_thread(put_into_cache, tmp_path, encoder), "/healthz", "/runtime/clickcut.js")
    server = await asyncio.to_thread(start_server, tmp_path, *options, "--encoder-threads", "1")
    async with httpx.AsyncClient(base_url=server.url, timeout=60, headers=AS_PHOTO) as client:
        unknown = (photos.file(photos.picture(64, 64, seed=seed)) for seed in itertools.count(200))
        idle = {
            path: statistics.median([await seconds_for(client, path) for _ in range(20)]) for path in paths
        }
        end = time.perf_counter() + BUSY_SECONDS

        async def upload() -> list[tuple[httpx.Response, float]]:
            answers = []
            while (start := time.perf_counter()) < end:
                answer = await client.post(URL, content=next(unknown))
                answers.append((answer, time.perf_counter() - start))
                if answer.status_code == 503:
                    await asyncio.sleep(0.2)  # sooner than it was told to
            return answers

        uploads = [asyncio.create_task(upload()) for _ in range(UPLOADERS)]
        busy: dict[str, list[float]] = {path: [] for path in paths}
        while not all(each.done() for each in uploads):
            for path in paths:
                busy[path].append(await seconds_for(client, path))
        answers = [answer for each in uploads for answer in each.result()]
        late = [(answer, taken) for answer, taken in answers if answer.status_code == 503]
        assert {answer.status_code for answer, _ in answers} <= {201, 503}
        assert late
        for answer, taken in late:
            assert answer.json()["code"] == "busy"
            assert int(answer.headers["retry-after"]) >= 1
            assert taken < SECONDS + 10
        for path in paths:
            assert statistics.median(busy[path]) <= 5 * idle[path] + 0.25, path
        assert await figure(client, "clickcut_photos_pending") == 0
    await asyncio.to_thread(server.stop)

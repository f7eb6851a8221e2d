"""The system's clock set forward or back by days while the server runs: nothing lasts longer for it."""

import os
import time
from dataclasses import replace

import pytest
from clickcut.encoding.cache import EmbeddingCache
from clickcut.photos.photo import READING
from clickcut.server.app import create_app

from tests.server import photos
from tests.server.conftest import serving
from tests.server.encoding.embeddings import (
    MODEL,
    NAMES,
    SIZE,
    embedding,
)

URL = "/api/v1/embeddings"
DAY = 86400
DAYS = [-2, 400, *(pytest.param(days, marks=pytest.mark.full) for days in (-400, 2))]


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock, in days from now; the one that only ever runs on stays as it is."""
    seconds, nanoseconds = time.time, time.time_ns

    def set_to(days: float) -> None:
        monkeypatch.setattr(time, "time", lambda: seconds() + days * DAY)
        monkeypatch.setattr(time, "time_ns", lambda: nanoseconds() + int(days * DAY) * 10**9)

    return set_to


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("days", DAYS)
async def test_a_client_that_was_refused_is_let_in_again_whatever_the_clock_says(
    settings, engine, clock, days
):
    async with serving(create_app(replace(settings, client_rate=2), engine=engine)) as client:
        assert [(await client.post(URL)).status_code for _ in range(3)] == [400, 400, 429]
        clock(days)
        answers = [await client.post(URL) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [400, 400, 429]
        assert 1 <= int(answers[2].headers["retry-after"]) <= 120


@pytest.mark.full  # has servers of its own
@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("days", DAYS)
async def test_photos_are_encoded_and_kept_whatever_the_clock_says(settings, engine, clock, days):
    photo = photos.file(photos.picture(seed=111))
    async with serving(create_app(settings, engine=engine)) as client:
        made = await client.post(URL, content=photo)
        clock(days)
        again = await client.post(URL, content=photo)
        assert (again.status_code, again.content) == (200 if abs(days) < 30 else 201, made.content)
        assert (await client.post(URL, content=photo)).status_code == 200


def test_what_was_kept_by_a_clock_that_ran_ahead_leaves_as_what_is_as_old(tmp_path):
    cache = EmbeddingCache(tmp_path, model=MODEL, encoder="own", max_bytes=3 * SIZE, max_days=30)
    for name, days in zip(NAMES[:3], (40, 3, -2), strict=True):
        cache.write(name, embedding(name))
        (path,) = tmp_path.rglob(f"{name}.clickcut")
        os.utime(path, (time.time() + days * DAY,) * 2)
    assert cache.read(NAMES[0]) is None
    cache.write(NAMES[3], embedding(NAMES[3]))
    assert kept(tmp_path) == [NAMES[1], NAMES[2], NAMES[3]]
    cache.write(NAMES[4], embedding(NAMES[4]))
    assert kept(tmp_path) == [NAMES[2], NAMES[3], NAMES[4]]


def test_a_half_file_from_the_future_is_swept_up(tmp_path):
    cache = EmbeddingCache(tmp_path, model=MODEL, encoder="own", max_bytes=3 * SIZE, max_days=30)
    cache.write(NAMES[0], embedding(NAMES[0]))
    half = tmp_path / f"{MODEL}-own-{READING}" / "half.unfinished"
    half.write_bytes(b"half")
    os.utime(half, (time.time() + DAY,) * 2)
    cache.write(NAMES[1], embedding(NAMES[1]))
    assert not half.exists()


def kept(folder) -> list[str]:
    return sorted(path.stem for path in folder.rglob("*.clickcut"))

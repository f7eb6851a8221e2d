"""Who is let in: a bounded queue, a deadline, so much of each client; and whoever leaves ends the work."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from clickcut.server.app import create_app
from clickcut.settings import MEGABYTE
from fastapi import FastAPI

from tests.server import photos
from tests.server.conftest import figure, serving, until
from tests.server.decoders import until_at_work
from tests.server_process import AS_PHOTO

URL = "/api/v1/embeddings"
RUNS = "clickcut_encode_seconds_count"
PENDING = "clickcut_photos_pending"
MORE = 25  # photos than any machine encodes in a second

pytestmark = pytest.mark.asyncio(loop_scope="session")  # apps share the processes that decode


@pytest.fixture
def settings(settings):
    # Deadlines are none of most tests' business, and this machine may have other things to do.
    return replace(settings, client_photos=100, client_rate=100_000, decode_seconds=170, encode_seconds=170)


def from_elsewhere(app: FastAPI) -> httpx.AsyncClient:
    """A client with another address than that of `serving`."""
    transport = httpx.ASGITransport(app, client=("192.0.2.1", 1234))
    return httpx.AsyncClient(
        transport=transport, base_url="http://clickcut.test", timeout=60, headers=AS_PHOTO
    )


def photo(seed: int, side: int = 64) -> bytes:
    return photos.file(photos.picture(side, side, seed=seed))


async def test_a_full_queue_refuses_at_once_and_says_when_to_come_back(settings, engine):
    async with serving(create_app(replace(settings, queue=2), engine=engine)) as client:
        answers = await asyncio.gather(*(client.post(URL, content=photo(seed)) for seed in range(6)))
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [201, 201, 503, 503, 503, 503]
        for answer in answers:
            if answer.status_code == 503:
                told = answer.json()
                assert told["code"] == "busy"
                assert answer.headers["retry-after"] == told["values"]["seconds"]
                assert 1 <= int(told["values"]["seconds"]) <= 60
        assert await figure(client, 'clickcut_refusals_total{code="busy"}') == 4
        assert (await client.post(URL, content=photo(5))).status_code == 201  # there is room again


@pytest.mark.full  # saturates a server
async def test_while_the_queue_is_full_what_is_known_and_alive_is_answered(settings, engine):
    async with serving(create_app(replace(settings, queue=1), engine=engine)) as client:
        known = await client.post(URL, content=photo(1))
        encoding = asyncio.create_task(client.post(URL, content=photo(2)))
        await until(client, PENDING, 1)
        assert (await client.post(URL, content=photo(3))).status_code == 503
        again = await client.post(URL, content=photo(1))
        assert (again.status_code, again.content) == (200, known.content)
        assert (await client.get(known.headers["location"])).content == known.content
        assert (await client.get("/healthz")).status_code == 200
        joined = await client.post(URL, content=photo(2))  # no work of its own
        assert (joined.status_code, (await encoding).status_code) == (200, 201)
        assert joined.content == (await encoding).content


@pytest.mark.full  # saturates a server
async def test_photos_that_take_long_leave_a_decoder_to_other_clients(settings, engine, large):
    app = create_app(replace(settings, decode_processes=2), engine=engine)
    async with serving(app) as client, from_elsewhere(app) as other:
        converting = [asyncio.create_task(client.post("/api/v1/photos", content=large)) for _ in range(2)]
        await until_at_work(1)  # the other one waits for it, and the second decoder is free
        assert (await other.post("/api/v1/photos", content=photo(1))).status_code == 200
        assert not any(task.done() for task in converting)
        assert {(await task).status_code for task in converting} == {200}


async def test_nobody_waits_longer_than_the_deadline(settings, engine):
    app = create_app(replace(settings, encode_seconds=1, queue=MORE), engine=engine)
    async with serving(app) as client:
        answers = await asyncio.gather(*(client.post(URL, content=photo(seed)) for seed in range(MORE)))
        assert {answer.status_code for answer in answers} <= {201, 503}
        late = [answer for answer in answers if answer.status_code == 503]
        assert late
        assert {answer.json()["code"] for answer in late} == {"busy"}
        await until(client, PENDING, 0)
        assert await figure(client, RUNS) <= MORE - len(late)  # what nobody waits for is not done


@pytest.mark.full
async def test_a_photo_that_everybody_left_is_not_encoded(settings, engine):
    app = create_app(settings, engine=engine)
    async with serving(app) as client:
        first = asyncio.create_task(app.state.encoder.encode(photo(1)))
        await until(client, PENDING, 1)
        second = asyncio.create_task(app.state.encoder.encode(photo(2)))
        await until(client, PENDING, 2)
        first.cancel()
        second.cancel()
        await until(client, PENDING, 0)
        assert (await client.post(URL, content=photo(3))).status_code == 201
        assert await figure(client, RUNS) == 1


@pytest.mark.full
async def test_a_photo_that_everybody_left_may_be_asked_for_again_at_once(settings, engine):
    app = create_app(settings, engine=engine)
    async with serving(app) as client:
        first = asyncio.create_task(app.state.encoder.encode(photo(1)))
        await until(client, PENDING, 1)
        first.cancel()
        (again,) = await asyncio.gather(client.post(URL, content=photo(1)))
        assert again.status_code == 201


@pytest.mark.full
async def test_one_client_has_so_many_photos_at_a_time_and_a_minute(settings, engine):
    async with serving(create_app(replace(settings, client_photos=2), engine=engine)) as client:
        answers = await asyncio.gather(*(client.post(URL, content=photo(seed)) for seed in range(4)))
        assert sorted(answer.status_code for answer in answers) == [201, 201, 429, 429]
        refused = [answer for answer in answers if answer.status_code == 429]
        assert {answer.json()["code"] for answer in refused} == {"too-many-at-once"}
        assert {answer.headers["retry-after"] for answer in refused} == {"1"}
    known = photo([answer.status_code for answer in answers].index(201))
    async with serving(create_app(replace(settings, client_rate=3), engine=engine)) as client:
        answers = [await client.post(URL, content=known) for _ in range(5)]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        for answer in answers[3:]:
            assert (answer.status_code, answer.json()["code"]) == (429, "too-many-requests")
            assert 1 <= int(answer.headers["retry-after"]) <= 120
        assert (await client.get("/healthz")).status_code == 200


@pytest.mark.full
async def test_photos_held_are_bounded_all_clients_together(settings, engine):
    app = create_app(replace(settings, max_megabytes=2, upload_memory=1), engine=engine)
    async with serving(app) as client:
        answer = await client.post(URL, content=bytes(MEGABYTE + 1))
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")

        async def unannounced():
            for _ in range(20):
                yield bytes(MEGABYTE // 10)

        answer = await client.post(URL, content=unannounced())
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert (await client.post(URL, content=photo(1))).status_code == 201  # nothing is held any more

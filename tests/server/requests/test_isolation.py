"""What a client learns of another's photo without its hash: nothing, read, guessed or timed."""

import hashlib
import json
import os
import statistics
import time

import httpx
import pytest

from tests.server import photos

pytestmark = pytest.mark.asyncio(loop_scope="session")

URL = "/api/v1/embeddings"
GUESSES = 200


def body_shape(response: httpx.Response) -> dict[str, str]:
    return {name: type(value).__name__ for name, value in response.json().items()}


@pytest.mark.full
async def test_a_wrong_guess_tells_nothing_of_how_near_it_was(client):
    photo = photos.file(photos.picture(seed=120))
    location = (await client.post(URL, content=photo)).headers["location"].split("?")[0]
    digits = location.rpartition("/")[2]
    near = digits[:-1] + ("0" if digits[-1] != "0" else "1")
    answers = [
        await client.get(f"{URL}/{guess}")
        for guess in (near, os.urandom(32).hex(), "0" * 64, digits[::-1], near.upper())
    ]
    assert {answer.status_code for answer in answers} == {404}
    told = [{**answer.json(), "instance": "", "request": ""} for answer in answers]
    assert all(each == told[0] for each in told)
    volatile = {"x-request-id", "content-length"}
    headers = [{k: v for k, v in answer.headers.items() if k not in volatile} for answer in answers]
    assert all(each == headers[0] for each in headers)
    assert (await client.get(location)).status_code == 200


@pytest.mark.parametrize("guess", ["g" * 64, "0" * 63, "*", "..", "%2a" * 8, "0" * 5000])
async def test_what_is_no_hash_is_refused_in_the_same_shape_as_one_that_nobody_sent(client, guess):
    unknown = await client.get(f"{URL}/{'0' * 64}")
    malformed = await client.get(f"{URL}/{guess}")
    assert malformed.status_code in (400, 404, 405)  # 405: `..` is the collection
    assert body_shape(malformed) == body_shape(unknown)


@pytest.mark.alone
async def test_guesses_take_the_same_time_however_near_they_are(client):
    photo = photos.file(photos.picture(seed=121))
    digits = (await client.post(URL, content=photo)).headers["location"].split("?")[0].rpartition("/")[2]
    near = digits[:-1] + ("0" if digits[-1] != "0" else "1")
    taken: dict[str, list[float]] = {"near": [], "far": [], "malformed": []}
    for _ in range(GUESSES):
        for kind, guess in (("near", near), ("far", os.urandom(32).hex()), ("malformed", "x" * 64)):
            start = time.perf_counter()
            await client.get(f"{URL}/{guess}")
            taken[kind].append(time.perf_counter() - start)
    near_median, far_median, malformed_median = (statistics.median(times) for times in taken.values())
    assert 0.8 <= near_median / far_median <= 1.25
    assert 0.1 <= malformed_median / far_median <= 10


@pytest.mark.parametrize("path", [URL, f"{URL}/", f"{URL}?list=1", "/api/v1", "/cache", "/embeddings"])
async def test_there_is_no_list_of_photos(client, path):
    await client.post(URL, content=photos.file(photos.picture(seed=120)))
    for method in ("GET", "HEAD", "OPTIONS", "PROPFIND"):
        answer = await client.request(method, path, follow_redirects=True)
        assert answer.status_code in (404, 405)


@pytest.mark.full
async def test_figures_errors_and_the_page_have_nothing_of_another_client(client):
    photo = photos.file(photos.picture(seed=122), "JPEG", comment=b"a secret of hers")
    sha256 = hashlib.sha256(photo).hexdigest()
    hers = {
        "X-Forwarded-For": "203.0.113.99",
        "User-Agent": "her-browser",
        "Content-Disposition": "filename=diary.jpg",
    }
    made = await client.post(URL, content=photo, headers=hers)
    await client.post(URL, content=photo[:-300], headers=hers)
    await client.get(f"{URL}/{sha256}-diary", headers=hers)
    etag = made.headers["etag"].strip('"')
    answers = [
        await client.get(path)
        for path in ("/", "/metrics", "/healthz", "/readyz", "/api/v1/openapi.json", f"{URL}/{'1' * 64}")
    ]
    answers.append(await client.post(URL, content=b"not a photo"))
    answers.append(await client.post("/api/v1/photos", content=photos.file(photos.picture(seed=1))))
    for answer in answers:
        text = json.dumps(dict(answer.headers)) + answer.content.decode("latin-1")
        for secret in (sha256, etag, "her-browser", "diary", "a secret"):
            assert secret not in text


async def test_an_embedding_is_a_shared_caches_only_by_its_hash(client):
    photo = photos.file(photos.picture(seed=123))
    made = await client.post(URL, content=photo)
    png = await client.post("/api/v1/photos", content=photo)
    assert "public" not in made.headers.get("cache-control", "")
    assert png.headers["cache-control"] == "no-store"
    assert (await client.get(f"{URL}/{'0' * 64}")).headers["cache-control"] == "no-store"
    assert "set-cookie" not in made.headers

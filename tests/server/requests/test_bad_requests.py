"""Every bad input of a client: its own status and code, and never a 500."""

import os
from collections.abc import AsyncIterator

import httpx
import pytest
from clickcut_core.words.en.sentences import SENTENCES

from tests.server import photos
from tests.server.conftest import figure

pytestmark = pytest.mark.asyncio(loop_scope="session")

UPLOADS = ("/api/v1/embeddings", "/api/v1/photos")
JPEG = photos.file(photos.picture(), "JPEG")
BAD_PHOTOS = {
    "empty": (b"", 400, "empty-photo"),
    "text": (b"this is a letter, not a photo\n" * 50, 422, "not-a-photo"),
    "truncated JPEG": (JPEG[: len(JPEG) // 2], 422, "truncated-photo"),
    "60000 x 60000": (photos.claimed_png(60000, 60000), 422, "too-many-pixels"),
    "1 x 1": (photos.file(photos.picture(1, 1)), 422, "photo-too-small"),
    "1 x 8000": (photos.file(photos.picture(1, 8000)), 422, "photo-too-narrow"),
    "over the limit": (os.urandom(2**20 + 1), 413, "too-many-bytes"),
}


def assert_problem(response: httpx.Response, status: int, code: str) -> None:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    told = response.json()
    assert (told["status"], told["code"], told["type"]) == (status, code, "about:blank")
    assert told["title"] and told["detail"].endswith(".")
    assert SENTENCES[told["code"]].format(**told["values"]) == told["detail"]
    assert told["instance"] == response.request.url.path


@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize("name", BAD_PHOTOS)
async def test_bad_photo(client, path, name):
    content, status, code = BAD_PHOTOS[name]
    assert_problem(await client.post(path, content=content), status, code)


@pytest.mark.parametrize("path", UPLOADS)
async def test_too_many_bytes_are_refused_before_they_are_sent(client, path):
    async def body() -> AsyncIterator[bytes]:
        pytest.fail("the body was read")
        yield b""

    response = await client.post(path, content=body(), headers={"Content-Length": str(2**20 + 1)})
    assert_problem(response, 413, "too-many-bytes")
    assert "1 MB" in response.json()["detail"]


@pytest.mark.parametrize("claimed", [{}, {"Content-Length": "10"}, {"Content-Length": "many"}])
async def test_too_many_bytes_are_refused_while_they_stream(client, claimed):
    sent = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 2**18
            yield bytes(2**18)

    response = await client.post(UPLOADS[0], content=body(), headers=claimed)
    assert_problem(response, 413, "too-many-bytes")
    assert sent == 2**20 + 2**18  # the chunk that was too much, and none after it


@pytest.mark.parametrize(
    "media_type", ["text/html", "multipart/form-data; boundary=x", "application/json", "imagejpeg", "image"]
)
@pytest.mark.parametrize("path", UPLOADS)
async def test_wrong_content_type(client, path, media_type):
    response = await client.post(path, content=JPEG, headers={"Content-Type": media_type})
    assert_problem(response, 415, "unsupported-media-type")


@pytest.mark.parametrize(
    "media_type", ["image/jpeg", "IMAGE/PNG; q=1", "image/heic", "application/octet-stream"]
)
async def test_what_the_content_type_names_is_not_believed(client, media_type):
    response = await client.post(UPLOADS[0], content=JPEG, headers={"Content-Type": media_type})
    assert response.status_code in (200, 201)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_unknown_photo(client, method):
    response = await client.request(method, f"{UPLOADS[0]}/{'0' * 64}")
    assert response.status_code == 404
    if method == "GET":
        assert_problem(response, 404, "unknown-photo")


@pytest.mark.parametrize(
    "value", ["1", "g" * 64, "0" * 63, "0" * 65, "..%2f..%2fetc%2fpasswd", "%00", "é" * 64]
)
async def test_invalid_hash(client, value):
    response = await client.get(f"{UPLOADS[0]}/{value}")
    assert response.json()["code"] in ("invalid-hash", "not-found")
    assert response.status_code in (400, 404)
    if "%2f" not in value:
        assert_problem(response, 400, "invalid-hash")


async def test_nothing_there(client):
    assert_problem(await client.get("/nothing/here.txt"), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "/healthz"), ("GET", UPLOADS[0]), ("PUT", UPLOADS[1])]
)
async def test_method_not_allowed(client, method, path):
    response = await client.request(method, path)
    assert_problem(response, 405, "method-not-allowed")
    assert response.headers["allow"]
    assert method in response.json()["detail"]


async def test_refusals_are_counted_by_reason(client):
    name = 'clickcut_refusals_total{code="empty-photo"}'
    before = await figure(client, name)
    await client.post(UPLOADS[0], content=b"")
    assert await figure(client, name) == before + 1

"""What every answer carries, whoever gives it."""

import pytest
from clickcut.server.middleware.headers import SECURITY_HEADERS

from tests.server import photos

pytestmark = pytest.mark.asyncio(loop_scope="session")

BUNDLE = "/runtime/0123456789abcdef"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/metrics", 200),
        ("GET", "/api/v1/openapi.json", 200),
        ("GET", "/runtime/clickcut.js", 200),
        ("HEAD", f"{BUNDLE}/file.wasm", 200),
        ("GET", "/samples/0123456789abcdef/cat.clickcut", 200),
        ("GET", "/samples/none.jpg", 404),
        ("GET", "/nothing", 404),
        ("POST", "/healthz", 405),
        ("POST", "/api/v1/embeddings", 400),
        ("GET", "/api/v1/embeddings/no-hash", 400),
    ],
)
async def test_security_headers(client, method, path, status):
    response = await client.request(method, path)
    assert response.status_code == status
    for name, value in SECURITY_HEADERS.items():
        assert response.headers.get_list(name) == [value]


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/runtime/clickcut.js", "/nothing"],
)
async def test_head_gives_what_get_does_but_the_body(client, path):
    got, head = await client.get(path), await client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers.keys() == got.headers.keys()
    for name in ("content-type", "cache-control", "x-content-type-options"):
        assert head.headers.get(name) == got.headers.get(name)


async def test_https_is_asked_for_where_it_is_there_already(client):
    secure = await client.get("https://clickcut.test/healthz")
    plain = await client.get("/healthz")
    assert secure.headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in plain.headers


async def test_security_headers_of_embeddings(client):
    made = await client.post("/api/v1/embeddings", content=photos.file(photos.picture()))
    same = await client.get(made.headers["location"], headers={"If-None-Match": made.headers["etag"]})
    for response in (made, same):
        assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (f"{BUNDLE}/file.wasm", "application/wasm"),
        (f"{BUNDLE}/file.txt", "text/plain; charset=utf-8"),
        (f"{BUNDLE}/file.js", "text/javascript; charset=utf-8"),
        (f"{BUNDLE}/file.onnx", "application/octet-stream"),
        (f"{BUNDLE}/file.zip", "application/zip"),
        (f"{BUNDLE}/file.json", "application/json"),
        ("/samples/0123456789abcdef/cat.clickcut", "application/vnd.clickcut.embedding+safetensors"),
    ],
)
async def test_hashed_files_and_samples_are_kept_for_good_and_have_their_type(client, path, media_type):
    response = await client.get(path)
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == media_type
    again = await client.get(path, headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, response.headers["cache-control"])


async def test_the_entry_script_is_asked_for_each_time(client):
    response = await client.get("/runtime/clickcut.js")
    assert response.headers["cache-control"] == "no-cache"
    again = await client.get("/runtime/clickcut.js", headers={"If-None-Match": response.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    ["/runtime/link.txt", "/runtime/%2e%2e/secret.txt", "/samples/..%2fsecret.txt", "/runtime//etc/passwd"],
)
async def test_nothing_outside_the_built_folders_is_served(client, path):
    assert (await client.get(path)).status_code == 404


async def test_a_compressed_twin_goes_to_those_who_accept_it(client, shared_dist):
    for name in ("file.wasm.br", "file.wasm.gz"):
        (shared_dist / BUNDLE.strip("/") / name).write_bytes(name.encode())
    for accepted, coding, content in (
        ("gzip, deflate, br", "br", b"file.wasm.br"),
        ("gzip", "gzip", b"file.wasm.gz"),
        ("identity", None, b"wasm"),
    ):
        async with client.stream(
            "GET", f"{BUNDLE}/file.wasm", headers={"Accept-Encoding": accepted}
        ) as response:
            raw = b"".join([chunk async for chunk in response.aiter_raw()])
        assert raw == content
        assert response.headers.get("content-encoding") == coding
        assert response.headers["content-type"] == "application/wasm"
        assert response.headers["vary"] == "Accept-Encoding"

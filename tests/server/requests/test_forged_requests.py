"""Paths, hosts and origins that a client made up, sent as they are: clients in libraries tidy them first."""

import asyncio

import httpx
import pytest

PATHS = [
    "/runtime/../../pyproject.toml",
    "/runtime/%2e%2e/%2e%2e/pyproject.toml",
    "/runtime/..%2f..%2fpyproject.toml",
    "/runtime/%252e%252e/%252e%252e/pyproject.toml",
    "/runtime/..\\..\\pyproject.toml",
    "/runtime/..%5c..%5cpyproject.toml",
    "/runtime/%c0%ae%c0%ae/%c0%ae%c0%ae/pyproject.toml",
    "/runtime/%uff0e%uff0e/pyproject.toml",
    "/runtime/....//....//pyproject.toml",
    "/runtime/clickcut.js%00.png",
    "/runtime/%00",
    "/runtime//etc/passwd",
    "/runtime/%2fetc%2fpasswd",
    "/runtime/./././../models/manifest.json",
    "/samples/..;/models/manifest.json",
    "/samples/" + "../" * 30 + "etc/passwd",
    "/samples/" + "a" * 5000,
    "/samples/" + "a/" * 5000,
    "/samples/C:/pyproject.toml",
    "/samples/file:///etc/passwd",
    "/api/v1/embeddings/../../../etc/passwd",
    "/api/v1/embeddings/%2e%2e%2fmodels",
    "/api/v1/embeddings/" + "%00" * 64,
    "http://elsewhere.test/etc/passwd",
    "//elsewhere.test/etc/passwd",
    "/\\elsewhere.test",
]
FORGED = "elsewhere.test"


async def ask(url: str, *lines: str) -> tuple[int, str, str]:
    """Send lines as they are; gives status, headers and body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", httpx.URL(url).port)
    writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
    async with asyncio.timeout(30):
        answer = (await reader.read()).decode("latin-1")
    writer.close()
    head, _, body = answer.partition("\r\n\r\n")
    return int(head.split()[1]), head, body


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:40])
@pytest.mark.parametrize("coding", ["identity", "gzip, br"])
async def test_no_path_leads_out_of_what_is_served(real_server, path, coding):
    accepted = f"Accept-Encoding: {coding}"
    status, head, body = await ask(real_server.url, f"GET {path} HTTP/1.1", "Host: clickcut.test", accepted)
    assert status in (400, 404, 405)
    assert "root:" not in body
    assert "[project]" not in body
    assert "location:" not in head.lower()


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/healthz/", "/runtime", "/samples", "/api/v1/embeddings/", "/nothing"],
)
@pytest.mark.parametrize(
    "forged",
    [
        (f"Host: {FORGED}",),
        ("Host: clickcut.test", f"X-Forwarded-Host: {FORGED}"),
        ("Host: clickcut.test", f"Forwarded: host={FORGED};proto=https"),
        ("Host: clickcut.test", f"X-Original-URL: /{FORGED}", f"X-Rewrite-URL: /{FORGED}"),
        ("Host: clickcut.test", f"Origin: https://{FORGED}", f"Referer: https://{FORGED}/"),
        (f"Host: {FORGED}", "Host: clickcut.test"),
    ],
    ids=["host", "forwarded host", "forwarded", "rewritten", "origin", "two hosts"],
)
async def test_no_host_or_origin_that_a_client_names_comes_back(real_server, path, forged):
    status, head, body = await ask(real_server.url, f"GET {path} HTTP/1.1", *forged)
    assert status < 500
    assert FORGED not in head
    assert FORGED not in body
    assert "access-control-" not in head.lower()


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
async def test_another_sites_page_is_not_let_in(real_server, method):
    asked = ("Host: clickcut.test", f"Origin: https://{FORGED}", "Access-Control-Request-Method: POST")
    status, head, _ = await ask(real_server.url, f"{method} /api/v1/embeddings HTTP/1.1", *asked)
    assert 400 <= status < 500
    assert "access-control-" not in head.lower()
    assert "cross-origin-resource-policy: same-origin" in head.lower()


@pytest.mark.parametrize(
    "lines",
    [
        ("GET / HTTP/9.9", "Host: clickcut.test"),
        ("GET / HTTP/1.1", "Host: clickcut.test", "Bad Header"),
        ("GET / HTTP/1.1", "Host: clickcut.test", "X-Null: a\0b"),
        ("POST /api/v1/embeddings HTTP/1.1", "Host: a", "Content-Length: 5", "Content-Length: 6"),
        ("POST /api/v1/embeddings HTTP/1.1", "Host: a", "Content-Length: -1"),
        ("POST /api/v1/embeddings HTTP/1.1", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked"),
        ("POST /api/v1/embeddings HTTP/1.1", "Host: a", "Transfer-Encoding: gzip, identity"),
        ("\0\1\2\3",),
        ("\x16\x03\x01\x02\0",),
    ],
    ids=["version", "no colon", "NUL", "lengths", "negative", "both", "coding", "noise", "TLS"],
)
async def test_a_request_that_two_servers_could_read_differently_is_refused(real_server, lines):
    status, _, body = await ask(real_server.url, *lines)
    assert status == 400
    assert "Traceback" not in body

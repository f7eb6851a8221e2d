"""Whose pages may have photos encoded: this server's own, under a name that is its own, and named sites'."""

from dataclasses import replace

import httpx
import pytest
from clickcut.server.app import create_app
from clickcut_core.errors import ClickcutError

from tests.server import photos
from tests.server.conftest import figure, serving

UPLOADS = ("/api/v1/embeddings", "/api/v1/photos")
SITE = "https://site.example"
OUR_PORT = 5006

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def photo() -> bytes:
    return photos.file(photos.picture(seed=70))


@pytest.mark.parametrize("path", UPLOADS)
@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Origin": "https://evil.test"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://clickcut.test:8000"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://clickcut.test:8000"},
        {"Origin": "http://[clickcut.test"},
    ],
    ids=str,
)
async def test_a_page_of_another_site_can_have_no_photo_read(client, photo, path, said):
    read = 0

    async def body():
        nonlocal read
        read += 1
        yield photo

    answer = await client.post(path, content=body(), headers=said)
    assert (answer.status_code, answer.json()["code"]) == (403, "other-site")
    assert read == 0


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"Origin": "http://clickcut.test"},
        {"Origin": "https://clickcut.test"},  # a proxy has the TLS
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://cut.test"},  # a proxy has another name
        {"Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
async def test_its_own_page_and_programs_can(client, photo, said):
    assert (await client.post(UPLOADS[1], content=photo, headers=said)).status_code == 200


async def test_a_named_sites_page_can(settings, engine, photo):
    async with serving(create_app(replace(settings, origins=SITE), engine=engine)) as client:
        said = {"Sec-Fetch-Site": "cross-site", "Origin": SITE}
        assert (await client.post(UPLOADS[1], content=photo, headers=said)).status_code == 200
        said["Origin"] = "https://evil.test"
        answer = await client.post(UPLOADS[1], content=photo, headers=said)
        assert answer.json()["code"] == "other-site"


@pytest.mark.parametrize("path", UPLOADS)
async def test_a_photo_without_a_type_is_refused(client, photo, path):
    before = await figure(client, "clickcut_encode_seconds_count")
    del client.headers["Content-Type"]
    try:
        answer = await client.post(path, content=photo)
    finally:
        client.headers["Content-Type"] = "application/octet-stream"
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-media-type")
    assert await figure(client, "clickcut_encode_seconds_count") == before


def asked_by(client: httpx.AsyncClient, host: str, **headers: str) -> httpx.Request:
    """Ask the server, which listens on its port, by a name."""
    url = client.base_url.copy_with(port=OUR_PORT)
    return client.build_request("GET", url.copy_with(path="/healthz"), headers={"Host": host, **headers})


LOCAL = ("127.0.0.1:5006", "[::1]:5006", "192.168.1.7:5006", "203.0.113.4", "localhost:5006", "LocalHost", "")
LOCAL += ("app.localhost:8000", "server:5006", "nas.local:5006", "host.docker.internal:5006", "clickcut.test")
REBOUND = ("evil.example:5006", "EVIL.example.:5006", "evil.example", "127.0.0.1.evil.example:5006")
REBOUND += (
    "localhost.evil.example:5006",
    "evil.localhost.example:5006",
    "a@localhost",
    "localhost/x",
    "a:b:c",
)
PASSED_ON = {"X-Forwarded-For": "203.0.113.9"}


@pytest.mark.parametrize("host", LOCAL)
async def test_it_answers_to_addresses_and_local_names(client, host):
    assert (await client.send(asked_by(client, host))).status_code == 200


@pytest.mark.parametrize("host", REBOUND)
async def test_a_name_that_was_made_to_lead_here_is_not_its_own(client, host):
    answer = await client.send(asked_by(client, host))
    assert (answer.status_code, answer.json()["code"]) == (421, "host-unknown")
    assert "evil" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_a_proxy_passes_on_is_answered_unless_it_names_this_servers_port(client):
    for host in ("cut.example.org", "cut.example.org:8443"):
        assert (await client.send(asked_by(client, host, **PASSED_ON))).status_code == 200
    answer = await client.send(asked_by(client, "evil.example:5006", **PASSED_ON))
    assert answer.status_code == 421


async def test_where_hosts_are_named_no_other_is_answered_to(settings, engine):
    settings = replace(settings, hosts="Cut.example.org, *.example.net")
    async with serving(create_app(settings, engine=engine)) as client:
        for host in ("cut.example.org", "cut.example.org:5006", "a.b.example.net", "127.0.0.1", "localhost"):
            assert (await client.send(asked_by(client, host))).status_code == 200, host
        for host in ("example.net", "evil.example", "a.cut.example.org", "cut.example.org.evil.example"):
            assert (await client.send(asked_by(client, host, **PASSED_ON))).status_code == 421, host


async def test_an_operator_may_have_any_name_answered_to(settings, engine):
    async with serving(create_app(replace(settings, hosts="*"), engine=engine)) as client:
        assert (await client.send(asked_by(client, "evil.example:5006"))).status_code == 200


@pytest.mark.parametrize("hosts", ["https://a.example", "a.example:80", "a/b", "a,b c", "**", "a.*.example"])
async def test_what_is_no_name_is_refused(settings, hosts):
    with pytest.raises(ClickcutError) as refused:
        create_app(replace(settings, hosts=hosts))
    assert refused.value.code == "hosts-unusable"

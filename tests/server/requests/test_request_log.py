"""What is logged of a request, and what never is."""

import hashlib
import json
import logging
import subprocess
import sys

import pytest
from clickcut.server.app import create_app

from tests.server import photos
from tests.server.conftest import serving

URL = "/api/v1/embeddings"


@pytest.mark.asyncio(loop_scope="session")
async def test_every_request_has_a_number_and_a_line(settings, engine, caplog):
    caplog.set_level(logging.INFO, "clickcut.request_log")
    async with serving(create_app(settings, engine=engine)) as client:
        caplog.clear()
        answers = [
            await client.get("/healthz", headers={"X-Request-ID": "forged"}),
            await client.get(f"{URL}/{'0' * 64}"),
            await client.delete("/"),
        ]
    lines = [record for record in caplog.records if record.name == "clickcut.request_log"]
    assert [line.request for line in lines] == [answer.headers["x-request-id"] for answer in answers]
    assert len({line.request for line in lines}) == 3
    assert [(line.method, line.route, line.status) for line in lines] == [
        ("GET", "/healthz", 200),
        ("GET", URL + "/{photo_sha256}", 404),
        ("DELETE", "/", 405),
    ]
    assert answers[1].json()["request"] == lines[1].request
    assert all(0 <= line.ms < 10_000 for line in lines)


@pytest.mark.asyncio(loop_scope="session")
async def test_no_line_names_a_photo_or_a_client(settings, engine, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("httpx").disabled = True  # the client's own
    content = photos.file(photos.picture(seed=31))
    sha256 = hashlib.sha256(content).hexdigest()
    async with serving(create_app(settings, engine=engine)) as client:
        await client.post(URL, content=content, headers={"X-Forwarded-For": "203.0.113.7"})
        await client.get(f"{URL}/{sha256}")
        await client.get(f"/{sha256}?{sha256}")
        await client.post(URL, content=content[:-100])
    logging.getLogger("httpx").disabled = False
    told = json.dumps(
        [{key: repr(value) for key, value in vars(record).items()} for record in caplog.records]
    )
    for secret in (sha256, "203.0.113.7", "127.0.0.1"):
        assert secret not in told


def test_as_json_a_line_is_an_object():
    program = (
        "import logging; from clickcut.server.middleware.request_log import set_up_logging;"
        "set_up_logging(level='info', as_json=True);"
        "logging.getLogger('clickcut.request_log').info('a line\\nof two', extra={'status': 200})"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    (line,) = ran.stderr.splitlines()
    told = json.loads(line)
    assert {key: told[key] for key in ("level", "logger", "message", "status")} == {
        "level": "INFO",
        "logger": "clickcut.request_log",
        "message": "a line\nof two",
        "status": 200,
    }
    assert told["time"]

"""The server does what its OpenAPI document says, whatever it is asked: Schemathesis asks."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.server_process import ROOT, Server

EMBEDDINGS = "/api/v1/embeddings"
COUNTED = re.compile(r'clickcut_requests_total\{method="(\w+)",route="([^"]+)",status="(\d+)"\} (\d+)')


def counted(server: Server) -> Counter[tuple[str, str, int]]:
    """The answers that a server counted."""
    with urlopen(f"{server.url}/metrics") as figures:
        found = COUNTED.findall(figures.read().decode())
    return Counter({(method, route, int(status)): int(count) for method, route, status, count in found})


@pytest.fixture(scope="module")
def asked(real_server: Server):
    """What Schemathesis said of a real server, and the answers that it got."""
    before = counted(real_server)
    document = f"{real_server.url}/api/v1/openapi.json"
    config = Path(__file__).with_name("schemathesis.toml")
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run", document]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    return done, counted(real_server) - before


@pytest.mark.full
@pytest.mark.timeout(300)
def test_no_answer_differs_from_what_the_document_says(asked):
    done, _ = asked
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Selected: 6/6" in done.stdout
    assert "No issues found" in done.stdout


@pytest.mark.full
@pytest.mark.timeout(300)
def test_it_was_asked_for_more_than_refusals(asked):
    _, answers = asked
    for method, route, *statuses in (
        ("POST", EMBEDDINGS, 200, 201, 400, 415, 422),
        ("POST", "/api/v1/photos", 200, 400, 415, 422),
        ("GET", f"{EMBEDDINGS}/{{photo_sha256}}", 200, 204, 400, 404),
        *(("GET", route, 200) for route in ("/healthz", "/readyz", "/metrics")),
    ):
        assert [status for status in statuses if not answers[method, route, status]] == [], route
    # Not /readyz, which whoever waits for the start asks, too.
    assert sum(count for (_, route, _), count in answers.items() if route != "/readyz") > 150

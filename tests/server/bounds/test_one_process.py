"""`clickcut serve` with one process: what it asks of the system, and how it ends."""

import re
import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.server import photos
from tests.server_process import AS_PHOTO, start_server

EMBEDDINGS = "/api/v1/embeddings"


@pytest.mark.full  # has a server of its own
def test_it_may_open_many_files_and_ends_what_it_began_when_told_to_stop(tmp_path: Path):
    server = start_server(tmp_path, under=("prlimit", "--nofile=1024:20000"))
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    assert re.search(r"^Max open files +10240 +20000 ", limits, re.MULTILINE)

    answers: list[httpx.Response] = []
    photo = photos.file(photos.picture(seed=7))
    client = threading.Thread(
        target=lambda: answers.append(
            httpx.post(server.url + EMBEDDINGS, content=photo, headers=AS_PHOTO, timeout=120)
        )
    )
    client.start()
    while not server.figure("clickcut_photos_pending") and client.is_alive():
        time.sleep(0.01)
    server.process.send_signal(signal.SIGTERM)
    client.join()
    assert [answer.status_code for answer in answers] == [201]
    with server.process:
        assert server.process.wait(60) == -signal.SIGTERM  # which uvicorn hands on when all is done
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{server.url}/healthz")

"""While the encoder has all it can do, whoever wants none of it does not notice; over real connections."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.server import photos
from tests.server_process import AS_PHOTO

URL = "/api/v1/embeddings"
COUNT = 3
PATIENCE = 170  # seconds: this machine may have other things to do


def figure(client: httpx.Client, name: str) -> float:
    lines = client.get("/metrics").text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def nice(stat: Path) -> int:
    """Field 19 of proc_pid_stat(5)."""
    return int(stat.read_text().rpartition(")")[2].split()[16])


@pytest.mark.alone
def test_answers_do_not_wait_for_the_encoder(real_server):
    with (
        httpx.Client(base_url=real_server.url, timeout=PATIENCE, headers=AS_PHOTO) as client,
        ThreadPoolExecutor(COUNT) as uploaders,
    ):
        known = client.post(URL, content=photos.file(photos.picture(seed=1))).headers["location"]
        encoding = [
            uploaders.submit(client.post, URL, content=photos.file(photos.picture(seed=2 + n)))
            for n in range(COUNT)
        ]
        while figure(client, "clickcut_photos_pending") < COUNT:
            time.sleep(0.01)
        times: dict[str, list[float]] = {"/healthz": [], known: []}
        while figure(client, "clickcut_photos_pending") > 1:
            for path, taken in times.items():
                start = time.perf_counter()
                assert client.get(path).status_code == 200
                taken.append(time.perf_counter() - start)
        assert [each.result().status_code for each in encoding] == [201] * COUNT
        seconds, count = (figure(client, f"clickcut_encode_seconds_{part}") for part in ("sum", "count"))
    for path, taken in times.items():
        # One that waits for the encoder waits for half a photo on the average.
        assert statistics.median(taken) < seconds / count / 5, path


@pytest.mark.full
def test_encoding_has_the_processor_after_answering(real_server):
    tasks = Path("/proc") / str(real_server.process.pid) / "task"
    answering = nice(tasks / tasks.parent.name / "stat")
    assert {nice(stat) for stat in tasks.glob("*/stat")} == {answering, answering + 5}

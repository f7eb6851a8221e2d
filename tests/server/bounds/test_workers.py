"""`clickcut serve --workers 2`: two processes behind one address, and figures as of one."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
from clickcut.server.workers import share_of
from clickcut.settings import Settings

from tests.server.photos import file, picture
from tests.server_process import AS_PHOTO, Server, launch

EMBEDDINGS = "/api/v1/embeddings"

pytestmark = pytest.mark.full  # two servers, each with an encoder


class Workers(Server):
    """A server of several processes."""

    def get(self, path: str) -> httpx.Response:
        """Ask on a connection of its own, which either worker may take."""
        return httpx.get(self.url + path, timeout=60)

    def workers(self) -> list[int]:
        """The processes that serve, by Linux's own list; decoders are theirs, not the supervisor's."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        commands = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [pid for pid, command in commands.items() if b"spawn_main" in command]

    def wait_for(self, line: str, value: float) -> None:
        for _ in range(600):
            if self.figure(line) == value:
                return
            time.sleep(0.1)
        raise AssertionError(self.get("/metrics").text)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    cache = tmp_path_factory.mktemp("cache")
    started = launch(cache, "--workers", "2")
    served = Workers(started.url, started.process)
    served.wait_for("clickcut_ready", 2)
    yield served
    served.kill()


def test_what_one_worker_made_the_other_knows(served: Workers):
    assert len(served.workers()) == 2
    photo = file(picture())
    made = httpx.post(served.url + EMBEDDINGS, content=photo, headers=AS_PHOTO, timeout=60)
    assert made.status_code == 201
    for _ in range(8):
        known = served.get(made.headers["Location"])
        assert (known.status_code, known.content) == (200, made.content)


def test_the_figures_are_of_both(served: Workers):
    line = 'clickcut_requests_total{method="GET",route="/healthz",status="200"}'
    before = served.figure(line)
    for _ in range(20):
        assert served.get("/healthz").status_code == 200
    assert served.figure(line) == before + 20


def test_memory_and_the_processors_time_are_the_sum(served: Workers):
    workers = [psutil.Process(pid) for pid in served.workers()]
    memory = served.figure("process_resident_memory_bytes")
    assert memory == pytest.approx(sum(each.memory_info().rss for each in workers), rel=0.05)
    spent = served.figure("process_cpu_seconds_total")
    assert spent == pytest.approx(sum(sum(each.cpu_times()[:2]) for each in workers), abs=1)
    assert served.figure("process_open_fds") >= 2 * min(each.num_fds() for each in workers) > 20


def test_a_worker_that_is_killed_is_replaced_and_nobody_waits_for_it(served: Workers):
    killed, other = served.workers()
    os.kill(killed, signal.SIGSTOP)
    time.sleep(1)  # it is asked for a sign of life
    os.kill(killed, signal.SIGKILL)
    start = time.monotonic()
    for _ in range(5):
        try:
            assert served.get("/healthz").status_code == 200
        except httpx.RemoteProtocolError:  # it had this very connection
            continue
    assert time.monotonic() - start < 10
    while len(set(served.workers()) - {killed}) < 2:
        time.sleep(0.1)
    assert other in served.workers()
    served.wait_for("clickcut_ready", 2)


def test_all_of_them_stop_when_they_are_told_to(served: Workers):
    workers = served.workers()
    served.process.terminate()
    assert served.process.wait(60) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_workers_share_what_the_operator_allows_to_all(tmp_path: Path):
    settings = Settings(workers=3, queue=16, encoder_threads=4, decode_processes=2, upload_memory=100)
    share = share_of(settings)
    assert (share.queue, share.encoder_threads, share.decode_processes) == (6, 2, 1)
    assert share.upload_memory == settings.max_megabytes
    assert share.client_rate == settings.client_rate

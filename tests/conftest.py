"""What all tests share: their order, memory given back, and the documentation as it is built."""

import ctypes
import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.workers import Workers

ROOT = Path(__file__).parents[1]


NATIVE = ("codebase", "unit", "models", "masks", "server", "docs", "fuzz", "bench")
"""Rooms whose tests share no browser, quick ones first."""

SERVER = "server"
"""The one among them whose tests wait as much as they work."""

PROGRAM = "tests/bench/test_smoke.py"
"""Runs a program and shares nothing with other tests: a free worker runs it, before the browser's."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last.

    Playwright's synchronous API keeps an event loop running in its thread, in which no asynchronous test
    could start one of its own.
    """
    items.sort(key=lambda item: _place(item.nodeid))


class RoomScheduling(LoadScopeScheduling):
    """Gives the server's tests to one worker and all other native ones to another.

    Each room of the browser's that makes something of its own for its tests goes to whichever worker is free.
    So does, after them, each file of the others: all workers end at about the same time.
    """

    def _split_scope(self, nodeid: str) -> str:
        room, *below = _rooms(nodeid)
        if nodeid.startswith(PROGRAM):
            return PROGRAM
        if room == SERVER:
            return SERVER
        if room in NATIVE:
            return "native"
        return "/".join([room, *below]) if _is_shared(room, *below) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> RoomScheduling:
    """Tell pytest-xdist how to share out the tests."""
    return RoomScheduling(config, log)


def _place(nodeid: str) -> tuple[int, bool, tuple[str, ...]]:
    """Give what tests are sorted by, so that a room stays together: native, program, rooms, files."""
    room, *below = _rooms(nodeid)
    place = NATIVE.index(room) if room in NATIVE else len(NATIVE)
    return place, not _is_shared(room, *below), tuple(below)


def _is_shared(room: str, *below: str) -> bool:
    """Whether a room's tests share what its own `conftest.py` makes."""
    return bool(below) and ROOT.joinpath("tests", room, *below, "conftest.py").exists()


def _rooms(nodeid: str) -> list[str]:
    """Give the folders below `tests` that a test is in."""
    return nodeid.partition("::")[0].split("/")[1:-1]


@pytest.fixture(scope="module", autouse=True)
def returned_memory() -> Iterator[None]:
    """Give the system back what a module's tests are done with.

    The C library keeps freed memory for its threads, so that a worker would hold all that its greediest tests
    held, one after another: over 10 GiB in the full run.
    """
    yield
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        gc.collect()
        trim(0)


@pytest.fixture(scope="session")
def workers(tmp_path_factory: pytest.TempPathFactory, worker_id: str, pytestconfig: pytest.Config) -> Workers:
    """All that take part in this run."""
    own = tmp_path_factory.getbasetemp()
    return Workers(own if worker_id == "master" else own.parent, pytestconfig)


@pytest.fixture(scope="session")
def documentation(workers: Workers) -> Iterator[Path]:
    """The site that `make docs` builds; any warning of Sphinx fails."""

    def build(folder: Path) -> tuple[str, None]:
        options = ["--quiet", "--fail-on-warning", "--doctree-dir", str(folder / "doctrees")]
        command = [sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder / "site")]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        return str(folder / "site"), None

    with workers.sharing("documentation", build) as site:
        yield Path(site)

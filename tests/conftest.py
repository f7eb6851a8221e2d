"""What all tests share: their order, and the documentation as it is built."""

import subprocess
import sys
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]


NATIVE = ("codebase", "unit", "models", "masks", "server", "docs", "bench")
"""Rooms whose tests share no browser, quick ones first."""

SERVER = "server"
"""The one among them whose tests wait as much as they work."""

PROGRAM = "tests/bench/test_smoke.py"
"""Runs a program and shares nothing with other tests: whichever worker is free runs it, at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last.

    Playwright's synchronous API keeps an event loop running in its thread, in which no asynchronous test
    could start one of its own.
    """
    items.sort(key=lambda item: (item.nodeid.startswith(PROGRAM), _place(*_rooms(item.nodeid))))


class RoomScheduling(LoadScopeScheduling):
    """Gives the server's tests to one worker and all other native ones to another.

    Each room of the browser's goes to whichever worker is free.
    """

    def _split_scope(self, nodeid: str) -> str:
        room, *below = _rooms(nodeid)
        if nodeid.startswith(PROGRAM):
            return PROGRAM
        if room == SERVER:
            return SERVER
        return "native" if room in NATIVE else "/".join([room, *below])


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> RoomScheduling:
    """Tell pytest-xdist how to share out the tests."""
    return RoomScheduling(config, log)


def _place(room: str, *below: str) -> tuple[int, tuple[str, ...]]:
    return (NATIVE.index(room) if room in NATIVE else len(NATIVE)), below


def _rooms(nodeid: str) -> list[str]:
    """Give the folders below `tests` that a test is in."""
    return nodeid.partition("::")[0].split("/")[1:-1]


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that `make docs` builds; any warning of Sphinx fails."""
    folder = tmp_path_factory.mktemp("documentation")
    options = ["--quiet", "--fail-on-warning", "--doctree-dir", str(folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stderr
    return folder / "site"

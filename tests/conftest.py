"""What all tests share: their order, and the documentation as it is built."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


NATIVE = ("codebase", "unit", "models", "masks", "server", "docs", "bench")
"""Rooms whose tests drive no browser, or one of their own, quick ones first."""


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser's tests last, and say which tests must share a worker.

    Playwright's synchronous API keeps an event loop running in its thread, in which no asynchronous test
    could start one of its own. All native tests are therefore one group, which is given out first; each
    room of the browser's is a group that whichever worker is free takes.
    """
    items.sort(key=_place)
    for item in items:
        room, *below = _rooms(item)
        item.add_marker(pytest.mark.xdist_group("native" if room in NATIVE else "/".join([room, *below])))


def _place(item: pytest.Item) -> tuple[int, list[str]]:
    room, *below = _rooms(item)
    return (NATIVE.index(room) if room in NATIVE else len(NATIVE)), below


def _rooms(item: pytest.Item) -> list[str]:
    """Give the folders below `tests` that a test is in."""
    return list(item.path.parent.relative_to(ROOT / "tests").parts)


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that `make docs` builds; any warning of Sphinx fails."""
    folder = tmp_path_factory.mktemp("documentation")
    options = ["--quiet", "--fail-on-warning", "--doctree-dir", str(folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stderr
    return folder / "site"

"""What all tests share: their order, and the documentation as it is built."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first, the browser last.

    Playwright's synchronous API keeps an event loop running in this thread, in which no asynchronous test
    could start one of its own.
    """
    rooms = ["codebase", "unit", "models", "server", "docs", "browser"]
    items.sort(key=lambda item: rooms.index(item.path.relative_to(item.config.rootpath / "tests").parts[0]))


@pytest.fixture(scope="session")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that `make docs` builds; any warning of Sphinx fails."""
    folder = tmp_path_factory.mktemp("documentation")
    options = ["--quiet", "--fail-on-warning", "--doctree-dir", str(folder / "doctrees")]
    command = [sys.executable, "-m", "sphinx", *options, str(ROOT / "docs"), str(folder / "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=150)
    assert done.returncode == 0, done.stderr
    return folder / "site"

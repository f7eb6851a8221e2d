"""What was built runs without what only builds: those packages may be missing where clickcut is installed."""

import subprocess
import sys
import tomllib
from collections.abc import Sequence

import pytest
from clickcut.cli.building import PACKAGES

from .sources import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
EXTRA = [*PACKAGES, "panel", "ray"]
HEAVY = ["fastapi", "jinja2", "numpy", "onnxruntime", "PIL", "uvicorn"]
ALL = """
import importlib, pkgutil
import clickcut
for module in pkgutil.walk_packages(clickcut.__path__, "clickcut.", onerror=lambda name: None):
    if not module.name.startswith(("clickcut.panel", "clickcut.reference", "clickcut.__main__")):
        importlib.import_module(module.name)
        print(module.name)
"""


def run(program: str, *, without: Sequence[str] = EXTRA) -> subprocess.CompletedProcess[str]:
    """Run a program that fails where it imports what it should do without."""
    missing = f"import sys; sys.modules |= dict.fromkeys({without})"
    command = [sys.executable, "-c", f"{missing}\n{program}"]
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


def test_commands_and_server_need_no_package_that_only_builds():
    done = run(ALL)
    assert done.returncode == 0, done.stderr
    assert {"clickcut.server.app", "clickcut.cutting.cut_out", "clickcut.publishing.site"} <= set(
        done.stdout.split()
    )


@pytest.mark.parametrize("command", ["models build", "build runtime"])
def test_who_builds_without_them_is_told_what_to_install(command):
    done = run(f"from clickcut.cli import main; main({command.split()})")
    assert done.returncode == 1
    assert "pip install 'clickcut[build]'" in done.stderr


def test_the_extra_brings_them():
    assert {each.partition(">=")[0].replace("-", "_") for each in EXTRAS["build"]} == set(PACKAGES)


def test_help_is_quick_because_nothing_heavy_is_imported_for_it():
    done = run("from clickcut.cli import main; main(['cut', '--help'])", without=[*PACKAGES, *HEAVY])
    assert done.returncode == 0, done.stderr
    assert "--point" in done.stdout

"""What was built runs without what only builds: those packages may be missing where clickcut is installed."""

import subprocess
import sys
import tomllib
from collections.abc import Sequence

import pytest
from clickcut.cli.installed import BROUGHT

from .sources import ROOT

EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
BUILDING, SERVING = BROUGHT["build"], BROUGHT["server"]
EXTRA = [*BUILDING, "panel", "ray"]
HEAVY = ["fastapi", "jinja2", "numpy", "onnxruntime", "PIL", "uvicorn"]
ALL = """
import importlib, pkgutil
LEFT_OUT = ("clickcut.panel", "clickcut.studio", "clickcut.reference", "clickcut.__main__")
import clickcut
for module in pkgutil.walk_packages(clickcut.__path__, "clickcut.", onerror=lambda name: None):
    if not module.name.startswith(LEFT_OUT):
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


def test_who_serves_without_a_server_is_told_what_to_install():
    done = run("from clickcut.cli import main; main(['serve'])", without=SERVING)
    assert done.returncode == 1
    assert "pip install 'clickcut[server]'" in done.stderr


def test_who_labels_without_panel_is_told_what_to_install():
    done = run("from clickcut.cli import main; main(['studio', '.'])", without=["panel"])
    assert done.returncode == 1
    assert "pip install 'clickcut[panel]'" in done.stderr


def test_who_uses_the_component_without_panel_is_told_what_to_install():
    done = run("import clickcut.panel", without=["panel"])
    assert "Install it with `pip install 'clickcut[panel]'`." in done.stderr


def test_cutting_and_publishing_need_no_package_of_the_server():
    modules = ["clickcut.cutting.predictor", "clickcut.cli.cut_many", "clickcut.publishing.site"]
    done = run("\n".join(f"import {module}" for module in modules), without=[*EXTRA, *SERVING, "starlette"])
    assert done.returncode == 0, done.stderr


def test_the_extras_bring_them():
    names = {"python-json-logger": "pythonjsonlogger"}
    for extra, packages in BROUGHT.items():
        brought = {each.partition(">=")[0].partition("[")[0] for each in EXTRAS[extra]}
        assert {names.get(each, each).replace("-", "_") for each in brought} - {"starlette"} == set(packages)


def test_help_is_quick_because_nothing_heavy_is_imported_for_it():
    done = run("from clickcut.cli import main; main(['cut', '--help'])", without=[*BUILDING, *HEAVY])
    assert done.returncode == 0, done.stderr
    assert "--point" in done.stdout

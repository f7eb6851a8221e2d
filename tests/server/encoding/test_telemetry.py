"""The runtime that encodes photos reports to nobody: it keeps no number of this machine to report under."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from clickcut.settings import default_dist

LOAD = "import onnxruntime, sys; onnxruntime.InferenceSession(sys.argv[1])"
OURS = ("clickcut", "clickcut_models")


def kept_by(program: str, home: Path) -> list[Path]:
    """What a program that loads a graph leaves in the home of its user."""
    home.mkdir()
    # No other variable: onnxruntime reports nothing where one, such as CI, says that this machine tests.
    variables = {"PATH": os.environ["PATH"], "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    command = [sys.executable, "-c", program, str(default_dist() / "models/pick.onnx")]
    subprocess.run(command, env=variables, check=True, capture_output=True, timeout=60)
    return [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("package", OURS)
def test_onnxruntime_reports_nothing(package, tmp_path):
    assert kept_by(LOAD, tmp_path / "stock") != []  # else this looks in the wrong place
    assert kept_by(f"import {package}; {LOAD}", tmp_path / "ours") == []

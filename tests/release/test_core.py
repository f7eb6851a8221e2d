"""`pip install clickcut`: masks and cut-outs without a build, a checkout or an extra."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.release.environment import Environment

PROGRAM = """
import json, sys
from clickcut import Predictor, __version__
predictor = Predictor()
predictor.set_image("photo.jpg")
mask, score = predictor.predict(points=[(300, 200)])
predictor.cutout().save("predicted.png")
print(json.dumps([__version__, mask.dtype.name, list(mask.shape), float(score), sorted(sys.modules)]))
"""

TYPED = """
import numpy as np
from clickcut import Predictor
from numpy.typing import NDArray


def mask_of(photo: str) -> NDArray[np.bool_]:
    predictor = Predictor()
    predictor.set_image(photo)
    mask, score = predictor.predict(points=[(300, 200)], box=None)
    assert score > 0.5
    predictor.cutout().save("cut.png")
    return mask
"""


def test_the_wheel_and_all_that_it_brings_are_light(wheel: Path, core: Environment):
    assert wheel.stat().st_size < 100e6
    files = (path for path in core.packages.rglob("*") if path.is_file() and path.suffix != ".pyc")
    assert sum(path.stat().st_size for path in files) < 250e6


def test_the_wheel_says_that_it_is_typed(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    packages = ("clickcut", "clickcut_core", "clickcut_models", "clickcut_build")
    assert {f"{package}/py.typed" for package in packages} <= set(names)


def test_a_mask_in_python_takes_four_lines(core: Environment):
    done = core.run("-c", PROGRAM)
    assert done.returncode == 0, done.stderr
    version, dtype, (height, width), score, modules = json.loads(done.stdout)
    assert (version, dtype) == ("0.2.0", "bool")
    assert height > 100 and width > 100 and score > 0.5
    assert not {"fastapi", "onnx", "panel", "bokeh", "ray"} & set(modules)


@pytest.mark.full  # mypy reads all of numpy first
def test_a_users_own_program_is_checked_against_the_wheels_types(core: Environment):
    def checked(program: str) -> str:
        (core.work / "program.py").write_text(program, "utf-8")
        command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", core.python, "program.py"]
        return subprocess.run(command, check=False, cwd=core.work, capture_output=True, text=True).stdout

    assert "Success" in checked(TYPED)
    assert "list-item" in checked(TYPED.replace("(300, 200)", "'300,200'"))


def test_a_cut_out_from_the_wheel_is_the_one_from_the_checkout(core: Environment):
    order = ["cut", "photo.jpg", "--point", "300,200", "-o"]
    done = core.run("-m", "clickcut", *order, "cut.png")
    assert done.returncode == 0, done.stderr
    ours = core.work / "checkout.png"
    order[1] = str(core.work / "photo.jpg")
    subprocess.run([sys.executable, "-m", "clickcut", *order, str(ours)], check=True)
    assert (core.work / "cut.png").read_bytes() == ours.read_bytes()


def test_a_photo_is_encoded_without_network_or_node(core: Environment):
    done = core.run("-m", "clickcut", "encode", "photo.jpg")
    assert done.returncode == 0, done.stderr
    assert (core.work / "photo.clickcut").read_bytes()[:4]


@pytest.mark.parametrize(
    ("command", "code", "remedy"),
    [
        ("serve", "server-missing", "pip install 'clickcut[server]'"),
        ("publish photo.jpg -o site", "runtime-missing", "pip install clickcut-web"),
        ("models build", "build-missing", "pip install 'clickcut[build]'"),
    ],
)
def test_what_an_extra_brings_is_named_where_it_is_wanted(
    core: Environment, command: str, code: str, remedy: str
):
    done = core.run("-m", "clickcut", *command.split())
    assert done.returncode == 1
    assert f"[{code}]" in done.stderr
    assert remedy in done.stderr
    assert "Traceback" not in done.stderr

"""`pip install "clickcut[server,web]"`: page, site and embedding without a checkout; and the sources."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import photos
from tests.conftest import ROOT
from tests.release.environment import Environment, hatch

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def web_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hatch(ROOT / "release" / "web", "wheel", tmp_path_factory.mktemp("web-wheel"))


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory, web_wheel: Path, wheel: Path) -> Environment:
    """An environment of its own: the core's must stay without them."""
    environment = Environment.make(tmp_path_factory.mktemp("web"))
    environment.install(f"{wheel}[server]", str(web_wheel))
    shutil.copyfile(photos.sample("raccoon.jpg"), environment.work / "photo.jpg")
    return environment


@contextmanager
def serving(environment: Environment) -> Iterator[str]:
    command = [environment.python, "-m", "clickcut", "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=environment.work, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            address = re.search(r"http://\S+", server.stdout.readline())
            assert address
            yield address[0] + "/"
        finally:
            server.terminate()


def test_the_data_stay_below_what_an_index_takes(web_wheel: Path):
    assert web_wheel.stat().st_size < 100e6


def test_the_page_that_was_installed_gives_an_object_for_a_click(web: Environment):
    with serving(web) as url:
        click = [sys.executable, "-m", "tests.release.click", url]
        clicked = json.loads(subprocess.run(click, check=True, cwd=ROOT, capture_output=True).stdout)
        assert clicked["area"] > 1000


def test_a_site_and_an_embedding_are_written_from_what_was_installed(web: Environment):
    for command in ("publish photo.jpg -o site", "embed photo.jpg"):
        done = web.run("-m", "clickcut", *command.split())
        assert done.returncode == 0, done.stderr
        assert "<click-cut" in done.stdout
    assert (web.work / "site/index.html").is_file()
    assert list(web.work.glob("site/runtime/*/element.js"))


def test_the_sources_build_the_same_wheel(wheel: Path, tmp_path: Path):
    sources = hatch(ROOT, "sdist", tmp_path)
    subprocess.run([sys.executable, "-m", "tarfile", "--extract", str(sources), str(tmp_path)], check=True)
    again = hatch(tmp_path / sources.name.removesuffix(".tar.gz"), "wheel", tmp_path / "wheel")
    assert again.read_bytes() == wheel.read_bytes()


def test_the_index_takes_them(wheel: Path, web_wheel: Path):
    check = [sys.executable, "-m", "twine", "check", "--strict", str(wheel), str(web_wheel)]
    assert subprocess.run(check, check=False).returncode == 0

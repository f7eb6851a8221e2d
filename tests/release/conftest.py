"""The core, installed from its wheel once for all tests here."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import photos
from tests.conftest import ROOT
from tests.release.environment import Environment, hatch
from tests.workers import Workers


@pytest.fixture(scope="session")
def wheel(workers: Workers) -> Iterator[Path]:
    """clickcut's wheel, of this checkout."""

    def build(folder: Path) -> tuple[str, None]:
        return str(hatch(ROOT, "wheel", folder)), None

    with workers.sharing("wheel", build) as path:
        yield Path(path)


@pytest.fixture(scope="session")
def core(wheel: Path, workers: Workers) -> Iterator[Environment]:
    """An environment with that wheel and what it depends on, and `photo.jpg` where its commands run."""

    def make(folder: Path) -> tuple[str, None]:
        environment = Environment.make(folder)
        environment.install(str(wheel))
        shutil.copyfile(photos.sample("raccoon.jpg"), environment.work / "photo.jpg")
        return str(folder), None

    with workers.sharing("core", make) as folder:
        yield Environment(Path(folder))

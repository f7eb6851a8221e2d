import shutil

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_models.build import build
from clickcut_models.manifest import FILE, Manifest
from clickcut_models.source import NPM


def silent(_line):
    pass


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def made(source_folder, tmp_path_factory):
    """A build, and what it said."""
    folder, lines = tmp_path_factory.mktemp("made"), []
    build(source_folder, folder, progress=lines.append)
    return folder, lines


@pytest.mark.full
def test_build_is_reproducible_byte_for_byte(models_folder, made):
    assert contents(models_folder) == contents(made[0])  # which another process has built


def test_build_says_each_step_and_leaves_no_temporary_files(made):
    folder, lines = made
    listed = {entry["file"] for entry in Manifest.read(folder).graphs.values()}
    assert {path.name for path in folder.iterdir()} == listed | {FILE}
    assert all(any(file in line for line in lines) for file in listed)


@pytest.mark.parametrize("altered", sorted(NPM.sha256))
def test_build_refuses_other_weights(source_folder, tmp_path, altered):
    weights = tmp_path / "weights"
    shutil.copytree(source_folder, weights, ignore=shutil.ignore_patterns("utils"))
    with (weights / altered).open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ClickcutError) as caught:
        build(weights, tmp_path / "out", progress=silent)
    assert caught.value.code == "model-source"
    assert caught.value.values["file"] == altered
    assert caught.value.values["expected"] == NPM.sha256[altered]
    assert not (tmp_path / "out").exists()


def test_build_names_missing_weights(tmp_path):
    with pytest.raises(ClickcutError) as caught:
        build(tmp_path, tmp_path / "out", progress=silent)
    assert (caught.value.code, caught.value.values["file"]) == ("model-missing", "encoder.onnx")


def test_failed_build_keeps_what_was_there(tmp_path, made):
    folder, _ = made
    before = contents(folder)
    with pytest.raises(ClickcutError):
        build(tmp_path / "nowhere", folder, progress=silent)
    assert contents(folder) == before

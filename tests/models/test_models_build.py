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


def test_build_is_reproducible_byte_for_byte(source_folder, tmp_path):
    for name in ("one", "two"):
        build(source_folder, tmp_path / name, progress=silent)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_build_says_each_step_and_leaves_no_temporary_files(source_folder, tmp_path):
    lines = []
    build(source_folder, tmp_path, progress=lines.append)
    listed = {entry["file"] for entry in Manifest.read(tmp_path).graphs.values()}
    assert {path.name for path in tmp_path.iterdir()} == listed | {FILE}
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


def test_failed_build_keeps_what_was_there(source_folder, tmp_path):
    build(source_folder, tmp_path, progress=silent)
    before = contents(tmp_path)
    with pytest.raises(ClickcutError):
        build(tmp_path / "nowhere", tmp_path, progress=silent)
    assert contents(tmp_path) == before

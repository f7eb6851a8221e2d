import re
from email.parser import HeaderParser
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePath
from zipfile import ZipFile

import pytest
from clickcut_build.licence_parts import KEPT, OWN, PARTS, WITHOUT_TEXT
from clickcut_build.licences import notice, project_notice, unlicensed, write_licences
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.codebase.sources import ROOT

TEXTS = ROOT / "build/clickcut_build" / KEPT
BUNDLED = {"worker.js": ["comlink", "fflate", "onnxruntime-web"], "element.js": ["comlink"]}


@pytest.fixture
def runtime(tmp_path: Path) -> Path:
    for name in ("element.js", "element.js.br", "pyodide/pyodide.js", "ort/a.wasm", "models/decoder.onnx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def test_what_nobody_has_licensed_is_refused(runtime: Path):
    assert unlicensed(runtime, BUNDLED) == []
    (runtime / "numpy").mkdir()
    for name in ("numpy/core.wasm", "pyodide/numpy.whl", "foreign.js"):
        (runtime / name).write_bytes(b"")
    bundled = {**BUNDLED, "element.js": ["comlink", "fflate", "@foreign/package"]}
    expected = ["foreign.js", "numpy/core.wasm", "pyodide/numpy.whl"]
    expected += ["@foreign/package in element.js", "fflate in element.js"]
    assert unlicensed(runtime, bundled) == expected
    with pytest.raises(RuntimeError, match=r"foreign\.js.*fflate in element\.js"):
        write_licences(ROOT, runtime, bundled, "")


def test_each_part_has_a_text_and_no_kept_text_is_nobodys():
    kept = {text.path for part in PARTS for text in part.texts if text.place == KEPT}
    assert {path.name for path in TEXTS.iterdir()} == kept
    assert [part.name for part in PARTS if not part.texts] == []
    assert [
        text.path for part in PARTS for text in part.texts if text.place == KEPT and not text.origin
    ] == []
    assert len({part.file for part in PARTS}) == len(PARTS)


def test_the_notice_is_the_one_that_the_table_makes():
    made = project_notice()
    assert (ROOT / "NOTICE").read_text("utf-8") == made, "renew it: python -m clickcut_build.licences"
    assert [part.name for part in PARTS[1:] if part.name not in notice()] == []
    assert [part.name for part in WITHOUT_TEXT if f"{part.name}\n  {part.licence}" not in made] == []


def in_the_container() -> dict[str, Distribution]:
    """What its server runs with, but for packages of other systems."""
    pins = re.findall(r"^([\w-]+)==(\S+)", (ROOT / "requirements-run.txt").read_text("utf-8"), re.MULTILINE)
    found = {}
    for name, version in pins:
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        assert found[name].version == version, f"{name} is not the one that is shipped"
    return found


def has_text(package: Distribution) -> bool:
    texts = [
        file
        for file in package.files or []
        if re.match("licen[cs]e|copying", file.name, re.IGNORECASE) and PurePath(file).suffix != ".py"
    ]
    return any(package.locate_file(file).read_text("utf-8").strip() for file in texts)


def test_each_package_of_the_container_has_its_licence_there_or_one_that_is_kept():
    packages = in_the_container()
    assert "onnxruntime" in packages
    without = {name for name, package in packages.items() if not has_text(package)}
    assert without == {package.name for package in WITHOUT_TEXT}
    for package in WITHOUT_TEXT:
        assert package.text.place == OWN, "clickcut's own package has no other file there"
        assert (ROOT / package.text.path).stat().st_size


def test_the_wheel_and_the_source_archive_have_them(tmp_path: Path):
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with ZipFile(wheel) as archive:
        names = archive.namelist()
        about = next(name for name in names if name.endswith("/METADATA"))
        listed = HeaderParser().parsestr(archive.read(about).decode()).get_all("License-File")
    assert listed == ["LICENSE", "NOTICE"]
    assert {f"{about.rpartition('/')[0]}/licenses/{name}" for name in listed} <= set(names)
    texts = {f"clickcut_build/{KEPT}/{path.name}" for path in TEXTS.iterdir()}
    assert texts <= set(names)
    builder = SdistBuilder(str(ROOT))
    sources = {file.distribution_path for file in builder.recurse_included_files()}
    assert {"LICENSE", "NOTICE", *(f"build/{name}" for name in texts)} <= sources

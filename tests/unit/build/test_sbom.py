import json
from pathlib import Path

import pytest
from clickcut_build.sbom import bill_of_materials
from cyclonedx.model.bom import Bom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.codebase.sources import ROOT


@pytest.fixture(scope="module")
def written() -> str:
    return bill_of_materials(ROOT)


def test_it_is_what_the_standard_asks_for(written: str):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert len(Bom.from_json(json.loads(written)).components) > 60


def test_it_names_what_is_locked_and_what_a_site_carries(written: str):
    components = json.loads(written)["components"]
    lock = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    known = {component["bom-ref"]: component for component in components}
    assert len(known) == len(components)
    assert {
        f"pkg:npm/{name[13:].replace('@', '%40')}@{each['version']}" for name, each in lock.items() if name
    } == {address for address in known if address.startswith("pkg:npm/")}
    shipped = {each["name"] for each in components if each["scope"] == "required"}
    assert {
        "pyodide",
        "comlink",
        "fflate",
        "onnxruntime-web",
        "bokeh",
        "fastapi",
        "MobileSAM",
        "CPython",
    } <= shipped
    assert not {"esbuild", "typescript", "onnx"} & shipped
    pyodide = next(each for each in components if each["name"] == "pyodide")
    assert pyodide["licenses"] == [{"license": {"id": "MPL-2.0"}}]
    assert len(pyodide["hashes"][0]["content"]) == 128


def test_equal_locks_give_equal_bytes_and_another_lock_another_number(written: str, tmp_path: Path):
    assert bill_of_materials(ROOT) == written
    for name in ("package.json", "package-lock.json", "requirements.txt", "requirements-run.txt"):
        text = (ROOT / name).read_text("utf-8")
        (tmp_path / name).write_text(text.replace("fastapi==", "fastapi==9"), "utf-8")
    other = json.loads(bill_of_materials(tmp_path))
    assert other["serialNumber"] != json.loads(written)["serialNumber"]

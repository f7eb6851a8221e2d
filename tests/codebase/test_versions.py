import json
import re
import tomllib

from .sources import ROOT

PACKAGE = json.loads((ROOT / "package.json").read_bytes())
LOCK = json.loads((ROOT / "package-lock.json").read_bytes())
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_clickcut_has_one_version():
    versions = {PROJECT["version"], PACKAGE["version"], LOCK["version"], LOCK["packages"][""]["version"]}
    changelog = ROOT / "CHANGELOG.md"
    if changelog.exists():
        newest = re.search(r"^## \[?v?(\d+\.\d+\.\d+)", changelog.read_text("utf-8"), re.MULTILINE)
        versions.add(newest[1])
    assert versions == {PROJECT["version"]}


def test_packages_of_the_browser_are_exact_and_the_ones_locked():
    wanted = {**PACKAGE["dependencies"], **PACKAGE.get("devDependencies", {})}
    assert wanted == {name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in wanted}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    root = LOCK["packages"][""]
    assert wanted == {**root["dependencies"], **root.get("devDependencies", {})}


def test_the_lock_file_pins_contents_and_names_no_registry():
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert "://" not in re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\]|"[^"]*")', "", json.dumps(LOCK))


def test_constraints_are_exact():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line.strip() and not line.startswith("#")]
    assert [pin for pin in pins if not re.match(r"[A-Za-z0-9._-]+==[\w.]+( *;.*)?$", pin)] == []

import itertools
import json
import re
import tomllib

import pytest

from .sources import ROOT

PACKAGE = json.loads((ROOT / "package.json").read_bytes())
LOCK = json.loads((ROOT / "package-lock.json").read_bytes())
APPS = sorted(ROOT.glob("tests/release/apps/*/package-lock.json"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_clickcut_has_one_version():
    web = tomllib.loads((ROOT / "release/web/pyproject.toml").read_text("utf-8"))["project"]
    assert PROJECT["optional-dependencies"]["web"] == [f"{web['name']}=={web['version']}"]
    npm = json.loads((ROOT / "release/npm/package.json").read_bytes())
    versions = {each["version"] for each in (PROJECT, web, npm, PACKAGE, LOCK, LOCK["packages"][""])}
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


@pytest.mark.parametrize("path", [ROOT / "package-lock.json", *APPS], ids=lambda path: path.parent.name)
def test_a_lock_file_pins_contents_and_names_no_registry(path):
    lock = json.loads(path.read_bytes())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert "://" not in re.sub(r'"funding": (\{[^}]*\}|\[[^\]]*\]|"[^"]*")', "", json.dumps(lock))


def test_tools_are_locked_for_every_system_that_they_are_built_for():
    packages = LOCK["packages"]
    builds = {build for entry in packages.values() for build in entry.get("optionalDependencies", {})}
    assert len(builds) > 30
    assert sorted(build for build in builds if f"node_modules/{build}" not in packages) == []


def locked(name: str) -> dict[str, tuple[str, str]]:
    """The pinned version of each package, and what follows it."""
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text("utf-8").strip())
    pins = [re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(.*)", entry, re.DOTALL) for entry in entries]
    assert None not in pins
    return {pin[1]: (pin[2], pin[3]) for pin in pins if pin}


@pytest.mark.parametrize(
    "name",
    [
        "requirements-run.txt",
        "requirements.txt",
        "requirements-dev.txt",
        "build/clickcut_build/node_requirements.txt",
    ],
)
def test_python_packages_are_pinned_by_version_and_contents(name: str):
    hashed = re.compile(r"( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [package for package, (_, rest) in locked(name).items() if not hashed.fullmatch(rest)] == []


def test_what_the_project_asks_for_is_locked_and_the_same_for_users_and_developers():
    files = ("requirements-run.txt", "requirements.txt", "requirements-dev.txt")
    running, building, developing = (
        {name: version for name, (version, _) in locked(file).items()} for file in files
    )
    assert running.items() <= building.items() <= developing.items()
    extras = PROJECT["optional-dependencies"]
    for wanted, lock in (
        ([*PROJECT["dependencies"], *extras["server"]], running),
        (extras["build"], building),
        (itertools.chain(*(extras[extra] for extra in extras if extra != "web")), developing),
    ):
        names = {re.match(r"[\w-]+", each)[0] for each in wanted} - {PROJECT["name"]}
        assert names - lock.keys() == set()

"""`npm install clickcut`: the tarball in apps as their authors build them, clicked in a browser."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import jsonschema
import pytest
from clickcut_build.node import find_node, npm

from tests.browser import photos
from tests.browser.published import http_server
from tests.conftest import ROOT

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

APPS = Path(__file__).with_name("apps")
INSTALL = ("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund")


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("npm")
    build = "import pathlib, sys, npm_package; npm_package.pack(*map(pathlib.Path, sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", build, ROOT, folder], check=True, cwd=ROOT / "release")
    (made,) = folder.glob("*.tgz")
    return made


def run_npm(folder: Path, *args: str) -> str:
    done = npm(folder, *args, seconds=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def install(name: str, tarball: Path, folder: Path) -> Path:
    """Copy an app, and install what it needs and the tarball."""
    app = folder / name
    shutil.copytree(APPS / name, app)
    run_npm(app, *INSTALL)
    run_npm(app, *INSTALL, str(tarball))
    return app


def test_the_package_is_light(tarball: Path) -> None:
    assert tarball.stat().st_size < 30e6
    with tarfile.open(tarball) as content:
        assert sum(member.size for member in content) < 60e6


@pytest.mark.parametrize(("name", "built"), [("react", "dist"), ("svelte", "dist"), ("next", "out")])
def test_an_app_that_was_built_with_it_gives_an_object_for_a_click(
    name: str, built: str, tarball: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEXT_TELEMETRY_DISABLED", "1")
    app = install(name, tarball, tmp_path)
    run_npm(app, "exec", "--offline", "--", "clickcut", "public/clickcut")
    for suffix in (".jpg", ".clickcut"):
        shutil.copyfile(photos.sample("raccoon.jpg").with_suffix(suffix), app / "public" / f"photo{suffix}")
    run_npm(app, "run", "build")
    site = tmp_path / "site"
    site.mkdir()
    shutil.move(app / built, site / "app")
    with http_server(site) as url:
        click = [sys.executable, "-m", "tests.release.click_app", f"{url}app/"]
        done = subprocess.run(click, check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["score"] > 0.8
    assert told["complaints"] == []


def test_each_frameworks_types_know_the_element_and_refuse_what_is_wrong(
    tarball: Path, tmp_path: Path
) -> None:
    app = install("types", tarball, tmp_path)
    run_npm(app, "run", "build")
    run_npm(app, "exec", "--offline", "--", "publint", "run", "--strict", str(tarball))
    run_npm(app, "exec", "--offline", "--", "attw", "--profile", "esm-only", str(tarball))
    described = json.loads((app / "node_modules/clickcut/custom-elements.json").read_text("utf-8"))
    schema = (app / "node_modules/custom-elements-manifest/schema.json").read_text("utf-8")
    jsonschema.validate(described, json.loads(schema))


def test_nothing_happens_where_it_is_imported_on_a_server(tarball: Path, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    run_npm(tmp_path, *INSTALL, str(tarball))
    program = """
        const { ClickCut, setRuntime } = await import("clickcut");
        setRuntime("/clickcut");
        console.log(typeof ClickCut);
    """
    node = [find_node()[0] / "node", "--input-type=module", "--eval", program]
    done = subprocess.run(node, check=False, cwd=tmp_path, env=os.environ, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("function\n", "")


def test_what_would_be_replaced_must_be_named_as_ours(tarball: Path, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"type": "module"}')
    (tmp_path / "public").mkdir()
    (tmp_path / "public/kept.txt").write_text("kept")
    run_npm(tmp_path, *INSTALL, str(tarball))
    done = npm(tmp_path, "exec", "--offline", "--", "clickcut", "public", seconds=60)
    assert done.returncode == 2
    assert (tmp_path / "public/kept.txt").read_text() == "kept"
    run_npm(tmp_path, "exec", "--offline", "--", "clickcut", "public/clickcut")
    assert (tmp_path / "public/clickcut/worker.js").is_file()
    assert not list(tmp_path.glob("public/clickcut/**/*.mjs")), "a stock nginx serves these as octet streams"

"""What a published folder is made of: parts with a licence, types that hosts know, pages with a policy."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut_build.licence_parts import PARTS
from clickcut_build.licences import unlicensed

from tests.server import photos

# What stands in the text of each licence.
SAID = {
    "Apache-2.0": "Apache License",
    "BSD-3-Clause": "Redistribution and use in source and binary forms",
    "MIT": "Permission is hereby granted, free of charge",
    "MPL-2.0": "Mozilla Public License",
    "Python-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
    "Zlib": "altered from any source distribution",
    "blessing": "public domain",
    "bzip2-1.0.6": "Julian",
}


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("album") / "a.jpg"
    path.write_bytes(photos.file(photos.picture(), "JPEG"))
    return path


def run(command: str, photo: Path, out: Path, *options: str) -> Path:
    done = CliRunner().invoke(main, [command, str(photo), "-o", str(out), *options])
    assert done.exit_code == 0, done.stderr
    return out


def runtime_of(site: Path) -> Path:
    (element,) = site.glob("runtime/*/element.js")
    return element.parent


@pytest.fixture(scope="module")
def site(photo: Path) -> Path:
    return run("publish", photo, photo.parent / "site", "--offline")


@pytest.fixture(scope="module", params=["publish", pytest.param("embed", marks=pytest.mark.full)])
def folder(request: pytest.FixtureRequest, photo: Path, site: Path) -> Path:
    return site if request.param == "publish" else run("embed", photo, photo.parent / "embedded")


def test_every_part_has_its_licence_in_the_folder(folder: Path) -> None:
    runtime = runtime_of(folder)
    assert unlicensed(runtime, {}) == []
    listed = {part["name"]: part for part in json.loads((runtime / "licences/parts.json").read_text("utf-8"))}
    assert list(listed) == [part.name for part in PARTS]
    for part in PARTS:
        text = (runtime / "licences" / part.file).read_text("utf-8-sig")
        for licence in part.licence.split(" AND "):
            assert SAID[licence] in text, part.name
        assert bool(listed[part.name]["version"]) == bool(part.package)
    notice = (runtime / "licences/NOTICE.txt").read_text("utf-8-sig")
    assert "Pyodide\n  MPL-2.0: licences/pyodide.txt\n" in notice
    comments = (runtime / "licences/comments.txt").read_text("utf-8-sig")
    assert "Copyright 2019 Google LLC" in comments
    assert "ONNX Runtime Web" in comments


def test_no_file_needs_a_type_that_hosts_lack(site: Path) -> None:
    suffixes = {path.suffix for path in runtime_of(site).rglob("*") if path.is_file()}
    assert suffixes == {".js", ".json", ".onnx", ".txt", ".wasm", ".zip"}


@pytest.mark.parametrize(
    "options",
    [
        ("--offline",),
        pytest.param(("--cdn", "https://cdn.test/x"), marks=pytest.mark.full),
        pytest.param((), marks=pytest.mark.full),
        pytest.param(("--single",), marks=pytest.mark.full),
    ],
)
def test_a_page_lets_its_own_scripts_run_and_no_others(
    photo: Path, tmp_path: Path, options: tuple[str]
) -> None:
    html = (run("publish", photo, tmp_path, *options) / "index.html").read_text("utf-8")
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert html.index("Content-Security-Policy") < html.index("<script")
    rules = {name: values for name, *values in map(str.split, policy.split(";"))}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    assert len(scripts) == 2 - ("--single" in options) + ("--offline" in options)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    elsewhere = {"https://cdn.test", "blob:"} if "--cdn" in options else set()
    own = {"'self'", "'wasm-unsafe-eval'", *(f"'sha256-{digest}'" for digest in digests)}
    assert set(rules["script-src"]) == own | elsewhere
    assert set(rules["worker-src"]) == {"'self'", "blob:", "data:"} | elsewhere
    assert set(rules["connect-src"]) == {"'self'", "blob:"} | (elsewhere - {"blob:"})


@pytest.mark.full
def test_a_page_is_known_by_a_mark_at_both_ends_that_no_other_version_has(
    photo: Path, site: Path, tmp_path: Path
) -> None:
    other = run("publish", photo, tmp_path, "--offline", "--title", "Other")
    marks = [
        re.search(r'"mark": ?"(\w{32})"', (each / "service-worker.js").read_text("utf-8"))[1]  # type: ignore[index]
        for each in (site, other)
    ]
    pages = [(each / "index.html").read_text("utf-8") for each in (site, other)]
    assert [[page.count(mark) for mark in marks] for page in pages] == [[2, 0], [0, 2]]
    for page, mark in zip(pages, marks, strict=True):
        assert page.index(mark) < page.index("<style>")
        assert page.rindex(mark) > page.rindex("</script>")

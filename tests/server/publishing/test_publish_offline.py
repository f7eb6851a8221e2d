"""`clickcut publish --offline`: what it adds to a site's folder, and takes away again."""

import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from clickcut.cli import main
from PIL import Image

from tests.server import photos


def publish(album: Path, out: Path, *options: object) -> None:
    done = CliRunner().invoke(main, ["publish", str(album), "-o", str(out), *map(str, options)])
    assert done.exit_code == 0, done.stderr


def tree(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def listed(site: Path) -> dict[str, Any]:
    script = (site / "service-worker.js").read_text("utf-8")
    data: dict[str, Any] = json.loads(re.search(r"clickcutSite = (.*);\n", script)[1])  # type: ignore[index]
    return data


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    album = tmp_path_factory.mktemp("album")
    (album / "größe.jpg").write_bytes(photos.file(photos.picture(), "JPEG"))
    return album


@pytest.fixture(scope="module")
def plain(album: Path) -> Path:
    publish(album, album.parent / "plain")
    return album.parent / "plain"


@pytest.fixture(scope="module")
def offline(album: Path) -> Path:
    publish(album, album.parent / "offline", "--offline", "--title", "Größe", "--language", "de")
    return album.parent / "offline"


@pytest.mark.full  # publishes again
def test_equal_photos_give_equal_bytes(album: Path, offline: Path, tmp_path: Path) -> None:
    publish(album, tmp_path / "again", "--offline", "--title", "Größe", "--language", "de")
    assert tree(tmp_path / "again") == tree(offline)


def test_every_file_that_a_visit_needs_is_listed_with_what_is_in_it(offline: Path) -> None:
    site = listed(offline)
    entries = site["pinned"] + site["visited"]
    for address, sha256, size in entries:
        content = (offline / address.replace("gr%C3%B6%C3%9Fe", "größe")).read_bytes()
        assert len(content) == size
        assert hashlib.sha256(content).hexdigest().startswith(sha256)
    files = {address for address, _, _ in entries}
    assert len(files) == len(entries) == len(tree(offline)) - 5  # worker, list, .nojekyll, clickcut.js, .d.ts
    pinned = [address for address, _, _ in site["pinned"]]
    assert pinned[-1] == "index.html"
    assert not [
        address for address in pinned if re.match(r"photos|embeddings|thumbnails|.*/device/", address)
    ]
    assert len([address for address in pinned if "/words/de.json" in address]) == 1


@pytest.mark.full  # publishes again
def test_another_title_is_another_version(album: Path, offline: Path, tmp_path: Path) -> None:
    publish(album, tmp_path / "site", "--offline", "--title", "Other", "--language", "de")
    assert listed(tmp_path / "site")["version"] != listed(offline)["version"]


@pytest.mark.full
def test_the_page_speaks_the_language_that_it_was_told(plain: Path, offline: Path) -> None:
    pages = [(site / "index.html").read_text("utf-8") for site in (plain, offline)]
    assert [re.search(r'<html[^>]* lang="(\w+)"', page)[1] for page in pages] == ["en", "de"]  # type: ignore[index]


def test_icons_are_whole_with_any_mask(offline: Path) -> None:
    manifest = json.loads((offline / "manifest.webmanifest").read_text("utf-8"))
    assert manifest["name"] == "Größe"
    for icon in manifest["icons"]:
        image = Image.open(io.BytesIO((offline / icon["src"]).read_bytes())).convert("L")
        assert icon["sizes"] == f"{image.width}x{image.height}"
        side = image.width
        white = image.point(lambda value: 255 * (value > 200)).getbbox()
        assert white
        # What every mask leaves: a circle of 40 % of the side (https://w3c.github.io/manifest/#icon-masks)
        corner = max(abs(each - side / 2) for each in white)
        assert 0.2 * side < corner < 0.4 * side


@pytest.mark.full
def test_without_the_option_a_folder_is_as_it_was(album: Path, plain: Path, tmp_path: Path) -> None:
    assert not [name for name in tree(plain) if re.search("service|manifest|app/", name)]
    publish(album, tmp_path / "site", "--offline")
    publish(album, tmp_path / "site")
    ended, before = tree(tmp_path / "site"), tree(plain)
    farewell = ended.pop("service-worker.js")
    assert b"unregister" in farewell
    assert ended.pop(".clickcut-files").replace(b"service-worker.js\n", b"") == before.pop(".clickcut-files")
    assert ended == before
    publish(album, tmp_path / "site")
    assert tree(tmp_path / "site")["service-worker.js"] == farewell

"""`clickcut publish` and `embed` with the real encoder, as a person calls them."""

import hashlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import photo_sha256, read_photo
from clickcut_build.site_folder import SiteFolder
from clickcut_core.embedding import Embedding
from clickcut_core.files.recipe_file import RecipeFile, recipe_text
from clickcut_models.manifest import Manifest
from PIL import Image

from tests.server import photos
from tests.server.publishing.commands import command, run

ROOT = Path(__file__).parents[3]


def tree(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def site(album: Path) -> Path:
    """That album, published once."""
    done = run("publish", album, "-o", album.parent / "site")
    assert done.exit_code == 0, done.stderr
    assert "site: 3 photos, 3 encoded, 0 unchanged" in done.stdout
    return album.parent / "site"


def pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(path.read_bytes())).convert("RGB"), dtype=float)


def size(path: Path) -> tuple[int, int]:
    height, width, _ = pixels(path).shape
    return width, height


def published(site: Path, title: str) -> Path:
    (path,) = site.glob(f"photos/*/{title}.*")
    return path


def embedding_of(path: Path) -> Embedding:
    file = path.parents[2] / "embeddings" / f"{path.parent.name}.clickcut"
    return Embedding.from_bytes(file.read_bytes(), model=Manifest.read(ROOT / "dist/models").model)


@pytest.mark.full  # kills it at work
def test_a_run_that_is_killed_half_way_goes_on_and_ends_as_any_other(
    album: Path, site: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    with subprocess.Popen(
        command("publish", album, "-o", out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + 60
        while len(list(out.glob("embeddings/*"))) < 1 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    made = len(list(out.glob("embeddings/*")))
    assert 1 <= made < 3
    assert not (out / "index.html").exists()
    again = run("publish", album, "-o", out)
    assert again.exit_code == 0, again.stderr
    assert f"3 photos, {3 - made} encoded, {made} unchanged" in again.stdout
    assert tree(out) == tree(site)


@pytest.mark.full  # publishes again
def test_the_same_photos_give_the_same_bytes_on_any_number_of_cores(
    album: Path, site: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    album.rename(elsewhere)  # neither where they lie nor when they were made matters
    try:
        for path in elsewhere.iterdir():
            os.utime(path, (0, 2_000_000_000))
        done = run("publish", elsewhere, "-o", tmp_path / "site", "--encoder-threads", "1")
    finally:
        elsewhere.rename(album)
    assert done.exit_code == 0, done.stderr
    assert tree(tmp_path / "site") == tree(site)


def test_a_second_run_encodes_nothing_and_touches_no_file(album: Path, site: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    done = run("publish", album, "-o", site)
    assert "3 photos, 0 encoded, 3 unchanged" in done.stdout
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()} == before


def test_beside_each_photo_stands_what_it_may_be_about_and_it_is_light(site: Path) -> None:
    for path in site.glob("photos/*/*"):
        file = site / "proposals" / f"{path.parent.name}.json"
        assert file.stat().st_size < 25_000
        told = json.loads(file.read_bytes())
        embedding = embedding_of(path)
        assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (told["photo"]["width"], told["photo"]["height"]) == size(path)
        cells = embedding.frame.mask_cells
        for each in told["proposals"]:
            assert sum(each["runs"]) == cells.width * cells.height
            share = sum(each["runs"][1::2]) / sum(each["runs"])
            assert share == pytest.approx(each["area"], abs=0.02)
    page = (site / "index.html").read_text()
    assert re.findall(r'proposals="(proposals/[^"]+)"', page)


def test_two_runs_at_once_do_not_mix(album: Path, site: Path) -> None:
    before = tree(site)
    with SiteFolder(site):
        done = run("publish", album, "-o", site)
    assert done.exit_code == 1
    assert f"Another run is writing into {site}." in done.stderr
    assert "[site-busy]" in done.stderr
    (site / ".clickcut-unfinished").rmdir()
    assert tree(site) == before


@pytest.mark.full
def test_a_damaged_file_of_a_site_is_made_again(album: Path, site: Path) -> None:
    before = tree(site)
    for path in (published(site, "IMG_1"), next(site.glob("thumbnails/*"))):
        path.write_bytes(b"")
    done = run("publish", album, "-o", site)
    assert done.exit_code == 0, done.stderr
    assert tree(site) == before


def test_photos_that_are_no_longer_named_leave_the_site(album: Path, site: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    album_photos = sorted(album.iterdir())
    shutil.copytree(site, out)
    (out / "CNAME").write_text("example.org")
    done = run("publish", *album_photos[1:], "-o", out)
    assert "2 photos, 0 encoded, 2 unchanged" in done.stdout
    assert "4 files of earlier runs removed" in done.stdout
    assert list(out.glob("photos/*/IMG_0.jpg")) == []
    assert len(list(out.glob("embeddings/*"))) == len(list(out.glob("photos/*"))) == 2
    assert (out / "CNAME").read_text() == "example.org"


def test_where_and_when_a_photo_was_taken_is_not_published(tmp_path: Path) -> None:
    place = b"secret place"
    upright = photos.picture()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 29: place.decode()}
    content = photos.file(upright, "JPEG", exif=exif)
    assert place in content
    (tmp_path / "phone.jpg").write_bytes(content)
    (tmp_path / "phone.heic").write_bytes(photos.file(upright, "HEIF", exif=exif.tobytes()))
    done = run("publish", tmp_path / "phone.jpg", tmp_path / "phone.heic", "-o", tmp_path / "site")
    assert done.exit_code == 0, done.stderr
    assert [
        name for name in (tmp_path / "site").rglob("*") if name.is_file() and place in name.read_bytes()
    ] == []
    jpegs = sorted(tmp_path.glob("site/photos/*/phone.jpg"), key=lambda path: path.stat().st_size)
    assert len(jpegs) == 2
    limits = PhotoLimits()
    shown = [read_photo(path.read_bytes(), limits) for path in jpegs]
    source = read_photo(content, limits)
    assert source.image.size == (100, 300)
    assert any(np.array_equal(each.pixels, source.pixels) for each in shown)
    for path, each in zip(jpegs, shown, strict=True):
        embedding = embedding_of(path)
        assert embedding.photo_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
        assert (embedding.frame.photo.width, embedding.frame.photo.height) == each.image.size


@pytest.mark.full
def test_smaller_copies_in_place_of_originals(tmp_path: Path) -> None:
    (tmp_path / "wide.png").write_bytes(photos.file(photos.picture(900, 300)))
    out = tmp_path / "site"
    done = run("publish", tmp_path / "wide.png", "-o", out, "--no-originals", "--longest-side", "600")
    assert done.exit_code == 0, done.stderr
    path = published(out, "wide")
    assert path.suffix == ".jpg"
    assert size(path) == (600, 200)
    assert embedding_of(path).frame.photo.width == 600
    sizes = {each.name.rpartition("-")[2]: size(each) for each in out.glob("thumbnails/*")}
    assert sizes == {"480.webp": (267, 200)}


def test_every_file_of_a_site_is_small_enough_for_many_hosts(site: Path) -> None:
    assert max(path.stat().st_size for path in site.rglob("*")) < 25 * 2**20


@pytest.mark.full
def test_a_site_inside_its_own_photos_is_no_photo(album: Path, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0.jpg"
    photo.write_bytes((album / "IMG_0.jpg").read_bytes())
    for encoded in (1, 0):
        done = run("publish", tmp_path, "-o", tmp_path / "site")
        assert f"1 photo, {encoded} encoded" in done.stdout


@pytest.mark.full
def test_absolute_addresses_are_only_where_they_must_be(album: Path, tmp_path: Path) -> None:
    url = "https://example.org/summer"
    options = ("--base-url", url, "--title", "Sun & <sea>", "--theme", "dark")
    done = run("publish", album / "IMG_0.jpg", "-o", tmp_path, *options)
    html = (tmp_path / "index.html").read_text("utf-8")
    assert "<title>Sun &amp; &lt;sea&gt;</title>" in html
    assert f'<link rel="canonical" href="{url}/" />' in html
    assert re.search(rf'property="og:image" content="{url}/(photos|thumbnails)/', html)
    assert html.count("https://example.org") == 3
    assert 'theme.chosen ?? "dark"' in html
    assert f'<script type="module" src="{url}/runtime/clickcut.js"></script>' in done.stdout
    assert re.search(
        rf'<click-cut controls src="{url}/photos/\w+/IMG_0.jpg" embedding="{url}/emb', done.stdout
    )


@pytest.mark.full
def test_embed_adds_photos_to_one_runtime_and_a_name_of_any_letters_is_quoted(
    album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = tmp_path / "größe 100% #1 猫.jpg"
    odd.write_bytes((album / "IMG_0.jpg").read_bytes())
    tags = []
    for photo in (odd, album / "IMG_1.jpg"):
        done = run("embed", photo)
        assert done.exit_code == 0, done.stderr
        tags.append(done.stdout[done.stdout.index("<script") :])
    assert re.search(r"/gr%C3%B6%C3%9Fe%20100%25%20%231%20%E7%8C%AB\.jpg\"", tags[0])
    out = tmp_path / "clickcut"
    assert len(list(out.glob("photos/*/*.jpg"))) == 2
    assert len(list(out.glob("runtime/*/element.js"))) == 1
    assert not (out / "index.html").exists()
    assert tags[0].splitlines()[0] == tags[1].splitlines()[0]


def test_embed_puts_a_cutout_beside_its_photo_for_visitors_to_change(album: Path, tmp_path: Path) -> None:
    photo, cutout, out = album / "IMG_0.jpg", tmp_path / "cut.png", tmp_path / "clickcut"
    assert run("cut", photo, "--point", "80,60", "-o", cutout).exit_code == 0
    done = run("embed", photo, "--recipe", cutout, "-o", out)
    assert done.exit_code == 0, done.stderr
    address = re.search(r'recipe-src="clickcut/(recipes/\w+\.json)"', done.stdout)
    assert address, done.stdout
    (published,) = out.glob("photos/*/IMG_0.jpg")
    recipe = RecipeFile.from_text((out / address[1]).read_text(), photo_sha256(published.read_bytes()))
    given = RecipeFile.from_text(recipe_text(cutout.read_bytes()) or "", photo_sha256(photo.read_bytes()))
    assert recipe.document == given.document
    with Image.open(next(out.glob("posters/*.webp"))) as poster, Image.open(published) as whole:
        assert f'poster="clickcut/posters/{published.parent.name}.webp"' in done.stdout
        assert poster.width / poster.height == pytest.approx(whole.width / whole.height, rel=0.01)
        assert max(poster.size) <= 640
    assert not list(out.glob("thumbnails/*"))

    refused = run("embed", photo, album / "IMG_1.jpg", "--recipe", cutout, "-o", out)
    assert "a recipe is for one photo, and 2 were given" in refused.stderr
    smaller = ("--no-originals", "--longest-side", "100")
    refused = run("embed", photo, "--recipe", cutout, "-o", out, *smaller)
    assert "publish the original" in refused.stderr
    assert "[recipe-photo]" in run("embed", album / "IMG_1.jpg", "--recipe", cutout, "-o", out).stderr


def test_thumbnails_are_of_what_is_seen(site: Path) -> None:
    path = published(site, "IMG_2")
    small = pixels(site / "thumbnails" / f"{path.parent.name}-480.webp")
    assert small.shape == (100, 133, 3)  # as wide as a tile of a photo of 300 × 100
    parts = np.lib.stride_tricks.sliding_window_view(pixels(path), 133, axis=1)
    assert min(np.abs(small - part.transpose(0, 2, 1)).mean() for part in parts.swapaxes(0, 1)) < 4

"""What `clickcut publish` can't or won't do: told by name and code, and nothing else is harmed."""

import re
import resource
import subprocess
from pathlib import Path

import numpy as np
import pytest
from clickcut_build.site_folder import SiteFolder
from PIL import Image

from tests.server import photos
from tests.server.publishing.commands import command, folder_of_photos, run


@pytest.mark.full
def test_a_photo_that_can_not_be_read_is_told_and_the_others_are_published(tmp_path: Path) -> None:
    album = folder_of_photos(tmp_path / "photos", 1)
    (album / "deeper").mkdir()
    whole = photos.file(photos.picture(seed=9), "JPEG")
    (album / "deeper" / "IMG_0.jpg").write_bytes(whole)
    (album / "deeper" / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (album / "empty.png").write_bytes(b"")
    (album / "text.jpg").write_text("no photo")
    (album / "notes.txt").write_text("not meant")
    (album / ".hidden.jpg").write_bytes(whole)
    done = run("publish", album, "-o", tmp_path / "site")
    assert done.exit_code == 1
    assert "2 photos, 2 encoded" in done.stdout
    assert "3 left out:" in done.stderr
    for name, code in (("deeper/cut", "truncated-photo"), ("empty", "empty-photo"), ("text", "not-a-photo")):
        assert re.search(rf"{name}\.(jpg|png): .+ \[{code}\]", done.stderr), done.stderr
    same_name = sorted(tmp_path.glob("site/photos/*/IMG_0.jpg"))
    assert len(same_name) == 2
    assert (tmp_path / "site/index.html").read_text("utf-8").count(" data-photo=") == 2


def test_a_photo_too_large_for_many_hosts_is_left_out(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (3000, 3000, 3), dtype=np.uint8)
    Image.fromarray(noise).save(tmp_path / "noise.png", compress_level=0)
    done = run("publish", tmp_path / "noise.png", "-o", tmp_path / "site")
    assert done.exit_code == 1
    assert (
        "noise.png: What would be published has 25.8 MB, and many hosts refuse more than 25 MB."
        in done.stderr
    )
    assert "[too-large-to-host]" in done.stderr
    assert not list(tmp_path.glob("site/photos/*"))


@pytest.mark.full
def test_other_peoples_pages_are_not_replaced(album: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    done = run("publish", album / "IMG_0.jpg", "-o", tmp_path)
    assert done.exit_code == 1
    assert f"{tmp_path / 'index.html'} is there already and was not written by clickcut." in done.stderr
    assert "[site-foreign-file]" in done.stderr
    assert (tmp_path / "index.html").read_text() == "mine"


@pytest.mark.full  # fills a disk
def test_a_disk_that_is_full_is_told_and_leaves_no_half_file(album: Path, tmp_path: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    out = tmp_path / "site"
    options = ("--cdn", "https://cdn.example/runtime")  # an embedding is the largest file then
    publish = command("publish", album / "IMG_0.jpg", "-o", out, *options)
    done = subprocess.run(publish, preexec_fn=limit, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert re.search(r"embeddings/\w+\.clickcut can't be written: File too large\.", done.stderr), done.stderr
    assert "[site-unwritable]" in done.stderr
    assert not list(out.glob("embeddings/*"))
    assert run("publish", album / "IMG_0.jpg", "-o", out, *options).exit_code == 0
    assert not (out / ".clickcut-unfinished").exists()


def test_a_folder_without_photos_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no photo")
    done = run("publish", tmp_path, "-o", tmp_path / "site")
    assert done.exit_code == 1
    assert f"There is no photo in {tmp_path}." in done.stderr
    assert "[no-photos]" in done.stderr
    assert not (tmp_path / "site").exists()


def test_single_is_for_one_photo(album: Path, tmp_path: Path) -> None:
    done = run("publish", album, "-o", tmp_path, "--single")
    assert done.exit_code == 1
    assert "these are 3. Name one" in done.stderr


@pytest.mark.parametrize("named", ["folder", "file", "link"])
def test_a_site_s_own_photos_are_not_published_into_it_which_would_remove_them(
    tmp_path: Path, named: str
) -> None:
    out = tmp_path / "site"
    with SiteFolder(out) as site:
        site.write("photos/a/one.jpg", photos.file(photos.picture(), "JPEG"))
        site.complete({"photos/a/one.jpg"})
    own = out / "photos/a/one.jpg"
    (tmp_path / "link.jpg").symlink_to(own)
    given = {"folder": out / "photos", "file": own, "link": tmp_path / "link.jpg"}[named]
    done = run("publish", given, "-o", out)
    assert done.exit_code == 1
    assert "[output-is-input]" in done.stderr
    assert own.exists()

"""A command that would write over what it reads says so before it begins, by whatever name that file goes."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from PIL import Image

SPELLINGS: dict[str, Callable[[Path, Path], object]] = {
    "itself": lambda given, _: None,
    "symlink": lambda given, out: out.symlink_to(given),
    "symlink in two steps": lambda given, out: (
        out.with_suffix(".link").symlink_to(given),
        out.symlink_to(out.with_suffix(".link")),
    ),
    "hard link": os.link,
}


@pytest.fixture(autouse=True)
def nothing_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clickcut.encoding.encoder.Encoder.encode_photo", None)
    monkeypatch.setattr("clickcut.cutting.begun.read_photo", None)


@pytest.fixture
def photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return picture(tmp_path / "photo.png")


def picture(path: Path, colour: str = "teal") -> Path:
    Image.new("RGB", (64, 48), colour).save(path, "PNG")
    return path


def run(*options: object) -> Result:
    return CliRunner().invoke(main, [*map(str, options)])


def is_refused(done: Result, code: str, named: object) -> None:
    assert done.exit_code == 1, done.output
    assert f"{named} " in done.output
    assert done.output.endswith(f"[{code}]\n"), done.output


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_photo_is_not_cut_out_into_itself(photo: Path, tmp_path: Path, spelling: str) -> None:
    out = photo if spelling == "itself" else tmp_path / "out.png"
    SPELLINGS[spelling](photo, out)
    before = photo.read_bytes()
    done = run("cut", photo, "--point", "9,9", "-o", out)
    is_refused(done, "output-is-input", out)
    assert photo.read_bytes() == before


@pytest.mark.parametrize("written", ["photo.png", "./photo.png", "deeper/../photo.png", "{absolute}"])
def test_another_way_to_a_photo_is_the_same_photo(photo: Path, tmp_path: Path, written: str) -> None:
    (tmp_path / "deeper").mkdir()
    done = run("cut", "photo.png", "--point", "9,9", "-o", written.format(absolute=photo))
    assert done.output.endswith("[output-is-input]\n"), done.output


@pytest.mark.parametrize("option", ["--mask", "--recipe", "--background"])
@pytest.mark.parametrize("kind", ["png", "svg"])
def test_no_other_file_that_is_read_is_written_over(
    photo: Path, tmp_path: Path, option: str, kind: str
) -> None:
    given = picture(tmp_path / "given.png", "white")
    before = given.read_bytes()
    done = run("cut", photo, "--point", "9,9", option, given, "-o", given, "--format", kind)
    is_refused(done, "output-is-input", given)
    assert given.read_bytes() == before


def test_a_recipe_that_the_default_name_would_replace_stays(photo: Path, tmp_path: Path) -> None:
    given = picture(tmp_path / "photo-cutout.png")
    done = run("cut", photo, "--point", "9,9", "--recipe", given)
    is_refused(done, "output-is-input", given)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_photo_is_encoded_over_itself_or_over_another(photo: Path, tmp_path: Path, spelling: str) -> None:
    out = tmp_path / "other.clickcut"
    other = picture(out if spelling == "itself" else tmp_path / "other.png")
    SPELLINGS[spelling](photo, out)
    before = photo.read_bytes(), other.read_bytes()
    done = run("encode", photo, other)
    is_refused(done, "output-is-input", out)
    assert (photo.read_bytes(), other.read_bytes()) == before
    assert not (tmp_path / "photo.clickcut").exists()


def test_photos_whose_embeddings_would_have_one_name_are_refused_together(
    photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    other = picture(tmp_path / "more/photo.jpg")
    done = run("encode", photo, other, "--out", tmp_path / "out")
    is_refused(done, "output-twice", other)
    assert f"{tmp_path / 'out/photo.clickcut'}" in done.output
    assert not (tmp_path / "out").exists()


def test_what_is_no_file_may_be_read_and_written(photo: Path) -> None:
    done = run("cut", os.devnull, "--point", "9,9", "-o", os.devnull, "--format", "png")
    assert "output-is-input" not in done.output

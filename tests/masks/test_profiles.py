"""`clickcut cut` leaves a photo's colour profile with its own numbers in the PNG."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from clickcut.cli import main

from tests.masks.profiles import DAMAGED, PLACE, PROFILE, assert_own_numbers, assert_srgb_on_red, photo

KINDS = ["PNG", *(pytest.param(kind, marks=pytest.mark.full) for kind in ("JPEG", "WEBP"))]


def cut(path: Path, *options: str) -> bytes:
    out = path.with_name("out.png")
    command = ["cut", str(path), "--point", "{},{}".format(*PLACE), "-o", str(out), *options]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    return out.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_png_has_the_photos_profile_and_its_own_numbers(tmp_path: Path, kind: str) -> None:
    path = photo(tmp_path / f"tagged.{kind.lower()}", kind, PROFILE)
    assert_own_numbers(cut(path), path, PROFILE)


@pytest.mark.parametrize("profile", [pytest.param(None, marks=pytest.mark.full), DAMAGED])
def test_without_a_whole_profile_there_is_none(tmp_path: Path, profile: bytes | None) -> None:
    path = photo(tmp_path / "photo.jpg", "JPEG", profile)
    assert_own_numbers(cut(path), path, None)


@pytest.mark.full
def test_on_a_colour_a_picture_is_srgb(tmp_path: Path) -> None:
    path = photo(tmp_path / "tagged.png", "PNG", PROFILE)
    assert_srgb_on_red(cut(path, "--background", "#ff0000"), path)

"""`clickcut cut -`: a photo from standard input, a file to standard output, and words to standard error."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from PIL import Image, ImageDraw

BOX = ("--box", "85,35,215,165")


def cut(*arguments: object, photo: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["cut", *map(str, arguments)], input=photo)


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("disc") / "disc.png"
    picture = Image.new("RGB", (300, 200), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((90, 40, 210, 160), fill="#a02020")
    picture.save(path)
    return path


def test_a_photo_comes_in_and_its_file_goes_out_as_if_both_had_names(disc: Path, tmp_path: Path):
    named = tmp_path / "named.webp"
    assert cut(disc, *BOX, "-o", named).exit_code == 0
    piped = cut("-", *BOX, "--format", "webp", photo=disc.read_bytes())
    assert piped.exit_code == 0, piped.stderr
    assert piped.stdout_bytes == named.read_bytes()
    assert piped.stderr.startswith("-: ")
    assert cut("-", *BOX, "-o", tmp_path, photo=disc.read_bytes()).exit_code == 0
    assert (tmp_path / "photo-cutout.png").exists()
    told = cut(disc, *BOX, "-o", "-", "--json", "--format", "webp")
    assert told.stdout_bytes == named.read_bytes()
    assert json.loads(told.stderr)["file"] == "-"


def test_what_fails_leaves_standard_output_empty(disc: Path):
    done = cut("-", "--point", "9999,9", photo=disc.read_bytes())
    assert (done.exit_code, done.stdout_bytes) == (1, b"")
    assert "[invalid-prompt]" in done.stderr
    nothing = cut("-", *BOX, photo=b"")
    assert (nothing.exit_code, nothing.stdout_bytes) == (1, b"")
    assert "[empty-photo]" in nothing.stderr


@pytest.mark.parametrize(
    "arguments", [("{disc}", "-", "--subject", "-o", "out"), ("{disc}", "{disc}", "--subject", "-o", "-")]
)
def test_standard_input_is_one_photo_and_standard_output_one_file(disc: Path, arguments: tuple[str, ...]):
    done = cut(*(each.format(disc=disc) for each in arguments))
    assert done.exit_code == 1
    assert "[invalid-option]" in done.stderr


@pytest.mark.full
def test_a_mask_is_an_array_of_booleans_and_those_of_all_objects_are_stacked(disc: Path, tmp_path: Path):
    one = cut("-", *BOX, "--format", "npy", "-o", "-", photo=disc.read_bytes())
    mask = np.load(io.BytesIO(one.stdout_bytes))
    drawn = np.asarray(Image.open(disc))[..., 2] < 100
    assert (mask.dtype, mask.shape) == (np.bool_, (200, 300))
    assert (mask & drawn).sum() / (mask | drawn).sum() > 0.95
    out = tmp_path / "all.npy"
    done = cut(disc, "--everything", "-o", out)
    assert done.exit_code == 0, done.stderr
    masks = np.load(out)
    assert f"{len(masks)} objects" in done.stdout
    assert masks.shape[1:] == (200, 300)
    assert max((each & drawn).sum() / (each | drawn).sum() for each in masks) > 0.9


def test_an_array_is_named_as_a_mask_is_and_has_no_background(disc: Path, tmp_path: Path):
    photo = tmp_path / "disc.png"
    photo.write_bytes(disc.read_bytes())
    assert cut(photo, *BOX, "--format", "npy").exit_code == 0
    assert (tmp_path / "disc-mask.npy").exists()
    refused = cut(photo, *BOX, "--crop", "-o", tmp_path / "cropped.npy")
    assert (refused.exit_code, (tmp_path / "cropped.npy").exists()) == (1, False)
    assert "[invalid-option]" in refused.stderr

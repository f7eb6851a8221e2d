"""`python -m tests.bench.accuracy --edges` on a shape drawn here, with the real weights."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFilter

from tests.bench.accuracy.__main__ import accuracy
from tests.bench.accuracy.edges import edge_band, gradient_error, mean_difference


def drawn(folder, kind):
    """A folder with one photo and its mask."""
    mask = Image.new("L", (800, 540))
    ImageDraw.Draw(mask).ellipse((160, 120, 460, 420), fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(3))
    inside, outside = (Image.new("RGB", mask.size, colour) for colour in ("#a02020", "#d8d2c0"))
    Image.composite(inside, outside, mask).save(folder / "disc.png")
    mask.save(folder / "mask.png")
    entry = {"set": "drawn", "name": "disc", "image": "disc.png", "mask": "mask.png", "kind": kind}
    (folder / "index.json").write_text(json.dumps([entry]))
    return folder


def bench(*arguments):
    return CliRunner().invoke(accuracy, ["--edges", *map(str, arguments)])


@pytest.mark.full
def test_the_soft_edge_is_a_quarter_nearer_to_the_truth_than_the_plain_mask(tmp_path):
    result = bench("--data", drawn(tmp_path, "alpha"), "--json", "--pictures", tmp_path / "seen")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    for measure in ("MAD in the band", "gradient error"):
        assert 0 < report["means"][measure]["ratio"] <= 0.75
    assert [score["name"] for score in report["alphas"]] == ["disc"]
    assert report["objects"] == []
    with Image.open(tmp_path / "seen" / "drawn-disc.png") as seen:
        assert seen.size == (3 * 480, 480)
        centres = {seen.getpixel((x, y)) for x in (240, 720, 1200) for y in range(480)}
    assert {(255, 255, 255), (0, 0, 0), (255, 0, 0)} <= centres  # what is empty shows the ground


@pytest.mark.full
def test_the_table_has_a_line_a_photo_and_the_means(tmp_path):
    result = bench("--data", drawn(tmp_path, "alpha"))
    assert [line.split()[0] for line in result.stdout.splitlines() if line][1:3] == ["disc", "means"]
    assert "MAD in the band" in result.stdout


def test_a_folder_without_alphas_is_refused(tmp_path):
    result = bench("--data", drawn(tmp_path, "object"))
    assert result.exit_code == 1
    assert "lists no mask of kind `alpha`" in result.stderr


def test_a_perfect_alpha_has_no_error_and_the_band_is_near_the_edge():
    alpha = np.zeros((1024, 1024), np.uint8)
    alpha[:, 500:] = 255
    band = edge_band(alpha)
    assert np.array_equal(np.flatnonzero(band[300]), np.arange(494, 506))
    assert mean_difference(alpha, alpha, band) == gradient_error(alpha, alpha, band) == 0
    assert mean_difference(255 - alpha, alpha, band) == 1

"""`clickcut bench matte` on shapes drawn here, with the real weights."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from clickcut.cli import main
from PIL import Image, ImageDraw, ImageFilter


@pytest.fixture
def data(tmp_path):
    entries = []
    for name, box in (("disc", (160, 120, 460, 420)), ("oval", (300, 100, 600, 440))):
        mask = Image.new("L", (800, 540))
        ImageDraw.Draw(mask).ellipse(box, fill=255)
        mask = mask.filter(ImageFilter.GaussianBlur(3))
        photo = Image.composite(
            Image.new("RGB", mask.size, "#a02020"), Image.new("RGB", mask.size, "#d8d2c0"), mask
        )
        photo.save(tmp_path / f"{name}.png")
        mask.save(tmp_path / f"{name}-mask.png")
        entries.append(
            {
                "set": "drawn",
                "name": name,
                "image": f"{name}.png",
                "mask": f"{name}-mask.png",
                "kind": "alpha",
            }
        )
    (tmp_path / "index.json").write_text(json.dumps(entries))
    return tmp_path


def bench(*arguments):
    return CliRunner().invoke(main, ["bench", "matte", *map(str, arguments)])


def test_the_soft_edge_is_a_quarter_nearer_to_the_truth_than_the_plain_mask(data, models_folder):
    result = bench("--data", data, "--dist", models_folder.parent, "--json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    for measure in ("MAD in the band", "gradient error"):
        assert 0 < report["means"][measure]["ratio"] <= 0.75
    assert [score["name"] for score in report["alphas"]] == ["disc", "oval"]
    assert report["objects"] == []


def test_the_table_has_a_line_a_photo_and_the_means(data, models_folder):
    result = bench("--data", data, "--dist", models_folder.parent)
    assert [line.split()[0] for line in result.stdout.splitlines() if line][1:3] == ["disc", "oval"]
    assert "MAD in the band" in result.stdout


def test_a_folder_without_alphas_is_refused(data):
    entries = json.loads((data / "index.json").read_text())
    for entry in entries:
        entry["kind"] = "object"
    (data / "index.json").write_text(json.dumps(entries))
    result = bench("--data", data)
    assert result.exit_code == 1
    assert "[unreadable-data]" in result.stderr


def test_a_perfect_alpha_has_no_error_and_the_band_is_near_the_edge():
    from clickcut.accuracy.edges import edge_band, gradient_error, mean_difference  # noqa: PLC0415

    alpha = np.zeros((1024, 1024), np.uint8)
    alpha[:, 500:] = 255
    band = edge_band(alpha)
    assert np.array_equal(np.flatnonzero(band[300]), np.arange(494, 506))
    assert mean_difference(alpha, alpha, band) == gradient_error(alpha, alpha, band) == 0
    assert mean_difference(255 - alpha, alpha, band) == 1

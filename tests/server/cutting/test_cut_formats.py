from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut.cli.cut import KINDS
from clickcut.cutting.formats import NAMES
from PIL import Image


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "square.png"
    picture = Image.new("RGB", (300, 200), "white")
    picture.paste("black", (100, 50, 200, 150))
    picture.save(path)
    return path


def cut(photo, *options):
    return CliRunner().invoke(main, ["cut", str(photo), "--box", "95,45,205,155", *map(str, options)])


def test_the_suffix_says_what_is_written(photo, tmp_path):
    out = tmp_path / "mask.SVG"
    done = cut(photo, "-o", out)
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"{out}: ")
    assert ElementTree.parse(out).getroot().get("viewBox") == "0 0 300 200"


def test_without_a_file_the_name_says_photo_and_format(photo, tmp_path):
    assert cut(photo, "--format", "coco-polygons").exit_code == 0
    assert '"file_name": "square.png"' in (tmp_path / "square-cutout.json").read_text()


def test_an_unknown_suffix_is_refused_before_anything_is_computed(photo, tmp_path):
    out = tmp_path / "mask.xyz"
    done = cut(photo, "-o", out)
    assert done.exit_code == 1
    assert ".xyz is not a format for cut-outs. Use one of .png, .webp, .jpg, .svg, .json" in done.output
    assert "[unsupported-format]" in done.output
    assert not out.exists()


def test_help_names_every_format_that_there_is():
    assert tuple(NAMES) == KINDS

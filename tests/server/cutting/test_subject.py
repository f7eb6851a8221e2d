"""`clickcut cut --subject` and `--everything`: the machine clicks, and all else is as with a hand's click."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from clickcut_core.files.run_lengths import from_text
from PIL import Image, ImageDraw

from tests.browser import photos

CAT = photos.sample("cat.png")


def cut(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["cut", *map(str, arguments)])


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A red disc in the middle, and a blue square aside: both together are what it is about."""
    path = tmp_path_factory.mktemp("scene") / "scene.png"
    picture = Image.new("RGB", (480, 320), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((170, 90, 310, 230), fill="#a02020")
    ImageDraw.Draw(picture).rectangle((30, 200, 100, 270), fill="#2030a0")
    picture.save(path)
    return path


def test_the_subject_is_what_the_click_that_it_names_gives(tmp_path: Path):
    picked, clicked = tmp_path / "picked.png", tmp_path / "clicked.png"
    done = cut(CAT, "--subject", "--json", "-o", picked, "--no-recipe")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    subject = told["subject"]
    place = f"{subject['x']},{subject['y']}"
    again = cut(CAT, "--point", place, "--choose", subject["choose"], "-o", clicked, "--no-recipe")
    assert again.exit_code == 0, again.output
    assert picked.read_bytes() == clicked.read_bytes()
    assert told["area"] > 0.1 * told["width"] * told["height"]
    assert len(told["others"]) == (0 if told["sure"] else 2)


@pytest.mark.full
def test_the_subject_of_a_plain_scene_is_the_one_object_in_it(tmp_path: Path):
    photo, out = tmp_path / "disc.png", tmp_path / "mask.png"
    picture = Image.new("RGB", (480, 320), "#d8d2c0")
    ImageDraw.Draw(picture).ellipse((170, 90, 310, 230), fill="#a02020")
    picture.save(photo)
    assert cut(photo, "--subject", "--format", "mask", "-o", out).exit_code == 0
    mask, disc = np.asarray(Image.open(out)) > 127, _drawn("ellipse", (170, 90, 310, 230))
    assert (mask & disc).sum() / (mask | disc).sum() > 0.95


@pytest.mark.full
def test_points_correct_the_subject(scene: Path, tmp_path: Path):
    shares = []
    for points in ((), ("--point", "65,235:0")):
        done = cut(scene, "--subject", *points, "-o", tmp_path / "cut.png")
        assert done.exit_code == 0, done.output
        shares.append(float(done.output.split(": ")[1].split("%")[0]))
    assert shares == pytest.approx([13.4, 10.1], abs=0.4)


@pytest.mark.parametrize("option", ["--subject", pytest.param("--everything", marks=pytest.mark.full)])
def test_a_photo_with_nothing_in_it_says_so_and_writes_nothing(option: str, tmp_path: Path):
    photo = tmp_path / "grey.png"
    Image.new("RGB", (300, 200), "#888888").save(photo)
    done = cut(photo, option)
    assert done.exit_code == 1
    assert "Nothing in this photo stands out" in done.output
    assert "[no-subject]" in done.output
    assert list(tmp_path.iterdir()) == [photo]


@pytest.mark.full
def test_everything_is_outlined_each_object_once(scene: Path, tmp_path: Path):
    out = tmp_path / "labels.json"
    done = cut(scene, "--everything", "-o", out)
    assert done.exit_code == 0, done.output
    document = json.loads(out.read_text())
    masks = [_pixels(each["segmentation"]) for each in document["annotations"]]
    assert f"{len(masks)} objects" in done.output
    for truth in (_drawn("ellipse", (170, 90, 310, 230)), _drawn("rectangle", (30, 200, 100, 270))):
        assert max((mask & truth).sum() / (mask | truth).sum() for mask in masks) > 0.85
    for number, mask in enumerate(masks):
        assert all((mask & other).sum() / (mask | other).sum() < 0.9 for other in masks[:number])


def _drawn(kind: str, box: tuple[int, int, int, int]) -> np.ndarray:
    truth = Image.new("L", (480, 320))
    getattr(ImageDraw.Draw(truth), kind)(box, fill=255)
    return np.asarray(truth) > 127


def _pixels(segmentation: dict) -> np.ndarray:
    height, width = segmentation["size"]
    counts = from_text(segmentation["counts"])
    values = np.repeat(np.arange(len(counts)) % 2, counts)
    return values.reshape(width, height).T.astype(bool)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((CAT,), "with --subject, --point"),
        ((CAT, "--everything", "--point", "9,9"), "goes with no other wish"),
        ((CAT, "--everything", "--invert"), "goes with no other wish"),
        ((CAT, "--everything", "--choose", "0"), "goes with no other wish"),
        ((CAT, "--subject", "--recipe", CAT), "choose one of them"),
        ((CAT, CAT, "--point", "9,9"), "--subject alone says where"),
        ((CAT, "--everything", "-o", "all.png"), "written as shapes"),
        ((CAT, CAT, "--subject"), "several photos need a folder"),
        ((CAT, CAT, "--subject", "-o", "cat.png"), "several photos need a folder"),
    ],
)
def test_what_says_too_little_or_too_much_is_refused(arguments: tuple, said: str):
    done = cut(*arguments)
    assert done.exit_code == 1
    assert said in done.output

"""What `clickcut cut` takes beside places: a number of a mask, and a recipe."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main
from clickcut_core.files.recipe_file import KEYWORD, PhotoIdentity, RecipeFile
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.browser import photos

CAT = photos.sample("cat.png")


def cut(*options: object) -> Result:
    return CliRunner().invoke(main, ["cut", str(CAT), *map(str, options)])


@pytest.mark.full
def test_another_of_the_offered_masks_is_chosen_by_number(tmp_path: Path):
    shares = []
    for number in (1, 3):
        done = cut("--point", "220,150", "--choose", number, "-o", tmp_path / "cut.png")
        assert done.exit_code == 0, done.output
        shares.append(float(done.output.split(": ")[1].split("%")[0]))
    part, whole = shares
    assert part < whole / 2


@pytest.mark.parametrize("number", [-1, 4])
def test_there_are_four_masks_to_choose_from(number: int):
    assert "0<=x<=3" in cut("--point", "220,150", "--choose", number).output


def test_a_picture_without_a_recipe_is_refused_by_name(tmp_path: Path):
    done = cut("--recipe", CAT, "-o", tmp_path / "cut.png")
    assert done.exit_code == 1
    assert "There is no recipe in cat.png" in done.output
    assert "[recipe-missing]" in done.output
    assert not (tmp_path / "cut.png").exists()


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo wider than a WebP can be."""
    path = tmp_path_factory.mktemp("wide") / "wide.png"
    Image.new("RGB", (16_384, 300), "teal").save(path)
    return path


def test_a_format_that_is_too_small_for_the_photo_is_refused_before_work_begins(
    wide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("clickcut.encoding.encoder.Encoder.encode", None)
    out = tmp_path / "cut.webp"
    done = CliRunner().invoke(main, ["cut", str(wide), "--point", "9,9", "-o", str(out)])
    assert (done.exit_code, out.exists()) == (1, False)
    assert "WEBP holds pictures of up to 16383 pixels a side" in done.output
    assert "16384 × 300. Choose PNG. [format-too-small]" in done.output


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("missing/x.png", "there is no folder"),
        (f"{'x' * 252}.png", "its name is too long"),
        ("cat.jpg/x.png", "there is no folder"),
    ],
)
def test_a_place_that_can_t_be_written_is_refused_before_work_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, reason: str
):
    monkeypatch.setattr("clickcut.cutting.begun.read_photo", None)
    (tmp_path / "cat.jpg").write_bytes(b"")
    done = cut("--point", "220,150", "-o", tmp_path / place)
    assert done.exit_code == 1
    assert reason in done.output
    assert done.output.endswith("[unwritable-file]\n")


def test_a_recipe_of_another_photo_is_refused_before_it_is_read_further(tmp_path: Path):
    other = PhotoIdentity("0f" * 32, "dog.jpg", ImageSize(height=48, width=64))
    text = (
        RecipeFile("model", other, 1, Document()).to_text().replace('"objects":[', '"objects":["no object",')
    )
    about = PngInfo()
    about.add_text(KEYWORD, text)
    Image.new("L", (8, 8)).save(tmp_path / "dog.png", pnginfo=about)
    done = cut("--recipe", tmp_path / "dog.png", "-o", tmp_path / "cut.png")
    assert (done.exit_code, "made from dog.jpg" in done.output) == (1, True)
    assert "[recipe-photo]" in done.output


@pytest.mark.full
def test_an_embedding_of_a_photo_with_a_long_name_has_a_shorter_one(tmp_path: Path):
    names = [f"{'ä' * 120}{end}.png" for end in ("one-long", "another1")]
    for name in names:
        Image.new("RGB", (16, 16), "teal").save(tmp_path / name)
    done = CliRunner().invoke(main, ["encode", *(str(tmp_path / name) for name in names)])
    assert done.exit_code == 0, done.output
    made = sorted(path.name for path in tmp_path.glob("*.clickcut"))
    assert len(made) == 2
    assert all(len(name.encode()) <= 255 and name.startswith("ä" * 115) for name in made)


def test_a_mask_that_is_empty_is_told_and_cuts_nothing(tmp_path: Path):
    Image.new("L", (451, 300)).save(tmp_path / "mask.png")
    done = cut("--mask", tmp_path / "mask.png", "-o", tmp_path / "cut.png")
    assert (done.exit_code, (tmp_path / "cut.png").exists()) == (1, False)
    assert "[mask-empty]" in done.output

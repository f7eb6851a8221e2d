"""A recipe makes an object again to the bit, and the command line refuses what is none of its photo."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut.cutting.wishes import Wishes
from clickcut.photos.photo import photo_sha256
from clickcut_core.files.recipe_file import KEYWORD, PhotoIdentity, RecipeFile
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from PIL import Image, PngImagePlugin

from tests.browser import photos
from tests.masks.drawings import blobs
from tests.masks.work import Work, manifest, open_sample

POINTS = (PointPrompt(220, 150), PointPrompt(20, 20, 0))
WISHES = {
    "clicks": Wishes(POINTS),
    "a box, another choice and a look": Wishes(POINTS, BoxPrompt(40, 10, 400, 290), 2, look=Look(2, 6, 5)),
    "a mask and edits": Wishes(
        POINTS[:1], mask=photos.png(blobs((451, 300))), edits=("fill_holes", "keep_largest", "invert")
    ),
}


def recipe_of(work: Work, name: str) -> RecipeFile:
    document, size = work.session.history.current, work.photo.frame.photo
    photo = PhotoIdentity(photo_sha256(photos.sample(name).read_bytes()), name, size)
    return RecipeFile(manifest().model, photo, document.active_id, document)


@pytest.mark.parametrize("wishes", WISHES.values(), ids=WISHES)
def test_a_recipe_gives_the_same_cutout_again(cat: Work, wishes: Wishes) -> None:
    text = recipe_of(cat.say(wishes), "cat.png").to_text()
    again = open_sample("cat.png").say(Wishes(recipe=RecipeFile.from_text(text)))
    assert again.state["objects"] == cat.state["objects"]
    assert np.array_equal(again.logits(), cat.logits())
    assert np.array_equal(again.picture(), cat.picture())
    assert recipe_of(again, "cat.png").to_text() == text


def test_the_command_line_refuses_what_is_no_recipe_of_this_photo(cat: Work, tmp_path: Path) -> None:
    bare, text = tmp_path / "bare.png", PngImagePlugin.PngInfo()
    Image.new("L", (1, 1)).save(bare)
    text.add_text(KEYWORD, recipe_of(cat.click(220, 150), "cat.png").to_text())
    other = tmp_path / "other.png"
    Image.new("L", (1, 1)).save(other, pnginfo=text)
    for path, sentence in (
        (bare, "There is no recipe in bare.png"),
        (other, "This cut-out was made from cat.png"),
    ):
        command = [
            "cut",
            str(photos.sample("coffee.png")),
            "--recipe",
            str(path),
            "-o",
            str(tmp_path / "x.png"),
        ]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1
        assert sentence in done.output
        assert not (tmp_path / "x.png").exists()

"""A closer look at a small object of a large photo, on the real graphs: a star whose pixels are known."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from clickcut.cli import main
from clickcut.cutting.wishes import Wishes
from clickcut.native_runtime import completed
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile, recipe_text
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import PointPrompt
from PIL import Image

from tests.browser import photos
from tests.masks.sky import CENTRE, CLICK, RADIUS, Sky, encoded, star, truth
from tests.masks.work import Work, iou, manifest


@pytest.fixture
def sky() -> Work:
    return Sky(encoded(None), star())


def test_its_mask_follows_the_edge_more_closely_and_undo_takes_it_back(sky: Work) -> None:
    whole = sky.click(*CENTRE).mask()
    closer = sky.say(Wishes(closer=True)).mask()
    errors = [(mask ^ (truth() > 0)).sum() for mask in (whole, closer)]
    assert errors[1] < errors[0] / 2
    assert iou(closer, truth() > 0) > 0.95
    assert np.array_equal(sky.do("undo").mask(), whole)


@pytest.mark.full
def test_all_that_is_made_of_it_lies_where_the_object_is(sky: Work) -> None:
    mask = sky.say(Wishes((CLICK,), closer=True, look=Look(grow=3))).mask()
    (shape,) = completed(sky.session.shapes())
    x0, y0, x1, y1 = sky.state["objects"][0]["part"]
    assert not np.delete(mask, np.s_[y0:y1], 0).any()
    assert not np.delete(mask, np.s_[x0:x1], 1).any()
    assert (shape.runs.area, shape.runs.bbox) == (mask.sum(), box_of(mask))
    cutout = sky.picture()
    assert iou(cutout[..., 3] > 127, mask) > 0.95
    inside = cutout[..., 3] == 255
    assert np.array_equal(cutout[inside][:, :3], np.asarray(star().image)[inside])


def test_inverted_it_is_all_the_rest_of_the_photo(sky: Work) -> None:
    mask = sky.say(Wishes((CLICK,), closer=True)).mask()
    sky.do("invert")
    (shape,) = completed(sky.session.shapes())
    assert np.array_equal(sky.mask(), ~mask)
    assert shape.runs.area == (~mask).sum()
    cutout = sky.picture()
    assert iou(cutout[..., 3] > 127, ~mask) > 0.999
    assert np.array_equal(cutout[0], np.asarray(star().image.convert("RGBA"))[0])


def test_a_stroke_is_as_fine_as_the_parts_grid(sky: Work) -> None:
    sky.say(Wishes((CLICK,), closer=True))
    before = sky.mask()
    x, y = CENTRE[0] + RADIUS + 40, CENTRE[1]
    sky.do("stroke", [(x, y), (x, y + 60)], 5)
    added = sky.mask() & ~before
    assert added[y + 30, x]
    assert box_of(added)[2] - box_of(added)[0] <= 16, "the whole photo's grid has 12 pixels a cell"


def test_its_recipe_makes_it_again_and_says_that_it_is_of_a_new_kind(sky: Work) -> None:
    sky.say(Wishes((CLICK, PointPrompt(CENTRE[0] + 150, CENTRE[1] + 150, 0)), closer=True))
    document, photo = sky.session.history.current, PhotoIdentity("0" * 64, "star.png", sky.session.size)
    text = RecipeFile(manifest().model, photo, document.active_id, document).to_text()
    assert '"format":"clickcut-recipe/2"' in text
    again = Sky(encoded(None), star()).say(Wishes(recipe=RecipeFile.from_text(text)))
    assert again.state["objects"] == sky.state["objects"]
    assert np.array_equal(again.logits(), sky.logits())


def test_the_command_line_says_where_it_gains_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main,
        [
            "cut",
            str(photos.sample("cat.png")),
            "--point",
            "220,150",
            "--closer",
            "-o",
            str(tmp_path / "x.png"),
        ],
    )
    assert (done.exit_code, (tmp_path / "x.png").exists()) == (1, False)
    assert "Look closer would gain nothing here" in done.output


@pytest.mark.full  # a large photo is encoded four times
def test_the_command_line_looks_closer_and_makes_it_again(sky: Work, tmp_path: Path) -> None:
    photo, first, second = (tmp_path / name for name in ("star.png", "first.png", "second.png"))
    star().image.save(photo, compress_level=1)
    point = ["--point", f"{CENTRE[0]},{CENTRE[1]}", "--closer"]
    for more, out in ((point, first), (["--recipe", str(first)], second)):
        done = CliRunner().invoke(main, ["cut", str(photo), *more, "-o", str(out)])
        assert done.exit_code == 0, done.output
    assert second.read_bytes() == first.read_bytes()
    assert '"closer":[' in str(recipe_text(first.read_bytes()))
    made = np.asarray(Image.open(first))
    assert np.array_equal(made, sky.say(Wishes((CLICK,), closer=True)).picture())


def box_of(mask: np.ndarray) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1

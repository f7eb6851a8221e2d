"""What `clickcut cut` takes beside places: a number of a mask, and a recipe."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from clickcut.cli import main

from tests.browser import photos

CAT = photos.sample("cat.png")


def cut(*options: object) -> Result:
    return CliRunner().invoke(main, ["cut", str(CAT), *map(str, options)])


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

"""What a page may tell the studio, at the wrong time or wrongly; that nothing kept is lost by it."""

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from clickcut.settings import Settings
from clickcut.studio.labelling import Labelling
from clickcut.studio.photo_folder import PhotoFolder
from clickcut_core.files.recipe_file import RecipeFile

from tests.browser import photos
from tests.server.studio.test_labels import recipe_of

# Panel 1.9 has new words for arguments that 1.8 knows by the old ones alone.
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

CLICK = (220, 150)


@pytest.fixture
def folder(tmp_path: Path) -> PhotoFolder:
    shutil.copy(photos.sample("cat.png"), tmp_path / "cat.png")
    shutil.copy(photos.sample("coffee.png"), tmp_path / "coffee.png")
    kept = PhotoFolder(tmp_path)
    kept.keep_recipe("cat.png", recipe_of(tmp_path / "cat.png", {"": CLICK}).to_text())
    kept.classes = ("animal", "thing")
    return kept


@pytest.fixture
def labelling(folder: PhotoFolder, tmp_path: Path) -> Iterator[Labelling]:
    with ThreadPoolExecutor(1) as maker:
        page = Labelling(folder, Settings(cache_dir=tmp_path / "cache"), maker)
        yield page
        page.close()


def tell(labelling: Labelling, **message: object) -> None:
    """As `keys.js` tells it of the first photo."""
    labelling._act({"photo": 0, **message})


def told(labelling: Labelling) -> str:
    alert = labelling.main[0]
    return str(alert.object) if alert.visible else ""


def test_a_photo_accepted_before_the_page_had_opened_it_keeps_its_recipe(labelling, folder):
    kept = folder.recipe("cat.png")
    tell(labelling, act="accept", recipe="")
    assert "still being opened" in told(labelling)
    assert folder.recipe("cat.png") == kept
    assert not folder.is_accepted("cat.png")


def named(text: str, name: str) -> str:
    recipe = RecipeFile.from_text(text)
    return replace(recipe, document=recipe.document.with_name(1, name)).to_text()


def test_no_class_is_guessed(labelling, folder):
    text = folder.recipe("cat.png")
    tell(labelling, act="accept", recipe=text)
    assert "1 object(s) have no class" in told(labelling)
    assert folder.accepted() == []
    tell(labelling, act="accept", recipe=named(text, "thing"))
    assert folder.accepted() == ["cat.png"]


def test_what_is_told_of_a_photo_that_is_not_seen_any_more_is_not_done(labelling, folder):
    text = named(folder.recipe("cat.png"), "animal")
    for _ in range(2):  # the key was pressed twice, before the next photo was seen
        tell(labelling, act="accept", recipe=text)
    assert folder.accepted() == ["cat.png"]


def test_a_done_photo_is_open_again_when_other_objects_are_clicked(labelling, folder):
    text = named(folder.recipe("cat.png"), "animal")
    tell(labelling, act="accept", recipe=text)
    labelling._keep(0, text)
    assert folder.accepted() == ["cat.png"]
    labelling._keep(0, named(text, "thing"))
    assert folder.accepted() == []


def test_back_goes_past_what_cannot_be_read_and_keeps_what_was_clicked(tmp_path, folder):
    (tmp_path / "damaged.png").write_bytes(b"no photo at all")  # between cat and back to coffee
    folder = PhotoFolder(tmp_path)
    text = named(folder.recipe("cat.png"), "animal")
    with ThreadPoolExecutor(1) as maker:
        page = Labelling(folder, Settings(cache_dir=tmp_path / "cache"), maker)
        tell(page, act="back", recipe=text)
        assert folder.recipe("cat.png") == text
        assert page._number == folder.photos.index("coffee.png")
        assert "damaged.png is left out." in told(page)
        page.close()


def test_a_recipe_that_cannot_be_read_leaves_out_its_photo_alone(tmp_path, folder):
    recipe = tmp_path / "cat.png.recipe.json"
    recipe.unlink()
    recipe.mkdir()
    with ThreadPoolExecutor(1) as maker:
        page = Labelling(folder, Settings(cache_dir=tmp_path / "cache"), maker)
        assert page._number == folder.photos.index("coffee.png")
        assert "cat.png is left out." in told(page)
        page.close()


def test_one_photo_that_is_gone_keeps_no_other_from_its_labels(labelling, folder):
    tell(labelling, act="accept", recipe=named(folder.recipe("cat.png"), "animal"))
    labelling._maker.submit(lambda: None).result()
    folder.accept("coffee.png")
    folder.path("coffee.png").unlink()
    problems: list[str] = []
    assert [each["file_name"] for each in json.loads(labelling._coco(problems))["images"]] == ["cat.png"]
    assert [each.startswith("'coffee.png' is not among the labels.") for each in problems] == [True]


def test_what_a_page_should_not_say_changes_nothing(labelling, folder, tmp_path):
    kept = folder.recipe("cat.png")
    another = recipe_of(tmp_path / "coffee.png", {"thing": (300, 100)}).to_text()
    tell(labelling, act="accept", recipe=named(kept, "animal"), photo="0")
    for recipe in (another, "rubbish", "x" * 3_000_000):
        tell(labelling, act="accept", recipe=recipe)
        assert told(labelling)
    for number in (-1, 2, "1", None, True):
        tell(labelling, act="choose", number=number)
    tell(labelling, act="nothing that is known")
    tell(labelling)
    assert folder.recipe("cat.png") == kept
    assert folder.accepted() == []

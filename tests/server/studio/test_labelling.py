"""What a page may tell the studio, at the wrong time or wrongly; that nothing kept is lost by it."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
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
    """As `keys.js` tells it."""
    labelling._act(message)


def told(labelling: Labelling) -> str:
    alert = labelling.main[0]
    return str(alert.object) if alert.visible else ""


def test_a_photo_accepted_before_the_page_had_opened_it_keeps_its_recipe(labelling, folder):
    kept = folder.recipe("cat.png")
    tell(labelling, act="accept", recipe="")
    assert "still being opened" in told(labelling)
    assert folder.recipe("cat.png") == kept
    assert not folder.is_accepted("cat.png")


def test_objects_without_a_class_get_the_chosen_one_and_none_is_guessed(labelling, folder):
    text = folder.recipe("cat.png")
    tell(labelling, act="accept", recipe=text)
    assert "1 object(s) have no class" in told(labelling)
    assert folder.accepted() == []
    tell(labelling, act="choose", number=1)
    tell(labelling, act="accept", recipe=text)
    assert folder.accepted() == ["cat.png"]
    (named,) = RecipeFile.from_text(folder.recipe("cat.png")).document.objects
    assert named.name == "thing"


def test_what_a_page_should_not_say_changes_nothing(labelling, folder, tmp_path):
    kept = folder.recipe("cat.png")
    another = recipe_of(tmp_path / "coffee.png", {"thing": (300, 100)}).to_text()
    for recipe in (another, "rubbish", "x" * 3_000_000):
        tell(labelling, act="accept", recipe=recipe)
        assert told(labelling)
    for number in (-1, 2, "1", None, True):
        tell(labelling, act="choose", number=number)
    tell(labelling, act="nothing that is known")
    tell(labelling)
    assert folder.recipe("cat.png") == kept
    assert folder.accepted() == []

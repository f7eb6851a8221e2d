"""A photo's colour profile goes with its own numbers into the PNG, in the page as on the command line."""

import io
from pathlib import Path

import numpy as np
import pytest
from clickcut.cutting.making import Order, make
from clickcut.cutting.wishes import Wishes
from clickcut.native_runtime import completed
from clickcut.settings import Settings
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.recipes.prompts import PointPrompt
from PIL import Image

from tests.browser.driver import Element
from tests.browser.exports.test_exports import file_of
from tests.masks.profiles import DAMAGED, PLACE, PROFILE, assert_own_numbers, assert_srgb_on_red, photo
from tests.masks.work import DIST

pytestmark = pytest.mark.full  # tests/masks/test_profiles.py has the same of the core


def clicked(element: Element, path: Path) -> Element:
    element.open_file(path)
    element.evaluate("await element.addPoint(...argument)", list(PLACE))
    return element


def test_a_png_has_the_photos_profile_and_its_own_numbers_or_is_srgb_on_a_colour(
    element: Element, tmp_path: Path
) -> None:
    path = photo(tmp_path / "tagged.png", "PNG", PROFILE)
    made = assert_own_numbers(file_of(clicked(element, path), {}), path, PROFILE)
    assert_srgb_on_red(file_of(element, {"background": "#ff0000"}), path)
    wishes, wanted = Wishes((PointPrompt(*PLACE),)), ExportOptions()
    order = Order(wishes, wanted.media_type, wanted)
    core = completed(make(Settings(dist=DIST), order, path.read_bytes(), name=path.name))
    assert np.array_equal(made, np.asarray(Image.open(io.BytesIO(core.content))))


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_other_kinds_of_files_have_their_profile_as_well(element: Element, tmp_path: Path, kind: str) -> None:
    path = photo(tmp_path / f"tagged.{kind.lower()}", kind, PROFILE)
    assert_own_numbers(file_of(clicked(element, path), {}), path, PROFILE)


@pytest.mark.parametrize("profile", [None, DAMAGED], ids=["untagged", "damaged"])
def test_without_a_whole_profile_there_is_none(
    element: Element, tmp_path: Path, profile: bytes | None
) -> None:
    path = photo(tmp_path / "photo.jpg", "JPEG", profile)
    assert_own_numbers(file_of(clicked(element, path), {}), path, None)

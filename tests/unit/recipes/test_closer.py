"""When a closer look pays, and which part of the photo it takes."""

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.closer import closer_part, part_from_json
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.edits import Imported
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.recipes.recipe import Recipe

PHOTO = ImageSize(height=3000, width=4000)


def clicked(x=2000.0, y=1500.0):
    return Recipe().with_point(PointPrompt(x, y))


@pytest.mark.parametrize(
    ("bbox", "part"),
    [
        ((1900, 1400, 2500, 1800), (1450, 850, 2950, 2350)),  # a square, 2.5 times the longer side
        ((1990, 1490, 2010, 1510), (1488, 988, 2512, 2012)),  # at least 1024
        ((0, 0, 20, 20), (0, 0, 1024, 1024)),  # within the photo
        ((3980, 2980, 4000, 3000), (2976, 1976, 4000, 3000)),
    ],
)
def test_it_is_a_square_around_the_mask_within_the_photo(bbox, part):
    clicks = clicked((bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2)
    assert closer_part(clicks, 400, bbox, PHOTO) == Part(*part)


def test_it_holds_all_that_was_said():
    far = clicked().with_point(PointPrompt(1300.5, 1490, 0))
    assert closer_part(far, 400, (1990, 1490, 2010, 1510), PHOTO) == Part(1300, 988, 2512, 2012)
    boxed = Recipe().with_box(BoxPrompt(1900, 1400, 2600, 1500))
    assert closer_part(boxed, 400, (1990, 1490, 2010, 1510), PHOTO) == Part(1488, 988, 2602, 2012)


@pytest.mark.parametrize(
    ("area", "bbox", "photo"),
    [
        (400, (90, 90, 110, 110), ImageSize(height=1999, width=3000)),  # below 6 megapixels
        (600_000, (1500, 1000, 2300, 1800), PHOTO),  # 5 % of the photo
        (0, None, PHOTO),
        (9000, (0, 1400, 3000, 1403), PHOTO),  # hardly finer than the whole photo
    ],
)
def test_where_it_would_gain_nothing_there_is_none(area, bbox, photo):
    assert closer_part(clicked(10, 10), area, bbox, photo) is None


def test_what_is_looked_at_closer_or_imported_already_has_none():
    bbox = (1990, 1490, 2010, 1510)
    imported = Recipe().with_edit(Imported.of(bytes(256 * 256)))
    assert closer_part(imported, 400, bbox, PHOTO) is None
    assert closer_part(clicked().with_closer(Part(1000, 1000, 2500, 2500)), 400, bbox, PHOTO) is None


@pytest.mark.parametrize(
    "plain",
    [
        *("x", [1, 2, 3], [0, 0, 100.5, 100], [0, 0, None, 9], [-1, 0, 99, 99], [0, 0, 4001, 100]),
        *([5, 5, 5, 90], [90, 0, 10, 50], [0, 0, 7, 7], [0, 0, 4000, 8]),
    ],
)
def test_what_is_no_part_of_the_photo_is_refused(plain):
    with pytest.raises(ClickcutError) as refused:
        part_from_json(plain, PHOTO)
    assert refused.value.code == "invalid-prompt"


def test_a_document_without_one_is_written_as_before_and_one_with_it_comes_back():
    whole = Document().with_recipe(clicked())
    assert "closer" not in whole.to_json()["objects"][0]["recipe"]
    closer = Document().with_recipe(clicked().with_closer(Part(1000, 1000, 2500, 2500)))
    plain = closer.to_json()
    assert plain["objects"][0]["recipe"]["closer"] == [1000, 1000, 2500, 2500]
    assert Document.from_json(plain, PHOTO) == closer != whole


def test_a_recipe_that_speaks_of_what_lies_beyond_it_is_refused():
    recipe = clicked().with_closer(Part(1000, 1000, 2500, 2500))
    assert recipe.checked() is recipe
    for more in (
        recipe.with_point(PointPrompt(999, 1500)),
        recipe.with_box(BoxPrompt(1200, 1200, 2500, 2400)),
    ):
        with pytest.raises(ClickcutError) as refused:
            more.checked()
        assert refused.value.code == "outside-closer"
        with pytest.raises(ClickcutError):
            Recipe.from_json(more.to_json(), PHOTO)


def test_an_imported_mask_is_of_no_part():
    recipe = Recipe().with_edit(Imported.of(bytes(256 * 256))).with_closer(Part(1000, 1000, 2500, 2500))
    with pytest.raises(ClickcutError) as refused:
        Recipe.from_json(recipe.to_json(), PHOTO)
    assert refused.value.code == "invalid-prompt"


def test_all_else_that_is_said_goes_on_in_the_part_and_nothing_said_is_of_no_part():
    part = Part(1000, 1000, 2500, 2500)
    recipe = clicked().with_closer(part)
    boxed = recipe.with_box(BoxPrompt(1200, 1200, 1300, 1300))
    for more in (recipe.with_point(PointPrompt(1500, 1500)), boxed, boxed.without_box(), recipe.inverted()):
        assert more.closer == part
    assert recipe.without_point(0) == Recipe()

"""A photo has room for what a person says, and for no more."""

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.recipes.bounds import MOST_CLOSER, MOST_EDITS, MOST_LINES, MOST_OBJECTS, MOST_POINTS
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.recipes.edits import Stroke
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe

PHOTO = ImageSize(height=48, width=64)
CLICK = PointPrompt(1, 1)
STROKE = Stroke((1.0, 1.0), 2.0)
LONG = Stroke((1.0, 1.0) * 9000, 2.0)


def clicked(count):
    return Recipe((CLICK,) * count, None, 1, (None,) * count, ((),) * (count + 1))


def painted(*strokes):
    return Recipe(edits=(strokes,))


def closer(count):
    return [clicked(1).with_closer(Part(0, 0, 20 + place, 20)) for place in range(count)]


def document(*recipes):
    objects = tuple(PhotoObject(number, recipe=recipe) for number, recipe in enumerate(recipes, 1))
    return Document(objects, 1, len(objects))


MOST = [
    document(clicked(MOST_POINTS)),
    document(clicked(300), clicked(MOST_POINTS - 300)),
    document(painted(*[STROKE] * MOST_EDITS)),
    document(painted(LONG), painted(LONG, Stroke((1.0, 1.0) * (MOST_LINES - 18_000), 2.0))),
    document(*[clicked(1)] * MOST_OBJECTS),
    document(*closer(MOST_CLOSER), *closer(MOST_CLOSER)),  # of one part there may be several objects
]
TOO_MUCH = [
    ("too-many-points", document(clicked(MOST_POINTS + 1))),
    ("too-many-points", document(clicked(300), clicked(MOST_POINTS - 299))),
    ("too-many-edits", document(painted(*[STROKE] * (MOST_EDITS + 1)))),
    ("too-many-edits", document(painted(*[STROKE] * 300), painted(*[STROKE] * (MOST_EDITS - 299)))),
    ("too-many-edits", document(painted(LONG), painted(LONG, LONG))),
    ("too-many-closer", document(*closer(MOST_CLOSER + 1))),
    ("too-many-objects", document(*[clicked(1)] * (MOST_OBJECTS + 1))),
]


@pytest.mark.parametrize("most", MOST)
def test_the_most_that_may_be_said_is_read_and_kept(most):
    assert Document.from_json(most.to_json(), PHOTO) == most.checked()


@pytest.mark.parametrize(("code", "too_much"), TOO_MUCH)
def test_more_is_refused_whoever_says_it(code, too_much):
    for refused in (too_much.checked, lambda: Document.from_json(too_much.to_json(), PHOTO)):
        with pytest.raises(ClickcutError) as caught:
            refused()
        assert caught.value.code == code


def test_what_is_counted_too_many_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(Recipe, "from_json", None)
    plain = document(clicked(MOST_POINTS + 1)).to_json()
    with pytest.raises(ClickcutError, match="500 points"):
        Document.from_json(plain, PHOTO)


async def test_a_person_who_says_more_is_told_and_loses_nothing(session, monkeypatch):
    monkeypatch.setattr("clickcut_core.recipes.bounds.MOST_POINTS", 2)
    await session.resume(document(clicked(2)).to_json())
    before = session.state()
    with pytest.raises(ClickcutError) as caught:
        await session.add_point(5, 5)
    assert (caught.value.code, caught.value.values) == ("too-many-points", {"limit": 2})
    assert session.state() == before
    await session.undo()
    await session.add_point(5, 5)
    assert len(session.state()["prompts"]["points"]) == 1

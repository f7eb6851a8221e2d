import json

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import COLOURS, Document, PhotoObject
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe

PHOTO = ImageSize(height=48, width=64)
CLICK = Recipe().with_point(PointPrompt(1, 1))
THREE = (
    Document().with_recipe(CLICK).with_new_object().with_recipe(CLICK).with_new_object().with_recipe(CLICK)
)


def ids(document):
    return [each.id for each in document.objects]


def test_a_new_object_is_active_and_lies_on_top():
    assert (ids(THREE), THREE.active_id, THREE.active) == ([1, 2, 3], 3, PhotoObject(3, recipe=CLICK))
    assert [each.colour for each in THREE.objects] == list(COLOURS[:3])


def test_a_deleted_object_gives_its_id_and_colour_to_no_other():
    assert ids(THREE.without(3).with_new_object()) == [1, 2, 4]


def test_the_neighbour_of_a_deleted_object_becomes_active():
    assert THREE.with_active(2).without(2).active_id == 3
    assert THREE.without(3).active_id == 2
    assert THREE.without(1).active_id == 3
    last = THREE.without(1).without(2).without(3)
    assert (ids(last), last.active.recipe) == ([4], Recipe())


def test_an_empty_object_that_is_left_was_not_meant_and_goes():
    assert ids(THREE.with_new_object().with_active(1)) == [1, 2, 3]
    named = THREE.with_new_object().with_name(4, "cup")
    assert ids(named.with_active(1)) == [1, 2, 3, 4]


def test_objects_are_named_hidden_and_put_in_order():
    document = THREE.with_name(2, "  a red\n cup ").with_visibility(1, is_visible=False).with_place(3, 0)
    assert [(each.id, each.name, each.is_visible) for each in document.objects] == [
        (3, "", True),
        (1, "", False),
        (2, "a red cup", True),
    ]
    assert ids(THREE.with_place(1, 99)) == [2, 3, 1]
    assert ids(THREE.with_place(3, -5)) == [3, 1, 2]
    assert len(THREE.with_name(1, "x" * 1000).find(1).name) == 60


def test_a_document_survives_json():
    document = THREE.with_name(2, "cup").with_visibility(3, is_visible=False).without(1)
    assert Document.from_json(json.loads(json.dumps(document.to_json())), PHOTO) == document


@pytest.mark.parametrize(
    "edit",
    [
        lambda document: document.with_active(9),
        lambda document: document.without(9),
        lambda document: document.with_name(None, "x"),
        lambda document: Document.from_json({**document.to_json(), "active": 9}, PHOTO),
    ],
)
def test_an_object_that_does_not_exist_is_refused(edit):
    with pytest.raises(ClickcutError) as caught:
        edit(THREE)
    assert caught.value.code == "no-object"


def test_a_name_that_is_no_text_is_refused():
    with pytest.raises(ClickcutError) as caught:
        THREE.with_name(1, 5)
    assert caught.value.code == "invalid-prompt"


@pytest.mark.parametrize("numbers", [(1, 1), (0, 2), (-1, 2), (1.5, 2), ("1", 2), (True, 2), (2**53, 1)])
def test_objects_that_cannot_be_told_apart_are_refused(numbers):
    plain = Document().with_new_object().to_json()
    objects = [{**each, "id": number} for each, number in zip(plain["objects"], numbers, strict=True)]
    with pytest.raises(ClickcutError) as caught:
        Document.from_json({**plain, "objects": objects, "active": numbers[1]}, PHOTO)
    assert caught.value.code == "invalid-prompt"

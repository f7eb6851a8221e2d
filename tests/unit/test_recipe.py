import json
import random

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.prompts import BoxPrompt, PointPrompt, PromptSet
from clickcut_core.recipe import Recipe, Step

PHOTO = ImageSize(height=48, width=64)
A, B, C = (PointPrompt(x, 1) for x in (1, 2, 3))
BOX = BoxPrompt(1, 2, 30, 40)
CLICKED = Recipe().with_point(A).with_choice(3).with_point(B).with_choice(2).with_point(C)


def steps(*asked, box=None):
    return tuple(Step(PromptSet(points, box), choice) for points, choice in asked)


def test_an_empty_recipe_asks_nothing():
    assert (Recipe().trail, bool(Recipe())) == ((), False)


def test_each_click_is_a_step_that_corrects_the_mask_chosen_before():
    assert CLICKED.trail == steps(((A,), 3), ((A, B), 2), ((A, B, C), None))


def test_a_box_starts_afresh_with_the_points_that_are_there():
    boxed = CLICKED.with_box(BOX)
    assert boxed.trail == steps(((A, B, C), None), box=BOX)
    assert boxed.with_point(A).trail == steps(((A, B, C), None), ((A, B, C, A), None), box=BOX)
    assert Recipe().with_box(BOX).with_point(A).trail == steps(((), None), ((A,), None), box=BOX)


def test_without_the_box_the_points_are_all_that_was_said():
    assert CLICKED.with_box(BOX).without_box().trail == steps(((A,), None), ((A, B), None), ((A, B, C), None))
    assert Recipe().with_box(BOX).without_box() == Recipe()


def test_a_deleted_point_was_never_clicked_and_choices_before_it_stay():
    assert CLICKED.without_point(2).trail == steps(((A,), 3), ((A, B), 2))
    assert CLICKED.without_point(1).trail == steps(((A,), 3), ((A, C), None))
    assert CLICKED.without_point(0).trail == steps(((B,), None), ((B, C), None))
    assert CLICKED.without_point(0).without_point(0).without_point(0) == Recipe()


def test_of_a_boxed_recipe_a_point_before_or_after_the_box_can_go():
    boxed = Recipe().with_point(A).with_box(BOX).with_choice(1).with_point(B)
    assert boxed.without_point(1).trail == steps(((A,), 1), box=BOX)
    assert boxed.without_point(0).trail == steps(((), None), ((B,), None), box=BOX)
    assert boxed.without_point(0).without_point(0) == Recipe().with_box(BOX)


def test_a_moved_point_was_clicked_where_it_is_now():
    moved = PointPrompt(9, 9)
    assert CLICKED.with_point_moved(1, moved).trail == steps(
        ((A,), 3), ((A, moved), None), ((A, moved, C), None)
    )


def test_any_recipe_has_a_step_for_each_choice_and_survives_json():
    for seed in range(50):
        chance = random.Random(seed)
        recipe = Recipe()
        for _ in range(40):
            point = PointPrompt(chance.randrange(64), chance.randrange(48), chance.randrange(2))
            index = chance.randrange(len(recipe.points)) if recipe.points else None
            match chance.randrange(7):
                case 0:
                    recipe = recipe.with_box(BoxPrompt(1, 1, chance.randrange(2, 60), 40))
                case 1:
                    recipe = recipe.without_box()
                case 2 if index is not None:
                    recipe = recipe.with_point_moved(index, point)
                case 3 if index is not None:
                    recipe = recipe.without_point(index)
                case 4 if recipe:
                    recipe = recipe.with_choice(chance.randrange(4))
                case _:
                    recipe = recipe.with_point(point)
            assert bool(recipe) == bool(recipe.prompts) == bool(recipe.trail)
            assert not recipe or recipe.trail[-1].prompts == recipe.prompts
            assert all(step.prompts for step in recipe.trail)
            assert Recipe.from_json(json.loads(json.dumps(recipe.to_json())), PHOTO) == recipe


@pytest.mark.parametrize("choice", [4, -1, 1.5, "1", [1]])
def test_a_mask_that_does_not_exist_is_refused(choice):
    with pytest.raises(ClickcutError, match="masks are 0 to 3") as caught:
        Recipe.from_json({**CLICKED.to_json(), "choices": [None, choice, None]}, PHOTO)
    assert caught.value.code == "invalid-prompt"


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices": []},
        {"choices": [None] * 4},
        {"start": 0},
        {"start": 4},
        {"start": 0, "choices": [None] * 4},
    ],
)
def test_steps_that_do_not_fit_the_points_are_refused(wrong):
    with pytest.raises(ClickcutError) as caught:
        Recipe.from_json({**CLICKED.to_json(), **wrong}, PHOTO)
    assert caught.value.code == "invalid-prompt"

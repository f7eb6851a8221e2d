import json
import random

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.edits import FillHoles, Imported, Invert, KeepLargest, Stroke
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt, PromptSet
from clickcut_core.recipes.recipe import Recipe

PHOTO = ImageSize(height=48, width=64)
A, B, C = (PointPrompt(x, 1) for x in (1, 2, 3))
BOX = BoxPrompt(1, 2, 30, 40)
CLICKED = Recipe().with_point(A).with_choice(3).with_point(B).with_choice(2).with_point(C)


def steps(*asked, box=None):
    return tuple((PromptSet(points, box), choice, *(edits or [()])) for points, choice, *edits in asked)


def said(recipe):
    """What is asked and done at each step of a recipe's trail."""
    backwards = list(recipe.trail.backwards()) if recipe else []
    return tuple((each.prompts, each.step.choice, each.step.edits) for each in reversed(backwards))


def test_an_empty_recipe_asks_nothing():
    assert not Recipe()
    with pytest.raises(ClickcutError) as caught:
        _ = Recipe().trail
    assert caught.value.code == "no-mask"


def test_each_click_is_a_step_that_corrects_the_mask_chosen_before():
    assert said(CLICKED) == steps(((A,), 3), ((A, B), 2), ((A, B, C), None))


def test_a_box_starts_afresh_with_the_points_that_are_there():
    boxed = CLICKED.with_box(BOX)
    assert said(boxed) == steps(((A, B, C), None), box=BOX)
    assert said(boxed.with_point(A)) == steps(((A, B, C), None), ((A, B, C, A), None), box=BOX)
    assert said(Recipe().with_box(BOX).with_point(A)) == steps(((), None), ((A,), None), box=BOX)


def test_without_the_box_the_points_are_all_that_was_said():
    assert said(CLICKED.with_box(BOX).without_box()) == steps(((A,), None), ((A, B), None), ((A, B, C), None))
    assert Recipe().with_box(BOX).without_box() == Recipe()


def test_a_deleted_point_was_never_clicked_and_choices_before_it_stay():
    assert said(CLICKED.without_point(2)) == steps(((A,), 3), ((A, B), 2))
    assert said(CLICKED.without_point(1)) == steps(((A,), 3), ((A, C), None))
    assert said(CLICKED.without_point(0)) == steps(((B,), None), ((B, C), None))
    assert CLICKED.without_point(0).without_point(0).without_point(0) == Recipe()


def test_of_a_boxed_recipe_a_point_before_or_after_the_box_can_go():
    boxed = Recipe().with_point(A).with_box(BOX).with_choice(1).with_point(B)
    assert said(boxed.without_point(1)) == steps(((A,), 1), box=BOX)
    assert said(boxed.without_point(0)) == steps(((), None), ((B,), None), box=BOX)
    assert boxed.without_point(0).without_point(0) == Recipe().with_box(BOX)


def test_a_moved_point_was_clicked_where_it_is_now():
    moved = PointPrompt(9, 9)
    assert said(CLICKED.with_point_moved(1, moved)) == steps(
        ((A,), 3), ((A, moved), None), ((A, moved, C), None)
    )


def test_any_recipe_has_a_step_for_each_choice_and_survives_json():
    for seed in range(50):
        chance = random.Random(seed)
        recipe = Recipe()
        for _ in range(40):
            point = PointPrompt(chance.randrange(64), chance.randrange(48), chance.randrange(2))
            index = chance.randrange(len(recipe.points)) if recipe.points else None
            match chance.randrange(10):
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
                case 5:
                    stroke = Stroke((1.0, 2.0), chance.randrange(1, 9), chance.random() < 0.5)
                    recipe = recipe.with_edit(chance.choice([stroke, FillHoles(), KeepLargest()]))
                case 6 if recipe:
                    recipe = recipe.inverted()
                case 7 if chance.random() < 0.1:
                    recipe = Recipe().with_edit(Imported.of(bytes(256 * 256)))
                case _:
                    recipe = recipe.with_point(point)
            asked = said(recipe)
            assert bool(recipe) == bool(asked)
            assert len(recipe.edits) == len(recipe.choices) + 1
            asked = asked[1:] if recipe.edits[0] else asked
            assert all(prompts for prompts, *_ in asked)
            assert not (recipe.edits[0] and recipe.box)
            assert not asked or asked[-1][0] == PromptSet(recipe.points, recipe.box)
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


S, T = Stroke((1.0, 2.0), 3), Stroke((5.0, 6.0), 7, adds=False)
PAINTED = Recipe().with_edit(S)
PLANE = Imported.of(bytes(range(256)) * 256)


def test_an_edit_belongs_to_the_step_that_was_in_force():
    recipe = PAINTED.with_point(A).with_edit(FillHoles()).with_edit(T).with_point(B)
    assert said(recipe) == steps(((), None, (S,)), ((A,), None, (FillHoles(), T)), ((A, B), None))


def test_what_is_painted_where_nothing_was_asked_is_an_object_and_erasing_there_makes_none():
    assert (bool(PAINTED), said(PAINTED)) == (True, steps(((), None, (S,))))
    for edit in (T, FillHoles(), KeepLargest()):
        assert Recipe().with_edit(edit) == Recipe()
    assert said(PAINTED.with_edit(T)) == steps(((), None, (S, T)))


def test_edits_after_a_deleted_point_stay():
    recipe = Recipe().with_point(A).with_edit(S).with_point(B).with_edit(T).with_point(C)
    assert said(recipe.without_point(1)) == steps(((A,), None, (S, T)), ((A, C), None))
    assert said(recipe.without_point(0)) == steps(((B,), None, (S, T)), ((B, C), None))
    assert said(recipe.without_point(2)) == steps(((A,), None, (S,)), ((A, B), None, (T,)))
    painted = Recipe().with_point(A).with_edit(S).without_point(0)
    assert painted == PAINTED
    assert Recipe().with_point(A).with_edit(T).without_point(0) == Recipe()  # nothing to erase
    ground = PAINTED.with_point(A).with_edit(T).without_point(0)
    assert said(ground) == steps(((), None, (S, T)))


def test_moving_a_point_and_choosing_keep_the_edits():
    recipe = Recipe().with_point(A).with_edit(S).with_point(B).with_edit(T)
    assert said(recipe.with_choice(2)) == steps(((A,), None, (S,)), ((A, B), 2, (T,)))
    assert said(recipe.with_point_moved(0, C)) == steps(((C,), None, (S,)), ((C, B), None, (T,)))


def test_a_box_keeps_strokes_and_nothing_that_was_done_to_the_mask_before():
    recipe = PAINTED.with_point(A).with_edit(FillHoles()).with_edit(T).inverted().with_box(BOX)
    assert said(recipe) == steps(((A,), None, (S, T)), box=BOX)
    assert Recipe().with_edit(PLANE).with_box(BOX) == Recipe().with_box(BOX)
    assert said(recipe.without_box()) == steps(((A,), None, (S, T)))
    later = Recipe().with_box(BOX).with_edit(S).with_point(A).with_edit(T)
    assert said(later.without_box()) == steps(((A,), None, (S, T)))
    assert said(later.without_point(0)) == steps(((), None, (S, T)), box=BOX)
    assert Recipe().with_box(BOX).with_edit(S).without_box() == PAINTED


def test_an_inverted_recipe_asks_for_the_object_and_inverts_at_the_end():
    out = PointPrompt(9, 9, 0)
    recipe = Recipe().with_point(A).with_edit(S).inverted()
    assert said(recipe) == steps(((A,), None, (S, Invert())))
    assert recipe.prompts.points == (PointPrompt(1, 1, 0),)
    assert recipe.with_point(out).points == (A, PointPrompt(9, 9, 1))
    assert recipe.with_point(out).prompts.points[-1] == out
    assert said(recipe.with_point(out))[0] == (PromptSet((A,)), None, (S,))
    assert recipe.with_point_moved(0, out).prompts.points == (out,)
    assert recipe.with_edit(T).edits[-1] == (S, Stroke(T.path, T.radius, adds=True))
    assert recipe.inverted() == Recipe().with_point(A).with_edit(S)


def test_only_a_recipe_with_edits_speaks_of_them():
    assert set(CLICKED.to_json()) == {"points", "box", "start", "choices"}
    assert set(CLICKED.with_edit(S).to_json()) == {"points", "box", "start", "choices", "edits"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"edits": []},
        {"edits": [[]] * 5},
        {"edits": [[], [{}], [], []]},
        {"edits": [[], [{"kind": "melt"}], [], []]},
        {"edits": [[], [{"kind": "stroke", "path": [1, 2, 3], "radius": 1, "adds": True}], [], []]},
        {"edits": [[], [{"kind": "stroke", "path": [1, None], "radius": 1, "adds": True}], [], []]},
        {"edits": [[], [{"kind": "stroke", "path": [1, 2], "radius": 0, "adds": True}], [], []]},
        {"edits": [[], [{"kind": "stroke", "path": [1, 2], "radius": 1, "adds": 1}], [], []]},
        {"edits": [[{"kind": "import", "plane": "AAAA"}], [], [], []]},
        {"edits": [[{"kind": "import", "plane": "ö"}], [], [], []]},
        {"edits": [[{"kind": "import", "plane": Imported.of(bytes(9)).packed}], [], [], []]},
        {"edits": [[{"kind": "import", "plane": Imported.of(bytes(99999)).packed}], [], [], []]},
    ],
)
def test_edits_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ClickcutError) as caught:
        Recipe.from_json({**CLICKED.to_json(), **wrong}, PHOTO)
    assert caught.value.code == "invalid-prompt"

import json
import random

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.history import History, Recipe
from clickcut_core.prompts import BoxPrompt, PointPrompt, PromptSet

PHOTO = ImageSize(height=100, width=100)
STEPS = [Recipe(PromptSet((PointPrompt(x, 1),))) for x in range(5)]


def test_a_new_history_holds_one_empty_recipe():
    history = History()
    assert history.current == Recipe()
    assert (history.can_undo, history.can_redo) == (False, False)
    assert history.undo() == history.redo() == history


def test_undo_and_redo_walk_over_the_steps_and_stop_at_the_ends():
    history = History().push(STEPS[0]).push(STEPS[1])
    assert history.undo().current == STEPS[0]
    assert history.undo().undo().undo() == history.undo().undo()
    assert history.undo().redo().redo() == history


def test_a_new_step_forgets_what_was_undone():
    history = History().push(STEPS[0]).push(STEPS[1]).undo().push(STEPS[2])
    assert history.recipes == (Recipe(), STEPS[0], STEPS[2])
    assert not history.can_redo


def test_any_sequence_of_edits_agrees_with_two_stacks():
    for seed in range(50):
        chance = random.Random(seed)
        history, done, undone = History(), [Recipe()], []
        for _ in range(60):
            match chance.choice(["push", "push", "undo", "redo"]):
                case "push":
                    step = chance.choice(STEPS)
                    history, undone = history.push(step), []
                    done.append(step)
                case "undo":
                    history = history.undo()
                    if len(done) > 1:
                        undone.append(done.pop())
                case "redo":
                    history = history.redo()
                    if undone:
                        done.append(undone.pop())
            assert history.current == done[-1]
            assert (history.can_undo, history.can_redo) == (len(done) > 1, bool(undone))
        assert History.from_json(json.loads(json.dumps(history.to_json())), PHOTO) == history


def test_the_plain_form_keeps_boxes_and_choices():
    history = (
        History().push(Recipe(PromptSet((PointPrompt(1, 2, 0),), BoxPrompt(1, 2, 3, 4)), choice=3)).undo()
    )
    plain = history.to_json()
    assert plain["position"] == 0
    assert plain["recipes"][1] == {
        "points": [{"x": 1, "y": 2, "label": 0}],
        "box": [1, 2, 3, 4],
        "choice": 3,
    }
    assert History.from_json(plain, PHOTO) == history


@pytest.mark.parametrize("choice", [4, -1, 1.5, "1", [1]])
def test_a_recipe_with_a_mask_that_does_not_exist_is_refused(choice):
    with pytest.raises(ClickcutError, match="masks are 0 to 3") as caught:
        Recipe.from_json({"points": [], "box": None, "choice": choice}, PHOTO)
    assert caught.value.code == "invalid-prompt"


def test_the_trail_is_what_the_current_mask_follows_from():
    first, second = PromptSet((PointPrompt(1, 1),)), PromptSet((PointPrompt(1, 1), PointPrompt(2, 2)))
    boxed = second.with_box(BoxPrompt(1, 1, 9, 9))
    history = History()
    assert history.trail == ()
    history = history.push(Recipe(first)).push(Recipe(first, 2)).push(Recipe(first, 3)).push(Recipe(second))
    assert history.trail == (Recipe(first, 3), Recipe(second))
    assert history.undo().trail == (Recipe(first, 3),)
    boxed_history = history.push(Recipe(boxed))
    assert boxed_history.trail == (Recipe(boxed),)
    more = boxed.with_point(PointPrompt(3, 3))
    assert boxed_history.push(Recipe(more)).trail == (Recipe(boxed), Recipe(more))
    cleared = boxed_history.push(Recipe())
    assert cleared.trail == ()
    assert cleared.push(Recipe(second)).trail == (Recipe(second),)


def test_whoever_follows_every_step_has_the_whole_history():
    """As shell/history.js does it."""
    chance = random.Random(5)
    history, followed = History(), [Recipe().to_json()]
    for number in range(300):
        edit = chance.choice(["push", "push", "undo", "redo"])
        recipe = Recipe(PromptSet((PointPrompt(number % 60, 1),)))
        history = history.push(recipe) if edit == "push" else getattr(history, edit)()
        step = history.step_json()
        followed = [*followed[: step["count"]]]
        followed[step["position"] : step["position"] + 1] = [step["recipe"]]
        assert {"recipes": followed, "position": step["position"]} == history.to_json()

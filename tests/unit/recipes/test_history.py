import json
import random

from clickcut_core.geometry import ImageSize
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.history import History
from clickcut_core.recipes.prompts import PointPrompt
from clickcut_core.recipes.recipe import Recipe

PHOTO = ImageSize(height=48, width=64)


def document(x):
    return Document().with_recipe(Recipe().with_point(PointPrompt(x, 1)))


STEPS = [document(x) for x in range(5)]


def test_a_new_history_holds_one_document_with_one_empty_object():
    history = History()
    assert history.current == Document()
    assert [bool(each.recipe) for each in history.current.objects] == [False]
    assert (history.can_undo, history.can_redo) == (False, False)
    assert history.undo() == history.redo() == history


def test_undo_and_redo_walk_and_stop_at_the_ends():
    history = History().push(STEPS[0]).push(STEPS[1])
    assert history.undo().current == STEPS[0]
    assert history.undo().undo().undo() == history.undo().undo()
    assert history.undo().redo().redo() == history


def test_a_new_step_forgets_what_was_undone_and_an_amended_one_does_not():
    history = History().push(STEPS[0]).push(STEPS[1]).undo()
    pushed, amended = history.push(STEPS[2]), history.amend(STEPS[2])
    assert pushed.documents == (Document(), STEPS[0], STEPS[2])
    assert not pushed.can_redo
    assert amended.documents == (Document(), STEPS[2], STEPS[1])
    assert amended.redo().current == STEPS[1]


def test_any_walk_is_that_of_two_stacks_and_survives_json():
    for seed in range(20):
        chance = random.Random(seed)
        history, done, undone = History(), [Document()], []
        for _ in range(60):
            match chance.randrange(4):
                case 0 | 1:
                    step = chance.choice(STEPS)
                    history, undone = history.push(step), []
                    done.append(step)
                case 2:
                    history = history.undo()
                    if len(done) > 1:
                        undone.append(done.pop())
                case 3:
                    history = history.redo()
                    if undone:
                        done.append(undone.pop())
            assert history.current == done[-1]
            assert (history.can_undo, history.can_redo) == (len(done) > 1, bool(undone))
        assert History.from_json(json.loads(json.dumps(history.to_json())), PHOTO) == history


def test_whoever_follows_every_step_has_the_whole_history():
    """As shell/opening/history.js does it."""
    chance = random.Random(5)
    history, followed = History(), [Document().to_json()]
    for number in range(300):
        edit = chance.choice(["push", "push", "amend", "undo", "redo"])
        history = getattr(history, edit)(*([document(number % 60)] if edit in {"push", "amend"} else []))
        step = history.step_json()
        followed = [*followed[: step["count"]]]
        followed[step["position"] : step["position"] + 1] = [step["document"]]
        assert {"documents": followed, "position": step["position"]} == history.to_json()

"""Many things that a person may do, in an order nobody chose: a consistent state, an exact history."""

import hashlib
import random
from typing import Any

from clickcut_core.errors import ClickcutError

from tests.masks.work import Work, open_sample
from tests.tiers import count

ACTIONS = count(50, full=500)
WEIGHTS = {
    "add_point": 28,
    "set_box": 4,
    "delete_box": 2,
    "move_point": 6,
    "delete_point": 5,
    "stroke": 5,
    "edit": 3,
    "refine": 3,
    "add_object": 9,
    "select_object": 5,
    "delete_object": 2,
    "rename_object": 2,
    "show_object": 3,
    "move_object": 2,
    "undo": 4,
    "redo": 3,
    "cycle": 3,
    "preview": 4,
    "clear": 4,  # short trails: a point that is moved replays all clicks after it
}


def arguments(action: str, work: Work, chance: random.Random) -> tuple[str, list[Any]]:
    """Choose what is done and with what; points and objects may be ones that are not there."""
    height, width = work.photo.pixels.shape[:2]
    x, y = chance.randrange(width), chance.randrange(height)
    point, thing = chance.randrange(3), chance.randrange(1, 8)
    values: list[Any] = []
    match action:
        case "edit":
            action = chance.choice(["invert", "fill_holes", "keep_largest"])
        case "add_point":
            values = [x, y, int(chance.random() < 0.7)]
        case "preview":
            values = [x, y]
        case "set_box":
            values = [x, y, chance.randrange(width), chance.randrange(height)]
        case "move_point":
            values = [point, x, y]
        case "delete_point":
            values = [point]
        case "stroke":
            line = [[x, y], [chance.randrange(width), chance.randrange(height)]]
            values = [line, chance.choice([5, 30]), chance.random() < 0.5]
        case "refine":
            values = [chance.choice([-3, 0, 4]), chance.choice([0, 5]), chance.choice([0, 3, 99])]
        case "select_object" | "delete_object":
            values = [thing]
        case "rename_object":
            values = [thing, chance.choice(["", "cup", "Löffel / 2"])]
        case "show_object":
            values = [thing, chance.random() < 0.7]
        case "move_object":
            values = [thing, chance.randrange(4)]
    return action, values


def check(state: dict[str, Any]) -> None:
    ids = [each["id"] for each in state["objects"]]
    assert len(set(ids)) == len(ids)
    active = [each for each in state["objects"] if each["active"]]
    assert [each["id"] for each in active] == ([state["active"]] if state["active"] in ids else [])
    indices = [candidate["index"] for candidate in state["candidates"]]
    assert state["chosen"] is None or not indices or state["chosen"] in indices
    for each in state["objects"]:
        assert 0 <= each["area"] <= state["photo"]["width"] * state["photo"]["height"]
        assert (each["bbox"] is None) == (each["area"] == 0)
    if active:
        assert active[0]["prompts"] == state["prompts"]
    else:
        assert state["prompts"] == {"points": [], "box": None}


def seen(work: Work) -> dict[str, Any]:
    """All that a person sees, the masks to the bit."""
    state = work.state
    masks = {each["id"]: hashlib.sha256(work.mask(each["id"])).hexdigest() for each in state["objects"]}
    painted = [hashlib.sha256(logits.tobytes()).hexdigest() for logits in work.logits()]
    return {**state, "masks": masks, "painted": painted}


def walk(work: Work, step: str, can: str) -> int:
    """Undo or redo to the end; gives the number of steps."""
    taken = 0
    while work.state[can]:
        work.do(step)
        taken += 1
    return taken


def test_random_actions_leave_a_consistent_state_and_an_exact_history() -> None:
    work, chance = open_sample("coffee.png"), random.Random(20)
    refused = 0
    for _ in range(ACTIONS):
        action = chance.choices(list(WEIGHTS), WEIGHTS.values())[0]
        name, values = arguments(action, work, chance)
        before = work.state
        try:
            work.do(name, *values)
        except ClickcutError:
            refused += 1
            assert work.state == before, f"{name}{values} was refused and changed something"
        check(work.state)
    assert 0 < refused < ACTIONS / 2
    end = seen(work)
    other = open_sample("coffee.png").do("restore", work.session.history.to_json())
    assert seen(other) == end, "another session goes on elsewhere"
    walk(work, "redo", "canRedo")
    last = seen(work)
    steps = walk(work, "undo", "canUndo")
    assert steps > ACTIONS / 25
    assert work.state["objects"] == []
    assert walk(work, "redo", "canRedo") == steps
    assert seen(work) == last

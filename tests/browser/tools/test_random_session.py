"""Many things that a person may do in the page, in an order nobody chose: the same as in tests/masks."""

import random
from typing import Any

import pytest

from tests.browser import photos
from tests.browser.driver import Element
from tests.masks.test_random_work import check
from tests.tiers import count

ACTIONS = count(40, full=500)
WEIGHTS = {
    "click": 20,
    "exclude": 8,
    "box": 4,
    "delete_box": 2,
    "move_point": 6,
    "delete_point": 5,
    "key": 12,
    "stroke": 5,
    "edit": 3,
    "add_object": 9,
    "select_object": 5,
    "delete_object": 2,
    "rename": 2,
    "hide": 3,
    "order": 2,
    "zoom": 4,
    "hover": 4,
    "clear": 4,  # short trails: a point that is moved replays all clicks after it
}
KEYS = ("Control+z", "Control+z", "Control+Shift+z", "m", "i", "e", "1", "2", "n", "+", "0")
DIGESTS = """
const digests = {}
for (const { id } of element.state.objects) {
  const { data } = await element.mask({ object: id })
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data))
  digests[id] = digest.slice(0, 8).join(".")
}
const { objects, active, prompts, candidates, chosen } = element.state
return { digests, objects, active, prompts, candidates, chosen }
"""
# Asking for the recipe changes nothing, and is answered after all that waits.
SETTLED = """
await element.ready
await element.recipe().catch(() => {})
return element.state
"""


def act(element: Element, chance: random.Random) -> None:  # noqa: PLR0912  all there is
    state, page = element.state, element.page
    width, height = state["photo"]["width"], state["photo"]["height"]
    x, y = chance.randrange(width), chance.randrange(height)
    objects = [each["id"] for each in state["objects"]]
    points = len(state["prompts"]["points"])
    action = chance.choices(list(WEIGHTS), WEIGHTS.values())[0]
    call: tuple[str, list[Any]] | None = None
    match action:
        case "click" | "exclude":
            element.fit()
            page.mouse.click(*element.place(x, y), button="left" if action == "click" else "right")
            call = "ready", []
        case "hover":
            page.mouse.move(*element.place(x, y))
        case "key":
            element.focus()
            page.keyboard.press(chance.choice(KEYS))
        case "zoom":
            call = "zoom", [chance.choice([0.3, 1, 4]), {"x": 100, "y": 100}]
        case "box":
            call = "setBox", [x, y, chance.randrange(width), chance.randrange(height)]
        case "delete_box":
            call = "deleteBox", []
        case "move_point" if points:
            call = "movePoint", [chance.randrange(points), x, y]
        case "delete_point" if points:
            call = "deletePoint", [chance.randrange(points)]
        case "stroke":
            line = [[x, y], [chance.randrange(width), chance.randrange(height)]]
            call = "stroke", [line, chance.choice([5, 30]), chance.random() < 0.5]
        case "edit":
            call = chance.choice(["invert", "fillHoles", "keepLargest"]), []
        case "add_object":
            call = "addObject", []
        case "select_object" if objects:
            call = "selectObject", [chance.choice(objects)]
        case "delete_object" if objects:
            call = "deleteObject", [chance.choice(objects)]
        case "rename" if objects:
            call = "renameObject", [chance.choice(objects), chance.choice(["", "cup", "Löffel / 2"])]
        case "hide" if objects:
            call = "showObject", [chance.choice(objects), chance.random() < 0.7]
        case "order" if objects:
            call = "moveObject", [chance.choice(objects), chance.randrange(4)]
        case "clear":
            call = "clear", []
    if call:
        # What makes no sense is refused with a code, and changes nothing.
        element.evaluate(
            """
            const [name, args] = argument
            const made = element[name]
            try { await (typeof made === "function" ? made.apply(element, args) : made) }
            catch (error) { if (!error.code) throw error }
            """,
            list(call),
        )


def walk(element: Element, step: str, can: str) -> int:
    """Undo or redo to the end; gives the number of steps."""
    taken: int = element.evaluate(
        "let taken = 0; const [step, can] = argument;"
        "while (element.state[can]) { await element[step](); taken++ }"
        "return taken",
        [step, can],
    )
    return taken


@pytest.mark.full
@pytest.mark.timeout(900)
def test_random_actions_leave_a_consistent_state_and_an_exact_history(element: Element) -> None:
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    chance = random.Random(20)
    for _ in range(ACTIONS):
        act(element, chance)
        check(element.evaluate(SETTLED))
    element.fit()
    walk(element, "redo", "canRedo")
    end = element.evaluate(DIGESTS)
    steps = walk(element, "undo", "canUndo")
    assert steps > ACTIONS / 25
    assert element.state["objects"] == []
    assert walk(element, "redo", "canRedo") == steps
    assert element.evaluate(DIGESTS) == end
    tensors = element.evaluate("return (await element.counts()).tensors")
    element.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    assert element.evaluate("return (await element.counts()).tensors") < tensors

"""Presses of the mouse as the W3C's WebDriver and WebDriver BiDi both write them."""

from typing import Any

Place = tuple[int, int]
Actions = list[dict[str, Any]]


def click(x: int, y: int) -> Actions:
    """Give the `actions` of a click at a place of the window, in CSS pixels."""
    return drag((x, y), (x, y))


def drag(start: Place, stop: Place) -> Actions:
    """Give the `actions` of a drag from place to place, with a stop half way."""
    steps: list[dict[str, Any]] = [_move(start), {"type": "pointerDown", "button": 0}]
    if start != stop:
        steps += [_move(((start[0] + stop[0]) // 2, (start[1] + stop[1]) // 2)), _move(stop)]
    steps.append({"type": "pointerUp", "button": 0})
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}]


def _move(place: Place) -> dict[str, Any]:
    return {"type": "pointerMove", "x": place[0], "y": place[1]}

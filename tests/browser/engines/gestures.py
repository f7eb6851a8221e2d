"""A press of the mouse as the W3C's WebDriver and WebDriver BiDi both write it."""

from typing import Any


def click(x: int, y: int) -> list[dict[str, Any]]:
    """Give the `actions` of a click at a place of the window, in CSS pixels."""
    move = {"type": "pointerMove", "x": x, "y": y}
    steps = [move, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
    return [{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}]

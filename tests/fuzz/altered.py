"""JSON with other values in some of its places: what mutated text rarely is, as it is mostly no JSON."""

import copy
import json
from collections.abc import Iterator
from typing import Any

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, 2, -1, 3, 255, 1 << 31, 1 << 64, 10**400, 0.5, -0.5, 1e308),
    *(float("nan"), float("inf"), float("-inf")),
    *("", "0", "-1", "nan", "x" * 300, "\ud800", "<&\0", "9" * 400, "0f" * 32, "٣"),
    *([], [[]], {}, [0], [None], [1, 2, 3], {"kind": "stroke"}, {"x": 1, "y": 2}),
)


def altered(plain: Any, content: bytes) -> str:
    """Write a value as JSON; each two bytes choose a place in it, and what comes there instead."""
    plain = copy.deepcopy(plain)
    for place, choice in zip(content[::2], content[1::2], strict=False):
        places = list(_places(plain))
        if not places:
            break
        holder, key = places[place % len(places)]
        if choice < len(VALUES):
            holder[key] = copy.deepcopy(VALUES[choice])
        elif choice % 3 == 0:
            del holder[key]
        elif isinstance(holder, list):
            holder.insert(key, copy.deepcopy(holder[key]))
        else:
            other, at = places[choice % len(places)]
            holder[key] = copy.deepcopy(other[at])
    return json.dumps(plain)


def _places(plain: Any) -> Iterator[tuple[Any, Any]]:
    keys = range(len(plain)) if isinstance(plain, list) else plain if isinstance(plain, dict) else ()
    for key in keys:
        yield plain, key
        yield from _places(plain[key])

"""JSON that anybody may have written, judged before it is parsed.

The parser follows brackets on the interpreter's own stack, and a browser's is short: text that nests too
deeply ends Python there, and nothing can catch that. Many small values take far more memory than their text.
"""

from __future__ import annotations

import json
import re
from itertools import accumulate
from typing import Any

MOST_DEPTH = 32
"""Brackets within brackets; a history, the deepest of ours, has twelve."""
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def read_json(text: str, *, most_values: int | None = None) -> Any:
    """Parse a text that is neither too deep nor has too many values.

    Parameters
    ----------
    text
        JSON.
    most_values
        Values and brackets that it may have; None for a text of our own making, of any length.

    Raises
    ------
    ValueError
        When it is either, or no JSON.
    """
    bare = _STRING.sub("", text)  # up to the first mistake the parser sees the same strings
    if most_values is not None and sum(map(bare.count, ",[{")) > most_values:
        raise ValueError("it holds too much")
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(bare))
    if max(accumulate(steps), default=0) > MOST_DEPTH:
        raise ValueError("it nests too deeply")
    return json.loads(text)

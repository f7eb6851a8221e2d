"""COCO's run-length encoding of masks, as pycocotools reads and writes it.

Pixels are counted column by column from the top left, outside first. Source: cocodataset/cocoapi,
common/maskApi.c (`rleEncode`, `rleToString`, `rleFrString`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from clickcut_core.files.runs import Runs

_FIRST = 48  # the character "0" stands for no bit
_MORE, _SIGN, _BITS = 0x20, 0x10, 0x1F
_DELTA_FROM = 3  # counts from here on are told as the difference to the second before


def counts_of(runs: Runs) -> list[int]:
    """Count pixels outside, inside, outside, … in turns; the first count may be 0."""
    height = runs.size.height
    borders = [0]
    for x, column in enumerate(runs.columns()):
        for y in column:
            border = x * height + y
            if border == borders[-1] and len(borders) > 1:
                borders.pop()  # inside to a column's end and on at the top of the next
            else:
                borders.append(border)
    end = height * runs.size.width
    if borders[-1] != end or len(borders) == 1:
        borders.append(end)
    return [stop - start for start, stop in pairwise(borders)]


def to_text(counts: Sequence[int]) -> str:
    """Write counts as COCO's compressed string: five bits and one for "more" in a character."""
    text = []
    for i, count in enumerate(counts):
        rest = count - counts[i - 2] if i >= _DELTA_FROM else count
        more = True
        while more:
            bits, rest = rest & _BITS, rest >> 5
            more = rest != (-1 if bits & _SIGN else 0)
            text.append(chr(_FIRST + (bits | _MORE if more else bits)))
    return "".join(text)


def from_text(text: str) -> list[int]:
    """Read counts from COCO's compressed string."""
    counts: list[int] = []
    value = shift = 0
    for character in text:
        bits = ord(character) - _FIRST
        value |= (bits & _BITS) << shift
        shift += 5
        if bits & _MORE:
            continue
        if bits & _SIGN:
            value -= 1 << shift
        counts.append(value + counts[-2] if len(counts) >= _DELTA_FROM else value)
        value = shift = 0
    return counts

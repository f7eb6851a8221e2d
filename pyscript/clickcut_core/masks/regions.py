"""Parts and holes of a mask on its own grid, as runs of pixels in rows.

Parts are 8-connected: what touches at a corner belongs together. Holes are 4-connected, as the outside then
has to be. Standard library only: a mask has few runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_INSIDE = re.compile(b"\x01+")
_OUTSIDE = re.compile(b"\x00+")


@dataclass(frozen=True, slots=True)
class Run:
    """Pixels `start` to `stop`, exclusive, of a row."""

    row: int
    start: int
    stop: int


def holes(rows: Sequence[bytes]) -> list[Run]:
    """Give what a mask encloses: outside pixels from which no way leads to the border.

    Parameters
    ----------
    rows
        Bytes 0 and 1, 1 inside; all rows of a length.
    """
    last_row, width = len(rows) - 1, len(rows[0])
    return [
        run
        for region in _regions(rows, _OUTSIDE, corner=0)
        if not any(run.row in (0, last_row) or run.start == 0 or run.stop == width for run in region)
        for run in region
    ]


def all_but_largest(rows: Sequence[bytes]) -> list[Run]:
    """Give every part of a mask but the largest; of two as large the first, from the top, is kept."""
    parts = _regions(rows, _INSIDE, corner=1)
    if not parts:
        return []
    largest = max(parts, key=lambda part: sum(run.stop - run.start for run in part))
    return [run for part in parts if part is not largest for run in part]


def _regions(rows: Sequence[bytes], pattern: re.Pattern[bytes], *, corner: int) -> list[list[Run]]:
    """Join runs to connected regions; `corner` is 1 where touching at a corner connects."""
    runs: list[Run] = []
    parents: list[int] = []

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    above = range(0)
    for row, values in enumerate(rows):
        first = len(runs)
        candidate = above.start
        for match in pattern.finditer(values):
            start, stop = match.span()
            number = len(runs)
            runs.append(Run(row, start, stop))
            parents.append(number)
            while candidate < above.stop and runs[candidate].stop + corner <= start:
                candidate += 1
            other = candidate
            while other < above.stop and runs[other].start < stop + corner:
                parents[root(other)] = root(number)
                other += 1
        above = range(first, len(runs))
    regions: dict[int, list[Run]] = {}
    for number, run in enumerate(runs):
        regions.setdefault(root(number), []).append(run)
    return list(regions.values())

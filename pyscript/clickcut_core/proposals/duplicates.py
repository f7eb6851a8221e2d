"""Which of many masks are the same object."""

from __future__ import annotations

from collections.abc import Sequence

REPEATED = 0.75
"""IoU from which two masks are one object: what a person would call the same cut-out."""
LIKE = 0.6
"""Of the few that are offered none is this like another: with 0.75 the best of five was 0.04 IoU worse."""


def distinct(
    order: Sequence[int], overlaps: Sequence[Sequence[float]], limit: float, most: int | None = None
) -> list[int]:
    """Give masks in this order, at most so many, but none with an IoU of `limit` or more with one before."""
    kept: list[int] = []
    for each in order:
        if len(kept) == most:
            break
        if all(overlaps[each][other] < limit for other in kept):
            kept.append(each)
    return kept

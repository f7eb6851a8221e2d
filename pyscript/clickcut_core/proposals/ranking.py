"""How likely each automatic mask is what the photo is about: plain rules on a few numbers of each.

The weights were found on 40 photos with true masks (docs/accuracy.md): they give the best expected IoU of a
mask that is drawn with probabilities exp(worth), held towards zero so that no photo decides alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import exp, log

from clickcut_core.proposals.candidate import Candidate
from clickcut_core.proposals.duplicates import REPEATED

SCORE_WEIGHT, STABILITY_WEIGHT = 2.9, 2.1
"""Of predicted IoU and stability: a mask that the decoder believes in has an edge."""
SIZE_WEIGHT = 0.26
"""Of the area's logarithm: twice the area makes up for 0.06 predicted IoU."""
ASIDE_WEIGHT, ABOVE_WEIGHT, BELOW_WEIGHT = -2.7, -3.8, -5.2
"""Of the centre's distance from the photo's to a side, up and down, as a share of the photo."""
TOP_WEIGHT = -1.4
"""Of the share of the top border that is covered. The bottom one doesn't count: people stand on it."""
SIDE_WEIGHT, OTHER_SIDE_WEIGHT = -2.5, -1.7
"""Of the share of the side border that is covered more, and of the other: what leaves the photo is behind."""
SPAN_WEIGHT, SPAN = -1.2, 0.02
"""What reaches both sides, with at least this share of each, is ground or wall."""
AGREEMENT_WEIGHT = 0.9
"""Of the share of the points inside that give this mask, too; see `agreement`."""
WHOLE, WHOLE_WEIGHT = 3, 1.9
"""Mask 3 is trained to be the whole of what was clicked."""
ALIKE = 0.8
"""IoU from which another point's mask is this one."""

SURE_SCORE, SURE_SHARE = 0.975, 0.6
"""A subject is picked without asking from this predicted IoU and share of all probabilities on."""


def worth(candidate: Candidate, agreement: float) -> float:
    """Weigh a mask: differences count, no number means anything alone."""
    top, _, *sides = candidate.contacts
    x, y = candidate.centre
    return (
        SCORE_WEIGHT * min(candidate.score, 1)
        + STABILITY_WEIGHT * candidate.stability
        + SIZE_WEIGHT * log(candidate.area)
        + ASIDE_WEIGHT * abs(x)
        + ABOVE_WEIGHT * max(0, -y)
        + BELOW_WEIGHT * max(0, y)
        + TOP_WEIGHT * top
        + SIDE_WEIGHT * max(sides)
        + OTHER_SIDE_WEIGHT * min(sides)
        + SPAN_WEIGHT * (min(sides) > SPAN)
        + AGREEMENT_WEIGHT * agreement
        + WHOLE_WEIGHT * (candidate.mask == WHOLE)
    )


def agreement(
    place: int, candidates: Sequence[Candidate], overlaps: Sequence[float], inside: Collection[int]
) -> float:
    """Give the share of the points inside a mask that give it, too; 0 where no point is inside.

    `overlaps` are the mask's with all candidates; `place` is its own among them.
    """
    alike = {each.point for each, overlap in zip(candidates, overlaps, strict=True) if overlap > ALIKE}
    alike.add(candidates[place].point)
    return len(alike.intersection(inside)) / max(1, len(inside))


def is_sure(first: Candidate, place: int, worths: Sequence[float], overlaps: Sequence[float]) -> bool:
    """Tell whether the mask of most worth may be picked without asking.

    `overlaps` are its own with all candidates; those that are the same object count for it.
    """
    chances = [exp(each - worths[place]) for each in worths]
    same = sum(chance for chance, overlap in zip(chances, overlaps, strict=True) if overlap >= REPEATED)
    return first.score >= SURE_SCORE and same >= SURE_SHARE * sum(chances)

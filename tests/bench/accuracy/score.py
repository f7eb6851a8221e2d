"""How one object fared, and what a set of objects comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from tests.bench.accuracy.specks import FirstClicks

NEVER = 20
"""Clicks that count for an object that never met the target."""
DROP = 0.05
COLLAPSE = 0.15


@dataclass(frozen=True, slots=True)
class Score:
    """One object, one pipeline.

    Attributes
    ----------
    set_name, name
        Which object.
    ious
        IoU after each click; shorter than the clicks allowed when there was nothing left to correct.
    boundary
        Boundary IoU after three clicks.
    box, box_boundary
        IoU and boundary IoU of the tight box alone.
    decodes
        Runs of the decoder for all the clicks.
    first
        What single clicks anywhere on the object gave.
    """

    set_name: str
    name: str
    ious: tuple[float, ...]
    boundary: float
    box: float
    box_boundary: float
    decodes: int
    first: FirstClicks

    def after(self, clicks: int) -> float:
        """Give the IoU after so many clicks."""
        return self.ious[min(clicks, len(self.ious)) - 1]

    def clicks_to(self, target: float) -> int:
        """Give the number of clicks that first reach a target."""
        return next((place for place, iou in enumerate(self.ious, 1) if iou >= target), NEVER)

    @property
    def dropped(self) -> bool:
        """Whether the second click made the mask clearly worse."""
        return self.after(2) < self.after(1) - DROP

    @property
    def collapsed(self) -> bool:
        """Whether one of the clicks 2 to 5 threw a good mask away."""
        return any(after < before - COLLAPSE for before, after in pairwise(self.ious[:5]))


MEASURES: dict[str, Callable[[Score], float]] = {
    "mIoU@1": lambda score: score.after(1),
    "mIoU@2": lambda score: score.after(2),
    "mIoU@3": lambda score: score.after(3),
    "mIoU@5": lambda score: score.after(5),
    "NoC@85": lambda score: score.clicks_to(0.85),
    "NoC@90": lambda score: score.clicks_to(0.9),
    "worse at click 2": lambda score: float(score.dropped),
    "collapsed at 2 to 5": lambda score: float(score.collapsed),
    "first masks with specks": lambda score: fmean(count > 0 for count in score.first.specks),
    "specks in a first mask": lambda score: fmean(score.first.specks),
    "first masks that are lattices": lambda score: fmean(score.first.lattices),
    "boundary IoU@3": lambda score: score.boundary,
    "box mIoU": lambda score: score.box,
    "box boundary IoU": lambda score: score.box_boundary,
}


def mean_of_sets(scores: Sequence[Score], measure: Callable[[Score], float]) -> float:
    """Average within each set, then over the sets: a large set counts no more than a small one."""
    names = {score.set_name for score in scores}
    return fmean(fmean(measure(s) for s in scores if s.set_name == name) for name in sorted(names))


def decodes_per_click(scores: Sequence[Score]) -> float:
    """Give the mean number of decoder runs that a click took."""
    return sum(score.decodes for score in scores) / max(1, sum(len(score.ious) for score in scores))

"""The click policy: which of the decoder's four masks is shown, which others are offered.

Mask 0 is trained to be the one answer to unambiguous prompts; masks 1 to 3 are the part, the sub-object
and the whole that a single click may mean. Plain rules on a few numbers of each mask: nothing here looks
at pixels or runs a graph. How the constants were chosen is told in docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from clickcut_core.recipes.prompts import MASKS, PromptSet

if TYPE_CHECKING:
    from clickcut_core.protocol import Level

SINGLE, AMBIGUOUS = MASKS[0], MASKS[1:]
LEVELS: tuple[Level, ...] = ("part", "object", "everything")
"""What masks 1 to 3 may be of what was clicked, by their size."""

STABILITY_WEIGHT = 0.2
"""A mask whose edge hardly moves when the threshold does is worth a fifth of predicted IoU."""
SIZE_WEIGHT = 0.05
"""Of two guesses about as good, people mean the larger: twice the area makes up for 0.035 predicted IoU."""
NEARLY_WHOLE = 0.8
"""A guess that covers more of the photo than this cuts hardly anything out: it is the last resort."""
SMALLEST_AREA = 1e-4
"""Below it size says nothing any more: it is a few pixels of the mask's own grid."""
LATTICE = 30.0
"""A mask more ragged than this was a pattern of dots over what the decoder did not know: it is no object."""

DEEP = 0.1
"""A click that contradicts the mask before this deep (see `MaskPrediction.depth`) tells that it was wrong
as a whole; one right beside its edge asks for a small change. Between them the weights change evenly."""
AGREEMENT_WEIGHT = 2.0, 0.5
"""What keeping the mask before is worth to a shallow and to a deep click: a click beside the edge must not
throw a good mask away."""
MISS_WEIGHT = 0.2, 0.5
"""What contradicting the newest click costs when it is shallow and deep. A shallow one may be finer than the
decoder's grid: the mask that obeys it is then another object altogether."""
EARLIER_MISS_WEIGHT = 0.2
"""What contradicting an earlier click costs."""
SINGLE_WEIGHT = 0.1
"""For each prompt after the first: mask 0 was trained for several prompts, the others for one."""
STEADY = 0.9
"""An answer that agrees less than this with the mask before is worth a second look."""
MARGIN = 0.05
"""A second look must be better by this: it has not seen the mask before, or follows a box nobody drew."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known about one of the four masks.

    Attributes
    ----------
    score
        Predicted IoU, about 0 to 1.
    misses
        How many of the earlier clicks it contradicts: outside where it should include, or the reverse.
    misses_newest
        Whether it contradicts the newest click.
    area
        Share of the photo that it covers.
    agreement
        IoU with the mask before; 0 when there was none.
    stability
        Its area at a raised threshold by its area at a lowered one.
    raggedness
        What the length of its edge was, by its area's square root, before it was cleaned.
    """

    score: float
    misses: int
    misses_newest: bool
    area: float
    agreement: float
    stability: float
    raggedness: float


def default_mask(prompts: PromptSet, candidates: Sequence[Candidate], depth: float | None) -> int:
    """Choose the mask to show.

    Parameters
    ----------
    prompts
        What was asked.
    candidates
        The four masks.
    depth
        How deep the newest click contradicts the mask before, 0 to 1; None when there is none.
    """
    if depth is not None:
        return max(
            _objects(MASKS, candidates), key=lambda index: _correction(prompts, candidates, index, depth)
        )
    if is_ambiguous(prompts):
        return max(_objects(AMBIGUOUS, candidates), key=lambda index: _guess(candidates[index]))
    # The official rule, `SamOnnxModel.select_masks` in segment-anything; a box is asked again with a click.
    among = _objects(MASKS, candidates)
    return SINGLE if SINGLE in among else _surest(among, candidates)


def box_guess(candidates: Sequence[Candidate]) -> int:
    """Choose the mask to look into again when a box was asked alone: to the official rule it is ambiguous."""
    return _surest(_objects(AMBIGUOUS, candidates), candidates)


def is_unsteady(prompts: PromptSet, candidates: Sequence[Candidate], depth: float) -> bool:
    """Tell whether the answer is another mask, worth asking again; a person's own box settles it."""
    shown = candidates[default_mask(prompts, candidates, depth)]
    return prompts.box is None and shown.agreement < STEADY


def follows_guess(prompts: PromptSet) -> bool:
    """Tell whether the mask before was a single click's, which may have been wrong as a whole."""
    return prompts.box is None and len(prompts.points) == 2


def is_better(
    prompts: PromptSet, second: Sequence[Candidate], first: Sequence[Candidate], depth: float
) -> bool:
    """Tell whether the best mask of a second look clearly beats that of the first."""
    best = [
        max(_correction(prompts, look, index, depth) for index in _objects(MASKS, look))
        for look in (second, first)
    ]
    return best[0] > best[1] + MARGIN


def is_ambiguous(prompts: PromptSet) -> bool:
    """Tell whether the prompts are a single click, which may mean a part, more or all."""
    return prompts.box is None and len(prompts.points) == 1


def offered_masks(
    prompts: PromptSet, candidates: Sequence[Candidate], depth: float | None
) -> tuple[int, ...]:
    """Give the masks to cycle through: those of a single first click, else all four; none without prompts.

    Those of a single first click are in order of size, as `LEVELS` names them. For the arguments see
    `default_mask`.
    """
    if not prompts:
        return ()
    if _may_mean_levels(prompts, depth):
        return tuple(sorted(_objects(AMBIGUOUS, candidates), key=lambda index: candidates[index].area))
    return _objects(MASKS, candidates)


def levels(prompts: PromptSet, offered: Sequence[int], depth: float | None) -> tuple[Level | None, ...]:
    """Name the masks that are offered, if they are what a single first click may mean; else None."""
    return LEVELS[: len(offered)] if _may_mean_levels(prompts, depth) else (None,) * len(offered)


def _may_mean_levels(prompts: PromptSet, depth: float | None) -> bool:
    return is_ambiguous(prompts) and depth is None


def _objects(among: tuple[int, ...], candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Leave out lattices, unless there is nothing else."""
    return tuple(index for index in among if candidates[index].raggedness <= LATTICE) or among


def _surest(among: tuple[int, ...], candidates: Sequence[Candidate]) -> int:
    return max(among, key=lambda index: candidates[index].score)


def _guess(mask: Candidate) -> tuple[bool, float]:
    size = SIZE_WEIGHT * log(max(mask.area, SMALLEST_AREA))
    return mask.area <= NEARLY_WHOLE, mask.score + STABILITY_WEIGHT * mask.stability + size


def _correction(prompts: PromptSet, candidates: Sequence[Candidate], index: int, depth: float) -> float:
    mask = candidates[index]
    # A box is worth two points, as in the official rule's ONNX form (`SamOnnxModel.select_masks`).
    prompts_after_first = len(prompts.points) - 1 + (2 if prompts.box else 0)
    return (
        mask.score
        + STABILITY_WEIGHT * mask.stability
        + _between(AGREEMENT_WEIGHT, depth) * mask.agreement
        - EARLIER_MISS_WEIGHT * mask.misses
        - (_between(MISS_WEIGHT, depth) if mask.misses_newest else 0)
        + (SINGLE_WEIGHT * prompts_after_first if index == SINGLE else 0)
    )


def _between(weights: tuple[float, float], depth: float) -> float:
    shallow, deep = weights
    return shallow + (deep - shallow) * min(1, depth / DEEP)

"""How clean a cut-out is off its edge, and how wide the edge: fog, stray alpha, transition.

Lengths are in pixels of a photo whose longest side is 1024.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi
from statistics import fmean, median

import numpy as np
from clickcut_core.geometry import MODEL_SIDE
from numpy.typing import NDArray

from tests.bench.accuracy.distance import Pixels, squared_depth

DEEP = 8
"""An alpha below `OPAQUE` this deep in mask and truth is fog …"""
FAR = 16
"""… and one above `EMPTY` this far from both is stray."""
OPAQUE, EMPTY = 0.95, 0.05
FADING = (0.1, 0.9)
"""Alphas between these make the transition."""
GOOD = 0.85
"""Least IoU of a mask whose hard edges are judged: of another object's edge nothing can be said."""
HARD_SETS = frozenset({"davis", "coco_val", "ccp_person", "ccp_item"})
"""Sets of objects whose edges are hard; true alphas are of soft ones."""


@dataclass(frozen=True, slots=True)
class Softness:
    """One cut-out: fog and stray as shares of the object's true area, transition as a width."""

    fog: float
    stray: float
    transition: float


def softness(alpha: NDArray[np.uint8], mask: Pixels, truth: Pixels, counted: Pixels | None) -> Softness:
    """Measure a cut-out's alpha, uint8 (height, width), of a hard mask and beside the true one.

    The width is the area that fades over the edge's length, which is the number of sides between pixels
    above and below one half, times π/4: the mean over all directions.
    """
    scale = max(alpha.shape) / MODEL_SIDE
    values = alpha / 255
    counts = np.ones_like(truth) if counted is None else counted
    area = max(1, int(truth.sum()))
    fog = (values < OPAQUE) & _deeper(mask & truth, DEEP * scale) & counts
    stray = (values > EMPTY) & _deeper(~(mask | truth), FAR * scale) & counts
    above = values > 0.5
    length = sum(int(np.diff(above, axis=axis).sum()) for axis in (0, 1)) * pi / 4
    fades = (values > FADING[0]) & (values < FADING[1])
    return Softness(
        fog=float(fog.sum() / area),
        stray=float(stray.sum() / area),
        transition=float(fades.sum() / max(1.0, length) / scale),
    )


def figures(hard: Sequence[Softness], soft: Sequence[Softness]) -> dict[str, float]:
    """Sum up objects with hard edges, and those with soft ones."""
    found = {}
    for name in ("fog", "stray"):
        values = [getattr(each, name) for each in hard]
        found[f"{name}, mean"], found[f"{name}, p90"] = fmean(values), _p90(values)
    widths = [each.transition for each in hard]
    found["transition, median"], found["transition, p90"] = median(widths), _p90(widths)
    found["transition, soft ÷ hard"] = median(each.transition for each in soft) / median(widths)
    return found


def _deeper(mask: Pixels, depth: float) -> Pixels:
    """Tell what lies deeper in a mask; the photo's border is no edge."""
    reach = int(depth) + 1
    padded = np.pad(mask, reach, mode="edge")
    deep: Pixels = squared_depth(padded, limit=reach) > depth**2
    return deep[reach:-reach, reach:-reach]


def _p90(values: Sequence[float]) -> float:
    return float(np.percentile(values, 90))

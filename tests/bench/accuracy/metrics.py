"""What is measured of a mask against the true one; pixels to ignore count neither way."""

from __future__ import annotations

from math import hypot

import numpy as np

from tests.bench.accuracy.distance import Pixels, squared_depth

# Share of the photo's diagonal. Source: Cheng et al., "Boundary IoU", CVPR 2021.
BAND = 0.02


def iou(mask: Pixels, truth: Pixels, counted: Pixels | None = None) -> float:
    """Give intersection over union of bool (height, width); two empty masks are equal."""
    if counted is not None:
        mask, truth = mask & counted, truth & counted
    union = np.count_nonzero(mask | truth)
    return float(np.count_nonzero(mask & truth) / union) if union else 1.0


def boundary_iou(mask: Pixels, truth: Pixels, counted: Pixels | None = None) -> float:
    """Give the IoU of the two masks' inner bands: what lies within 2 % of the diagonal of the edge."""
    width = max(1, round(BAND * hypot(*mask.shape)))
    return iou(_band(mask, width), _band(truth, width), counted)


def _band(mask: Pixels, width: int) -> Pixels:
    band: Pixels = mask & (squared_depth(mask, limit=width) <= width**2)
    return band

"""How far a soft mask is from the true alpha near the edge.

Source: Rhemann et al., "A Perceptually Motivated Online Benchmark for Image Matting", CVPR 2009, and
alphamatting.com, whose trimap we have not: the band stands in for its unknown region.
"""

from __future__ import annotations

from math import ceil

import numpy as np
from clickcut_core.geometry import MODEL_SIDE
from numpy.typing import NDArray

from tests.bench.accuracy.distance import Pixels, squared_depth

BAND = 5
"""Width of the band on either side of the edge, in pixels of a photo whose longest side is 1024."""
SIGMA = 1.4
"""Of the Gaussian whose derivatives give the gradient, in photo pixels."""
_MIDDLE = 127

Alpha = NDArray[np.uint8]
Floats = NDArray[np.float64]


def edge_band(alpha: Alpha) -> Pixels:
    """Give the pixels within `BAND` of the true edge: of what is neither 0 nor 255, or crosses 127.

    `alpha` is uint8 (height, width); the band is bool, likewise.
    """
    edge = (alpha > 0) & (alpha < 255)
    inside = alpha > _MIDDLE
    for axis in (0, 1):
        crossing = np.diff(inside, axis=axis)
        for at in (slice(1, None), slice(None, -1)):
            part = (at, slice(None)) if axis == 0 else (slice(None), at)
            edge[part] |= crossing
    reach = max(1, round(BAND * max(alpha.shape) / MODEL_SIDE))
    away = np.pad(~edge, reach, constant_values=True)  # the photo's border is no edge
    near = squared_depth(np.pad(away, 1, constant_values=True), limit=reach) <= reach**2
    inner = slice(reach + 1, -reach - 1)
    band: Pixels = near[inner, inner]
    return band


def mean_difference(alpha: Alpha, truth: Alpha, counted: Pixels) -> float:
    """Give the mean absolute difference over the pixels that count, of alpha 0…1."""
    return float(np.abs(alpha.astype(float) - truth)[counted].mean() / 255)


def gradient_error(alpha: Alpha, truth: Alpha, counted: Pixels) -> float:
    """Give the mean squared difference of the gradients' lengths over the pixels that count."""
    return float(((_gradient(alpha) - _gradient(truth))[counted] ** 2).mean())


def _gradient(alpha: Alpha) -> Floats:
    values = alpha / 255
    reach = ceil(3 * SIGMA)
    steps = np.arange(-reach, reach + 1)
    bell = np.exp(-(steps**2) / (2 * SIGMA**2))
    bell /= bell.sum()
    slope = -steps * bell / SIGMA**2
    length: Floats = np.hypot(
        *(_convolved(_convolved(values, bell, 1 - axis), slope, axis) for axis in (0, 1))
    )
    return length


def _convolved(values: Floats, kernel: Floats, axis: int) -> Floats:
    reach = len(kernel) // 2
    padded = np.pad(values, [(reach, reach) if each == axis else (0, 0) for each in (0, 1)], mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=axis)
    convolved: Floats = windows @ kernel[::-1]
    return convolved

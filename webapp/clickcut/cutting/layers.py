"""Cut-outs over one another and their shadows, in whole numbers; the page does the same in files/picture.js.

It knows nothing of photos and masks.
"""

from __future__ import annotations

import numpy as np
from clickcut_core.files.export_options import SHADOW_OPACITY
from numpy.typing import NDArray

_PASSES = 3


def lay_over(under: NDArray[np.uint8], over: NDArray[np.uint8]) -> None:
    """Lay straight pixels over others, in whole numbers, as `layOver` does in JavaScript.

    Source: T. Porter and T. Duff, "Compositing Digital Images", 1984, "A over B".

    Parameters
    ----------
    under
        Takes what comes of it. RGBA or alpha alone, uint8 (height, width, 4 or 1).
    over
        Of the same shape.
    """
    for row in np.flatnonzero(over[..., -1].any(axis=1)):  # one by one: all at once would take memory
        mine, its = under[row].astype(np.int64), over[row].astype(np.int64)
        share = 255 * its[:, -1:]
        whole = share + mine[:, -1:] * (255 - its[:, -1:])  # 255 * 255 is opaque
        colours = (share * its[:, :-1] + (whole - share) * mine[:, :-1] + whole // 2) // np.maximum(whole, 1)
        made = np.concatenate((colours, (whole + 127) // 255), axis=1)
        under[row] = np.where(share > 0, made, mine)


def cast_shadow(pixels: NDArray[np.uint8], radius: int) -> NDArray[np.uint8]:
    """Put a soft shadow under straight RGBA, uint8 (height, width, 4), as `castShadow` does in JavaScript.

    The shadow is the alpha, averaged three times over squares of 2 * radius + 1 pixels, which is nearly
    Gaussian (W. M. Wells, "Efficient Synthesis of Gaussian Filters by Cascaded Uniform Filters", 1986), and
    lower by the radius.
    """
    alpha = pixels[..., 3]
    for _ in range(_PASSES):
        alpha = _averaged(_averaged(alpha, radius, axis=1), radius, axis=0)
    shadow = np.zeros_like(pixels)
    dimmed = (SHADOW_OPACITY * alpha.astype(np.int32) + 127) // 255
    shadow[radius:, :, 3] = dimmed[: max(0, len(dimmed) - radius)]
    lay_over(shadow, pixels)
    return shadow


def _averaged(values: NDArray[np.uint8], radius: int, *, axis: int) -> NDArray[np.uint8]:
    """Give the means of all windows of 2 * radius + 1 along an axis; beyond the values is nothing."""
    lines = np.moveaxis(values, axis, 0)
    sums = np.zeros((len(lines) + 1, *lines.shape[1:]), np.int32)
    np.cumsum(lines, axis=0, dtype=np.int32, out=sums[1:])
    places = np.arange(len(lines))
    last, first = np.minimum(places + radius + 1, len(lines)), np.maximum(places - radius, 0)
    means = (sums[last] - sums[first] + radius) // (2 * radius + 1)
    return np.moveaxis(means.astype(np.uint8), 0, axis)

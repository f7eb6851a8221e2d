"""The exact Euclidean distance transform, on numpy alone.

Squared distances are whole numbers, so the deepest pixel is the same on every machine.
"""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.bool_]


def squared_depth(mask: Pixels, *, limit: float = inf) -> NDArray[np.int64]:
    """Give each inside pixel's squared distance to the nearest outside pixel; 0 outside.

    What lies beyond the photo's border is outside. First the distance along the column, then the least
    sum of squares along the row: columns k away are looked at for as long as k² can still be less.

    Parameters
    ----------
    mask
        bool (height, width).
    limit
        Distances above it need not be exact, only above it.
    """
    column = _depth_in_column(np.pad(mask, 1)) ** 2
    depth = column.copy()
    reach = 1
    while reach < depth.shape[1] and reach <= limit and reach**2 < depth.max(initial=0):
        np.minimum(depth[:, reach:], column[:, :-reach] + reach**2, out=depth[:, reach:])
        np.minimum(depth[:, :-reach], column[:, reach:] + reach**2, out=depth[:, :-reach])
        reach += 1
    return depth[1:-1, 1:-1]


def deepest(mask: Pixels) -> tuple[int, int, int]:
    """Give the squared depth, x and y of the pixel farthest from the outside; (0, 0, 0) for an empty mask.

    Of several, the first in reading order.
    """
    if not mask.any():
        return 0, 0, 0
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    top, left = int(rows[0]), int(columns[0])
    depth = squared_depth(mask[top : rows[-1] + 1, left : columns[-1] + 1])  # nothing outside matters
    y, x = divmod(int(depth.argmax()), depth.shape[1])
    return int(depth[y, x]), left + x, top + y


def _depth_in_column(padded: Pixels) -> NDArray[np.int64]:
    depth = np.zeros(padded.shape, np.int64)
    for y in range(1, len(depth)):
        depth[y] = np.where(padded[y], depth[y - 1] + 1, 0)
    for y in range(len(depth) - 2, -1, -1):
        np.minimum(depth[y], depth[y + 1] + 1, out=depth[y])
    return depth

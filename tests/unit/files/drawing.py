"""Draws polygons back by the even-odd rule at pixel centres, exactly."""

import numpy as np


def drawn(rings, size):
    """Rings of points in half pixels → bool (height, width).

    A pixel is inside when a ray from its centre to the left crosses an odd number of edges.
    """
    height, width = size
    turns = np.zeros((height, width + 1), np.int64)
    for ring in rings:
        for (x0, y0), (x1, y1) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if y0 == y1:
                continue
            low, high = sorted((y0, y1))
            for row in range(max(0, low // 2), min(height, (high + 1) // 2)):
                centre = 2 * row + 1
                if low <= centre < high:
                    # Crossing at x half pixels; the first centre at or right of it turns.
                    top, bottom = (x0 * (y1 - centre) + x1 * (centre - y0)), y1 - y0
                    if bottom < 0:
                        top, bottom = -top, -bottom
                    first = -((bottom - top) // (2 * bottom))  # ceil((x - 1) / 2)
                    turns[row, min(max(first, 0), width)] += 1
    return np.cumsum(turns, axis=1)[:, :width] % 2 == 1

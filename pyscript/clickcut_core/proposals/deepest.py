"""The place deepest inside a mask of a survey: where a person would click to mean it."""

from __future__ import annotations

from typing import cast

from clickcut_core.geometry import ImageSize


def deepest(mask: memoryview[float], seen: ImageSize) -> tuple[int, int]:
    """Give row and column of the pixel farthest from all that is outside, or beyond the photo.

    Parameters
    ----------
    mask
        float32 (64, 64), logits; something of it is inside.
    seen
        Rows and columns that hold photo.

    Returns
    -------
    tuple
        Of several the one nearest to the middle of all of them; distances are counted along sides.
    """
    height, width = seen.height, seen.width
    ring = [0] * (width + 2)
    rows = cast("list[list[float]]", mask.tolist())[:height]
    depth = [ring, *([0, *[int(value > 0) for value in row[:width]], 0] for row in rows), ring]
    far = height + width
    for y in range(1, height + 1):
        for x in range(1, width + 1):
            if depth[y][x]:
                depth[y][x] = min(far, depth[y - 1][x] + 1, depth[y][x - 1] + 1)
    for y in range(height, 0, -1):
        for x in range(width, 0, -1):
            if depth[y][x]:
                depth[y][x] = min(depth[y][x], depth[y + 1][x] + 1, depth[y][x + 1] + 1)
    most = max(map(max, depth))
    places = [
        (y - 1, x - 1) for y in range(1, height + 1) for x in range(1, width + 1) if depth[y][x] == most
    ]
    middle = [sum(place[axis] for place in places) / len(places) for axis in (0, 1)]
    return min(places, key=lambda place: (place[0] - middle[0]) ** 2 + (place[1] - middle[1]) ** 2)

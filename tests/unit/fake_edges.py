"""The fake runtime's graphs for a soft edge that keep nothing."""

from functools import cache
from math import prod

from clickcut_core.masks.decided import INSIDE, OPEN, OUTSIDE


@cache
def decided(box):
    """What a square in model pixels has decided: it has one mask pixel around its edge that is open."""
    x0, y0, x1, y1 = (side / 4 for side in box)
    ends = ((x0, x1), (y0, y1))
    across, down = ([min(n + 0.5 - low, high - n - 0.5) for n in range(256)] for low, high in ends)

    def kind(away):
        return OPEN if abs(away) < 1 else INSIDE if away > 0 else OUTSIDE

    return b"".join(bytes(kind(min(row, column)) for column in across) for row in down)


def refine(feeds):
    dims = feeds["alpha"].dims
    return {"shape": ("float32", dims, "shape"), "edge": ("float32", dims, "edge")}


def shrink(feeds):
    rows, columns, _ = feeds["pixels"].dims
    (factor,) = feeds["factor"].data
    dims = (-(-rows // factor), -(-columns // factor), 3)
    return {"small": ("uint8", dims, bytes(prod(dims)))}

"""Pictures of a cut-out's edge, to be looked at: its busiest place at 200 % on white, black and red."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SIDE = 240
"""Photo pixels along each side of the detail."""
ENLARGED = 2
GROUNDS = ("white", "black", "red")

Pixels = NDArray[np.uint8]


def write_edges(path: Path, cutout: Pixels) -> None:
    """Write one PNG of the place with most of the edge, once on each of `GROUNDS`.

    `cutout` is straight RGBA, uint8 (height, width, 4).
    """
    top, left = busiest(cutout[..., 3])
    detail = Image.fromarray(cutout[top : top + SIDE, left : left + SIDE])
    size = (detail.width * ENLARGED, detail.height * ENLARGED)
    sheet = Image.new("RGB", (size[0] * len(GROUNDS), size[1]))
    for place, colour in enumerate(GROUNDS):
        ground = Image.new("RGBA", detail.size, colour)
        ground.alpha_composite(detail)
        sheet.paste(ground.resize(size, Image.Resampling.NEAREST), (place * size[0], 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def busiest(alpha: Pixels) -> tuple[int, int]:
    """Give top and left of the square of `SIDE` pixels with most of the edge: what is half-transparent."""
    edge = (alpha > 0) & (alpha < 255)
    sums = np.pad(edge, ((1, 0), (1, 0))).cumsum(0, dtype=np.int64).cumsum(1)
    height, width = (min(SIDE, length) for length in alpha.shape)
    inner = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    top, left = np.unravel_index(inner.argmax(), inner.shape)
    return int(top), int(left)

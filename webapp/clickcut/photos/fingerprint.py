"""A photo's fingerprint, of its pixels; what it is for and how it is compared, the core knows."""

from __future__ import annotations

import numpy as np
from clickcut_core.fingerprint import CELLS, ROWS, Fingerprint, columns, rows
from clickcut_core.importing import LUMINANCE
from numpy.typing import NDArray
from PIL import Image

_WHITE, _UNITS = 255, sum(LUMINANCE)


def fingerprint_of(image: Image.Image) -> Fingerprint:
    """Average an upright RGB or RGBA picture, 8 bits; what shows through is white."""
    wanted = rows(image.height)
    lines = np.concatenate([np.asarray(image.crop((0, row, image.width, row + 1))) for row in wanted])
    colours = lines[..., :3].astype(np.float64)
    if lines.shape[2] == 4:
        alpha = lines[..., 3:] / _WHITE
        colours = colours * alpha + _WHITE * (1 - alpha)
    luminance = colours @ np.array(LUMINANCE)
    sums = np.stack([luminance[:, start:stop].mean(1) for start, stop in columns(image.width)], axis=1)
    cells = sums.reshape(CELLS, ROWS // CELLS, CELLS).mean(1) / _UNITS
    levels: NDArray[np.uint8] = np.floor(cells + 0.5).astype(np.uint8)
    return levels.tobytes()

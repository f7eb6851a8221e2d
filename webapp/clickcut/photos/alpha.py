"""A mask's file on the command line: its alpha, averaged as `ImportGrid` says.

Gives the bytes that shell/files/alpha.js gives in the browser.
"""

from __future__ import annotations

import io

import numpy as np
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.importing import LUMINANCE, ImportGrid
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

OPAQUE = 255
_ROWS_AT_ONCE = 512


def read_alpha(content: bytes) -> NDArray[np.uint8]:
    """Read a mask's file: uint8 (height, width), its alpha, or its luminance where all of it is opaque.

    Raises
    ------
    ClickcutError
        `not-a-photo`.
    """
    try:
        with Image.open(io.BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened)
            if image.mode.startswith("I;16"):  # as browsers do: to the nearest of 8 bits
                wide = np.asarray(image).astype(np.uint32)
                return ((wide * 255 + 32767) // 65535).astype(np.uint8)
            pixels = np.asarray(image.convert("RGBA"))
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise ClickcutError("not-a-photo") from error
    alpha: NDArray[np.uint8] = pixels[..., 3]
    if (alpha != OPAQUE).any():
        return alpha
    luminance = (pixels[..., :3].astype(np.uint32) @ np.array(LUMINANCE, np.uint32) + 500) // 1000
    return luminance.astype(np.uint8)


def average(values: NDArray[np.uint8], grid: ImportGrid) -> bytes:
    """Average a mask on a grid; whole numbers below 2 ** 53 throughout, so exact in float64."""
    size = ImageSize(*values.shape)
    down = _shares(size.height, grid.rows, grid.pixel.height, grid.cell.height)
    across = _shares(size.width, grid.columns, grid.pixel.width, grid.cell.width)
    sums = np.zeros((grid.rows, grid.columns))
    for start in range(0, size.height, _ROWS_AT_ONCE):
        part = values[start : start + _ROWS_AT_ONCE].astype(np.float64)
        sums += down[:, start : start + _ROWS_AT_ONCE] @ (part @ across.T)
    totals = np.outer(down.sum(1), across.sum(1))
    averages: NDArray[np.uint8] = np.floor((2 * sums + totals) / (2 * totals)).astype(np.uint8)
    return averages.tobytes()


def _shares(count: int, cells: int, pixel: int, cell: int) -> NDArray[np.float64]:
    """Tell how many units each cell shares with each pixel: (cells, pixels)."""
    starts, cell_starts = np.arange(count) * pixel, np.arange(cells)[:, None] * cell
    shared = np.minimum(starts + pixel, cell_starts + cell) - np.maximum(starts, cell_starts)
    units: NDArray[np.float64] = np.maximum(shared, 0).astype(np.float64)
    return units

"""A mask's file on the command line: its alpha, averaged as `ImportGrid` says.

Gives the bytes that shell/files/alpha.js gives in the browser, and takes numbers that no browser shows, too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import ImageSize
from clickcut_core.importing import HALF, LUMINANCE, MOST_LABELS, VOID, ImportGrid
from numpy.typing import NDArray

from clickcut.photos.limits import PhotoLimits
from clickcut.photos.opening import opened
from clickcut.photos.photo import turned

OPAQUE = 255
_ROWS_AT_ONCE = 512


def read_alpha(content: bytes, limits: PhotoLimits) -> NDArray[np.uint8]:
    """Read a mask's file: uint8 (height, width), its alpha, or its luminance where all of it is opaque.

    Labels (see `MOST_LABELS`) are 0 and 255 instead.

    Raises
    ------
    ClickcutError
        `mask-values`, or what `opened` raises.
    """
    with opened(content, limits) as file:
        image = file.image
        if file.alpha is not None:
            image = image.convert("RGBA")
            image.putalpha(file.alpha)
        image = turned(image, file.orientation)
        if image.mode.startswith("I;16"):
            return _scaled(np.asarray(image).astype(np.float64), white=65535)
        if image.mode in ("I", "F"):
            return _numbers(np.asarray(image).astype(np.float64))
        pixels = np.asarray(image.convert("RGBA"))
    alpha: NDArray[np.uint8] = pixels[..., 3]
    if (alpha != OPAQUE).any():
        return _labelled(alpha, alpha)
    colours = pixels[..., :3].astype(np.uint32)
    luminance = ((colours @ np.array(LUMINANCE, np.uint32) + 500) // 1000).astype(np.uint8)
    if (colours[..., 0] == colours[..., 1]).all() and (colours[..., 0] == colours[..., 2]).all():
        return _labelled(luminance, luminance)
    codes = colours @ np.array((1 << 16, 1 << 8, 1), np.uint32)
    found = _few(codes)
    if found is None or 0 not in found:
        return luminance
    void = VOID[0] << 16 | VOID[1] << 8 | VOID[2]
    return _white(codes, np.setdiff1d(found, [0, void]))


def _numbers(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Read 32-bit numbers, of which no format says what is white: 1, 255, or nothing, as they are labels."""
    values = np.nan_to_num(values, nan=0.0)
    least, most = float(values.min()), float(values.max())
    if least >= 0 and most <= OPAQUE:
        return _scaled(values, white=1 if most <= 1 else OPAQUE)
    found = _few(values)
    if least < 0 or found is None or (found % 1).any():
        raise ClickcutError("mask-values", least=f"{least:g}", most=f"{most:g}")
    return _white(values, found[found != 0])


def _scaled(values: NDArray[np.float64], *, white: int) -> NDArray[np.uint8]:
    """Bring numbers from 0 to white to 8 bits, to the nearest, as browsers do; the numbers tell of labels."""
    return _labelled(np.floor((values * 255 + white // 2) / white).astype(np.uint8), values)


def _labelled(values: NDArray[np.uint8], numbers: NDArray[Any]) -> NDArray[np.uint8]:
    """Give values, or white wherever the numbers that they were made of are not 0, if these are labels."""
    found = _few(numbers) if (values < HALF).all() else None
    return values if found is None or (found % 1).any() else _white(numbers, found[found != 0])


def _white(numbers: NDArray[Any], labels: NDArray[Any]) -> NDArray[np.uint8]:
    return np.where(np.isin(numbers, labels), np.uint8(OPAQUE), np.uint8(0))


def _few(numbers: NDArray[Any]) -> NDArray[Any] | None:
    """Give the different numbers in order, unless they are more than there are labels."""
    found = np.empty(0, numbers.dtype)
    for row in numbers:
        found = np.union1d(found, row)
        if found.size > MOST_LABELS:
            return None
    return found


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

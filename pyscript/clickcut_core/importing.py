"""How a mask from elsewhere is brought to the mask's own grid: which files fit, and how they are averaged.

Averaging itself grows with pixels, and is done by whoever has them: exactly, in whole numbers, so that
browser and command line give equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE, Frame, ImageSize

if TYPE_CHECKING:
    from clickcut_core import worker_protocol

LUMINANCE = (299, 587, 114)
"""Thousandths of red, green and blue, rounded half up: what is taken of a file that is opaque all over."""
HALF = 128
"""Of 255: what reaches it is inside."""
MOST_LABELS = 64
"""A file of so few colours, black among them, or so few values, all below half, holds labels.

Those other than 0 are inside: segmentations number or paint their objects, and leave the background black."""
VOID = (224, 224, 192)
"""The colour of label 255, which says nothing of a pixel, in the palette that segmentations mostly use.

Source: Everingham et al., "The PASCAL Visual Object Classes Challenge", development kit of 2012."""


@dataclass(frozen=True, slots=True)
class ImportGrid:
    """How a mask file is averaged.

    Both axes are measured in units in which pixels and cells are whole: along an axis pixel i of the file
    spans units i · pixel to (i + 1) · pixel, cell k of the grid k · cell to (k + 1) · cell, the last cell to
    the last pixel's end. A cell's value is the mean of the pixels, weighed by the area that they share with
    it and rounded half up.

    Attributes
    ----------
    rows, columns
        Cells.
    pixel, cell
        Height and width, in units.
    """

    rows: int
    columns: int
    pixel: ImageSize
    cell: ImageSize

    @classmethod
    def of(cls, frame: Frame, size: ImageSize) -> ImportGrid:
        """Fit a file of this size to a photo.

        Raises
        ------
        ClickcutError
            `mask-size` when it has neither the photo's size nor, within a pixel, its proportions.
        """
        photo = frame.photo
        fits_height = abs(size.width * photo.height - size.height * photo.width) <= photo.width
        fits_width = abs(size.height * photo.width - size.width * photo.height) <= photo.height
        if not (fits_height or fits_width):
            raise ClickcutError("mask-size", found=size, expected=photo)
        cells, ratio = frame.mask_cells, MODEL_SIDE // MASK_SIDE
        return cls(
            cells.height, cells.width, frame.resized, ImageSize(ratio * size.height, ratio * size.width)
        )

    def to_json(self) -> worker_protocol.Grid:
        """Give the plain form, axis by axis."""
        return {
            "down": {"cells": self.rows, "cell": self.cell.height, "pixel": self.pixel.height},
            "across": {"cells": self.columns, "cell": self.cell.width, "pixel": self.pixel.width},
        }


def import_plane(frame: Frame, alpha: bytes) -> bytes:
    """Widen averaged values to the mask's square; beyond the photo the last row and column are repeated.

    Raises
    ------
    ClickcutError
        `invalid-prompt`, `mask-empty`.
    """
    cells = frame.mask_cells
    if len(alpha) != cells.height * cells.width:
        raise ClickcutError(
            "invalid-prompt", reason=f"An imported mask of this photo has {cells} values, not {len(alpha)}."
        )
    if max(alpha) < HALF:
        raise ClickcutError("mask-empty")
    rows = [alpha[start : start + cells.width] for start in range(0, len(alpha), cells.width)]
    wide = [row + row[-1:] * (MASK_SIDE - cells.width) for row in rows]
    return b"".join(wide + wide[-1:] * (MASK_SIDE - cells.height))

"""What an edit binds the logits of a mask to; it decides, and `stroke.onnx` and `bind.onnx` compute.

All of it is said on the mask's own grid of 256 × 256, so that painting, measuring, full resolution and the
next click take an edited mask as any other.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor

from clickcut_core.geometry import MASK_SIDE, Frame
from clickcut_core.masks.regions import Run, all_but_largest, holes
from clickcut_core.recipes.edits import FillHoles, Imported, KeepLargest, Stroke
from clickcut_core.runtime import Tensor

FREE = 1e9
"""The bound, in logits, of a mask pixel that nothing binds."""
FIRM = 8.0
"""The most logits that an edit asks for: about as many as the decoder gives; more would confuse it."""
LEAST_RADIUS = 1.2
"""Mask pixels: a thinner stroke would fall between the grid's pixels."""
_REACH = 2
"""Mask pixels beyond a stroke's radius that it may touch; more than `stroke.onnx` binds."""
_AT_ONCE = 8
"""Segments of a stroke that are computed in one run: so many planes are in memory at once."""
_PLANE = MASK_SIDE * MASK_SIDE
_DIMS = (1, 2, MASK_SIDE, MASK_SIDE)
NO_MASKS = Tensor("float32", (1, 4, MASK_SIDE, MASK_SIDE), array("f", [-FIRM]) * (4 * _PLANE))
"""Four empty masks, for edits where nothing was asked."""
UNBOUND = Tensor("float32", (1, 2, 1, 1), array("f", [-FREE, FREE]))
"""For all pixels alike."""
NO_BOUNDS = Tensor("float32", _DIMS, array("f", [-FREE] * _PLANE + [FREE] * _PLANE))


@dataclass(frozen=True, slots=True)
class Segments:
    """Part of a stroke, as `stroke.onnx` takes it: see there."""

    values: Tensor
    radius: Tensor
    window: Tensor


def segments(stroke: Stroke, frame: Frame) -> list[Segments]:
    """Convert a stroke to the mask frame, in parts; ones that touch no pixel of the mask are left out."""
    path = stroke.path
    places = [frame.to_mask_place(x, y) for x, y in zip(path[::2], path[1::2], strict=True)]
    scale = MASK_SIDE / max(frame.photo.height, frame.photo.width)
    radius = max(stroke.radius * scale, LEAST_RADIUS)
    lines = list(pairwise(places)) or [(places[0], places[0])]
    made = []
    for first in range(0, len(lines), _AT_ONCE):
        part = lines[first : first + _AT_ONCE]
        rows = _reached([place[0] for line in part for place in line], radius)
        columns = _reached([place[1] for line in part for place in line], radius)
        if rows and columns:
            values = array("f", [number for start, end in part for number in (*start, *end)])
            window = array("i", [rows.start, columns.start, rows.stop, columns.stop])
            made.append(
                Segments(
                    Tensor("float32", (len(part), 4), values),
                    Tensor("float32", (1,), array("f", [radius])),
                    Tensor("int32", (4,), window),
                )
            )
    return made


def region_bounds(edit: FillHoles | KeepLargest, logits: Sequence[float], frame: Frame) -> Tensor:
    """Bind the holes or the smaller parts of a mask, given as 256 · 256 logits, to the other side."""
    cells = frame.mask_cells
    sign = -1 if edit.of_inverted else 1
    rows = [
        bytes(sign * logit > 0 for logit in logits[start : start + cells.width])
        for start in range(0, cells.height * MASK_SIDE, MASK_SIDE)
    ]
    is_filled = isinstance(edit, FillHoles)
    runs = holes(rows) if is_filled else all_but_largest(rows)
    return _bounds(runs, is_inside=is_filled != edit.of_inverted)


def imported_bounds(edit: Imported) -> Tensor:
    """Bind every pixel to what was imported: FIRM · (2 · alpha − 1), alpha 0 to 1."""
    steps = [FIRM * (2 * value - 255) / 255 for value in range(256)]
    values = [steps[value] for value in edit.plane]
    return Tensor("float32", _DIMS, array("f", values + values))


def _reached(places: Sequence[float], radius: float) -> range:
    """Give the rows, or columns, that lie near places."""
    start = max(0, floor(min(places) - radius - _REACH))
    return range(start, max(start, min(MASK_SIDE, ceil(max(places) + radius + _REACH) + 1)))


def _bounds(runs: Sequence[Run], *, is_inside: bool) -> Tensor:
    bounds = array("f", NO_BOUNDS.data)
    for run in runs:
        start = run.row * MASK_SIDE + run.start
        length = run.stop - run.start
        if not is_inside:
            start += _PLANE
        bounds[start : start + length] = array("f", [FIRM if is_inside else -FIRM]) * length
    return Tensor("float32", _DIMS, bounds)

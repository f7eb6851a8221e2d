"""What a person does to a mask by hand: strokes, filling, keeping, importing, inverting.

Values only: what they do to the logits is said in `binding.py`.
"""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import MASK_SIDE, ImageSize
from clickcut_core.recipes.prompts import are_finite

if TYPE_CHECKING:
    from clickcut_core import protocol

MOST_POINTS = 20_000
"""Of one stroke, as it was drawn: minutes of drawing."""
_FINENESS = 0.1
"""Mask pixels: a stroke's line may be simplified by so much, which nobody sees."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A brush stroke with a round brush.

    Attributes
    ----------
    path
        Its line in photo pixels, x and y in turn; at least one point, and any of them may lie outside.
    radius
        In photo pixels.
    adds
        Whether it adds to the mask; else it erases.
    """

    path: tuple[float, ...]
    radius: float
    adds: bool = True

    @classmethod
    def drawn(cls, points: Sequence[Sequence[float]], radius: float, adds: bool, photo: ImageSize) -> Stroke:
        """Make a stroke of where a pointer went: without points that change nothing, in tenths of a pixel.

        Raises
        ------
        ClickcutError
            `invalid-prompt`.
        """
        flat = [value for point in points if _is_pair(point) for value in point]
        if len(flat) != 2 * len(points):
            raise ClickcutError("invalid-prompt", reason="A stroke's points are pairs of numbers: x and y.")
        cls(tuple(flat), radius, adds).checked()
        tolerance = _FINENESS * max(photo.height, photo.width) / MASK_SIDE
        kept = _simplified([(float(x), float(y)) for x, y in points], tolerance)
        path = tuple(round(value, 1) for point in kept for value in point)
        return cls(path, round(float(radius), 1), bool(adds)).checked()

    def checked(self) -> Stroke:
        """Give the stroke itself, or raise `invalid-prompt`."""
        path = self.path
        if len(path) < 2 or len(path) % 2 or len(path) > 2 * MOST_POINTS or not are_finite(*path):
            raise ClickcutError(
                "invalid-prompt", reason=f"A stroke has 1 to {MOST_POINTS} points: two finite numbers each."
            )
        if not are_finite(self.radius) or self.radius <= 0:
            raise ClickcutError("invalid-prompt", reason="A stroke's radius is a number above 0.")
        return self

    def mirrored(self) -> Stroke:
        """Give what does the same to the inverted mask."""
        return replace(self, adds=not self.adds)

    def to_json(self) -> protocol.StrokeEdit:
        """Give the plain form."""
        return {"kind": "stroke", "path": list(self.path), "radius": self.radius, "adds": self.adds}


@dataclass(frozen=True, slots=True)
class FillHoles:
    """Fill what the mask encloses; `of_inverted` when it was said of the inverted mask."""

    of_inverted: bool = False

    def mirrored(self) -> FillHoles:
        """Give what does the same to the inverted mask."""
        return FillHoles(not self.of_inverted)

    def to_json(self) -> protocol.MaskEdit:
        """Give the plain form."""
        return {"kind": "fill-holes", "ofInverted": self.of_inverted}


@dataclass(frozen=True, slots=True)
class KeepLargest:
    """Drop all parts of the mask but the largest; `of_inverted` when it was said of the inverted mask."""

    of_inverted: bool = False

    def mirrored(self) -> KeepLargest:
        """Give what does the same to the inverted mask."""
        return KeepLargest(not self.of_inverted)

    def to_json(self) -> protocol.MaskEdit:
        """Give the plain form."""
        return {"kind": "keep-largest", "ofInverted": self.of_inverted}


@dataclass(frozen=True, slots=True)
class Imported:
    """A mask from elsewhere, in place of all before it.

    `packed` is the text of its plane: uint8 (256, 256) in the mask frame, 255 inside, deflated, in base64.
    Beyond the photo its last row and column are repeated.
    """

    packed: str

    @classmethod
    def of(cls, plane: bytes) -> Imported:
        """Pack a plane."""
        return cls(b64encode(zlib.compress(plane, 9)).decode("ascii"))

    @property
    def plane(self) -> bytes:
        """The plane, unpacked; raises `invalid-prompt` when the text is not one's."""
        size = MASK_SIDE * MASK_SIDE
        try:
            plane = zlib.decompressobj().decompress(b64decode(self.packed, validate=True), size + 1)
        except (zlib.error, Base64Error, ValueError, TypeError) as error:
            raise ClickcutError("invalid-prompt", reason="The imported mask can't be unpacked.") from error
        if len(plane) != size:
            raise ClickcutError("invalid-prompt", reason=f"An imported mask has {size} values.")
        return plane

    def checked(self) -> Imported:
        """Give the mask itself, or raise `invalid-prompt`."""
        _ = self.plane
        return self

    def mirrored(self) -> Imported:
        """Give what does the same to the inverted mask."""
        return Imported.of(bytes(255 - value for value in self.plane))

    def to_json(self) -> protocol.ImportEdit:
        """Give the plain form."""
        return {"kind": "import", "plane": self.packed}


@dataclass(frozen=True, slots=True)
class Invert:
    """Exchange inside and outside. A recipe has it at its very end or not at all: see `Recipe`."""

    def mirrored(self) -> Invert:
        """Give what does the same to the inverted mask."""
        return self


Edit = Stroke | FillHoles | KeepLargest | Imported
"""What a recipe's steps hold."""
MaskEdit = Edit | Invert
"""What can be done to a mask."""


def reads_mask(edit: MaskEdit) -> bool:
    """Tell whether what an edit does depends on which mask is shown."""
    return isinstance(edit, FillHoles | KeepLargest)


def edit_from_json(plain: Mapping[str, Any]) -> Edit:
    """Read the plain form of an edit.

    Raises
    ------
    ClickcutError
        `invalid-prompt`.
    """
    match plain:
        case {"kind": "stroke", "path": [*path], "radius": radius, "adds": bool(adds)}:
            return Stroke(tuple(path), radius, adds).checked()
        case {"kind": "fill-holes", "ofInverted": bool(of_inverted)}:
            return FillHoles(of_inverted)
        case {"kind": "keep-largest", "ofInverted": bool(of_inverted)}:
            return KeepLargest(of_inverted)
        case {"kind": "import", "plane": str(packed)}:
            return Imported(packed).checked()
    raise ClickcutError("invalid-prompt", reason="A recipe holds an edit that is not known here.")


def _is_pair(point: object) -> bool:
    return isinstance(point, list | tuple) and len(point) == 2 and are_finite(*point)


def _simplified(points: Sequence[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """Leave out points that lie within a tolerance of the line without them.

    Source: Douglas and Peucker, "Algorithms for the reduction of the number of points required to represent
    a digitized line or its caricature", 1973.
    """
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        farthest, at = tolerance, None
        for index in range(first + 1, last):
            off = _distance(points[index], points[first], points[last])
            if off > farthest:
                farthest, at = off, index
        if at is not None:
            kept.add(at)
            spans += [(first, at), (at, last)]
    return [points[index] for index in sorted(kept)]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    """Measure from a point to a line segment."""
    (x, y), (x0, y0), (x1, y1) = point, start, end
    across, down = x1 - x0, y1 - y0
    squared = across * across + down * down
    along = ((x - x0) * across + (y - y0) * down) / squared if squared else 0.0
    foot = min(max(along, 0.0), 1.0)
    return hypot(x - x0 - foot * across, y - y0 - foot * down)

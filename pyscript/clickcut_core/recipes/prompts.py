"""What a person says about the object: points and a box, in pixels of the upright photo."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.runtime import KeptTensor, Tensor

if TYPE_CHECKING:
    from clickcut_core import protocol

MASKS = (0, 1, 2, 3)
"""The decoder answers every prompt with four masks; a person may choose any of them."""


class PointLabel(IntEnum):
    """SAM's `point_labels`."""

    PADDING = -1
    BACKGROUND = 0
    FOREGROUND = 1
    BOX_TOP_LEFT = 2
    BOX_BOTTOM_RIGHT = 3


@dataclass(frozen=True, slots=True)
class PointPrompt:
    """One click: photo pixels (integers at pixel centres), FOREGROUND or BACKGROUND."""

    x: float
    y: float
    label: int = PointLabel.FOREGROUND

    @property
    def includes(self) -> bool:
        """Whether it says what belongs to the object."""
        return self.label == PointLabel.FOREGROUND

    def checked(self, photo: ImageSize) -> PointPrompt:
        """Give the point itself, or raise `invalid-prompt` when it is not on the photo."""
        if self.label not in (PointLabel.FOREGROUND, PointLabel.BACKGROUND):
            raise ClickcutError("invalid-prompt", reason="A point's label is 1 (include) or 0 (exclude).")
        if not are_finite(self.x, self.y):
            raise ClickcutError("invalid-prompt", reason="A point has two finite numbers: x and y.")
        if not (0 <= self.x <= photo.width - 1 and 0 <= self.y <= photo.height - 1):
            raise ClickcutError(
                "invalid-prompt", reason=f"The point ({self.x:g}, {self.y:g}) is not on the photo of {photo}."
            )
        return self


@dataclass(frozen=True, slots=True)
class BoxPrompt:
    """A box around the object, in photo pixels: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def checked(self, photo: ImageSize) -> BoxPrompt:
        """Order the corners and clip them to the photo, or raise `invalid-prompt` when nothing is left."""
        if not are_finite(self.x0, self.y0, self.x1, self.y1):
            raise ClickcutError("invalid-prompt", reason="A box has four finite numbers: x0, y0, x1, y1.")
        x0, x1 = (min(max(x, 0), photo.width - 1) for x in sorted((self.x0, self.x1)))
        y0, y1 = (min(max(y, 0), photo.height - 1) for y in sorted((self.y0, self.y1)))
        if x0 == x1 or y0 == y1:
            raise ClickcutError(
                "invalid-prompt",
                reason=f"The box {self.x0:g},{self.y0:g},{self.x1:g},{self.y1:g} covers nothing "
                f"of the photo of {photo}.",
            )
        return BoxPrompt(x0, y0, x1, y1)


@dataclass(frozen=True, slots=True)
class PromptSet:
    """All that is said about one object; edits give a new set.

    `mask_input` is a mask to start from: float32 logits (1, 1, 256, 256) in the mask frame.
    """

    points: tuple[PointPrompt, ...] = ()
    box: BoxPrompt | None = None
    mask_input: Tensor | KeptTensor | None = None

    def __bool__(self) -> bool:
        return bool(self.points) or self.box is not None

    def with_point(self, point: PointPrompt) -> PromptSet:
        """Add a point at the end."""
        return replace(self, points=(*self.points, point))

    def with_box(self, box: BoxPrompt) -> PromptSet:
        """Set the box, instead of the one before."""
        return replace(self, box=box)

    def feeds(self, frame: Frame) -> dict[str, Tensor | KeptTensor]:
        """Give the decoder's prompt inputs.

        `point_coords` float32 (1, N, 2) in the model frame, `point_labels` float32 (1, N), `mask_input`
        float32 (1, 1, 256, 256), `has_mask_input` float32 (1,). The points come first, then the box's
        corners, or a padding point when there is no box, as in segment-anything's ONNX example.
        """
        corners: list[tuple[float, float, int]] = [(0.0, 0.0, PointLabel.PADDING)]
        if self.box is not None:
            corners = [
                (*frame.to_model(self.box.x0, self.box.y0), PointLabel.BOX_TOP_LEFT),
                (*frame.to_model(self.box.x1, self.box.y1), PointLabel.BOX_BOTTOM_RIGHT),
            ]
        rows = [(*frame.to_model(point.x, point.y), point.label) for point in self.points] + corners
        coords = array("f", [value for x, y, _ in rows for value in (x, y)])
        labels = array("f", [label for _, _, label in rows])
        return {
            "point_coords": Tensor("float32", (1, len(rows), 2), coords),
            "point_labels": Tensor("float32", (1, len(rows)), labels),
            "mask_input": self.mask_input or NO_MASK,
            "has_mask_input": Tensor("float32", (1,), array("f", [float(self.mask_input is not None)])),
        }

    def to_json(self) -> protocol.Prompts:
        """Give the plain form that travels in messages and files; mask prompts stay behind."""
        return {
            "points": [{"x": p.x, "y": p.y, "label": int(p.label)} for p in self.points],
            "box": None if self.box is None else [self.box.x0, self.box.y0, self.box.x1, self.box.y1],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any], photo: ImageSize) -> PromptSet:
        """Read the plain form, checking every prompt against the photo."""
        box = plain["box"]
        return cls(
            points=tuple(PointPrompt(p["x"], p["y"], p["label"]).checked(photo) for p in plain["points"]),
            box=None if box is None else BoxPrompt(*box).checked(photo),
        )


def are_finite(*values: object) -> bool:
    """Tell whether all are finite numbers: from JSON a value may be anything, NaN arrives as null."""
    try:
        return all(isinstance(value, Real) and isfinite(value) for value in values)
    except OverflowError:  # a whole number of hundreds of digits
        return False


NO_MASK = Tensor("float32", (1, 1, 256, 256), array("f", bytes(4 * 256 * 256)))

"""Sizes and the three coordinate frames: photo, model input, mask.

*photo*: pixels of the upright original, x to the right, y down, integers at pixel centres.
*model*: the photo, or a part of it, scaled to a longest side of 1024, zero-padded right and bottom to a
square.
*mask*: the decoder's 256 × 256 logits, a quarter of the model frame.
This is the only module that converts between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

MODEL_SIDE = 1024  # ImageEncoder's img_size in segment-anything's build_sam.py
MASK_SIDE = 256  # the decoder upsamples the 64 × 64 embedding four times


@dataclass(frozen=True, slots=True)
class ImageSize:
    """Height before width, in pixels."""

    height: int
    width: int

    def __post_init__(self) -> None:
        if self.height < 1 or self.width < 1:
            raise ValueError(f"an image has at least one pixel, not {self}")

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of the photo, in whole pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def whole(cls, photo: ImageSize) -> Part:
        """Give the part that is all of a photo."""
        return cls(0, 0, photo.width, photo.height)

    @property
    def size(self) -> ImageSize:
        """Height and width."""
        return ImageSize(height=self.bottom - self.top, width=self.right - self.left)

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom."""
        return self.left, self.top, self.right, self.bottom

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a place, in photo pixels that are whole at their centres, is on one of its pixels."""
        return self.left <= x <= self.right - 1 and self.top <= y <= self.bottom - 1


def resized(photo: ImageSize) -> ImageSize:
    """Give the photo's size in the model frame, before padding.

    The longest side becomes 1024, the other is rounded half up, and is never less than one pixel.
    Source: `ResizeLongestSide.get_preprocess_shape` in segment-anything's utils/transforms.py.
    """
    scale = MODEL_SIDE / max(photo.height, photo.width)
    return ImageSize(
        height=max(1, int(photo.height * scale + 0.5)),
        width=max(1, int(photo.width * scale + 0.5)),
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the photo, or a part of it that is encoded by itself, lies in the model's and the mask's squares.

    Attributes
    ----------
    photo
        Size of what is encoded: the upright photo's, or the part's.
    resized
        The same in the model frame.
    left, top
        Where it begins in the photo, in photo pixels.
    """

    photo: ImageSize
    resized: ImageSize
    left: int = 0
    top: int = 0

    @classmethod
    def of(cls, photo: ImageSize, left: int = 0, top: int = 0) -> Frame:
        """Build the frame of a photo from its upright size, or of a part of that size."""
        return cls(photo, resized(photo), left, top)

    @property
    def part(self) -> Part:
        """What of the photo is encoded."""
        return Part(self.left, self.top, self.left + self.photo.width, self.top + self.photo.height)

    def to_model(self, x: float, y: float) -> tuple[float, float]:
        """Convert photo pixels to what `point_coords` expects.

        Each axis is scaled by its own ratio, as `ResizeLongestSide.apply_coords` does; the decoder
        itself adds the half pixel and divides by 1024.
        """
        across, down = x - self.left, y - self.top
        return across * self.resized.width / self.photo.width, down * self.resized.height / self.photo.height

    def to_mask_place(self, x: float, y: float) -> tuple[float, float]:
        """Convert photo pixels to row and column in mask pixels, which are whole at their centres."""
        ratio = MASK_SIDE / MODEL_SIDE
        across, down = self.to_model(x, y)
        return (down + 0.5) * ratio - 0.5, (across + 0.5) * ratio - 0.5

    def from_mask_place(self, row: float, column: float) -> tuple[float, float]:
        """Convert row and column in mask pixels to x and y in photo pixels, at most to the frame's edge."""
        ratio = MODEL_SIDE / MASK_SIDE
        x = ((column + 0.5) * ratio - 0.5) * self.photo.width / self.resized.width
        y = ((row + 0.5) * ratio - 0.5) * self.photo.height / self.resized.height
        x, y = min(max(x, 0), self.photo.width - 1), min(max(y, 0), self.photo.height - 1)
        return x + self.left, y + self.top

    @property
    def mask_cells(self) -> ImageSize:
        """How many rows and columns of the mask hold photo, the last ones perhaps only in part."""
        height, width = self.mask_extent
        return ImageSize(ceil(height), ceil(width))

    @property
    def mask_extent(self) -> tuple[float, float]:
        """Height and width, in mask pixels and not rounded, of the part of the mask that is photo."""
        ratio = MASK_SIDE / MODEL_SIDE
        return self.resized.height * ratio, self.resized.width * ratio

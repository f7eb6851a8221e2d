"""The size at which edges are worked out, and the strips in which they are applied to the photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from clickcut_core.geometry import MODEL_SIDE, Frame, ImageSize

STRIP_PIXELS = 1_000_000
"""Photo pixels to a strip: some 150 MB of temporaries where there is an edge."""
RADII = (10, 14, 18)
"""Of the windows of `matte.onnx`, in pixels of a photo whose longest side is 1024."""


@dataclass(frozen=True, slots=True)
class WorkingSize:
    """How a photo is shrunk to about 1024 pixels: each working pixel is a block of whole photo pixels."""

    photo: ImageSize
    factor: int

    @classmethod
    def of(cls, photo: ImageSize) -> WorkingSize:
        """Choose the factor: the longest side comes to lie between 683 and 1536, or stays as it is."""
        return cls(photo, max(1, int(max(photo.height, photo.width) / MODEL_SIDE + 0.5)))

    @property
    def small(self) -> ImageSize:
        """The size in working pixels; the last row and column may be partly beyond the photo."""
        return ImageSize(
            height=ceil(self.photo.height / self.factor), width=ceil(self.photo.width / self.factor)
        )

    @property
    def radii(self) -> tuple[int, ...]:
        """The windows' radii in working pixels."""
        scale = max(self.photo.height, self.photo.width) / self.factor / MODEL_SIDE
        return tuple(max(1, int(radius * scale + 0.5)) for radius in RADII)

    def extent(self, frame: Frame) -> tuple[float, float]:
        """Height and width in mask pixels of what the working pixels cover."""
        height, width = frame.mask_extent
        small = self.small
        return (
            height * small.height * self.factor / self.photo.height,
            width * small.width * self.factor / self.photo.width,
        )

    def strips(self) -> Iterator[tuple[int, int]]:
        """Give start and stop of each strip, from the top; no block lies in two."""
        height = self.factor * max(1, STRIP_PIXELS // self.photo.width // self.factor)
        for start in range(0, self.photo.height, height):
            yield start, min(start + height, self.photo.height)

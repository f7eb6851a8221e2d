"""The size at which edges are worked out, and the strips in which they are applied to the photo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from clickcut_core.geometry import MODEL_SIDE, Frame, ImageSize

STRIP_PIXELS = 500_000
"""Photo pixels to a strip: low ones follow an edge closely, so that less beside it is worked on."""
CORNERS = 2
"""Working pixels between an open pixel and those that it is interpolated of, with one to spare."""
RADII = (10, 14, 18)
"""Of the windows of `matte.onnx`, in pixels of a photo whose longest side is 1024."""

SLACK = 0.05
"""Of a working pixel: that much coarser than the stage nobody sees."""
QUICK_SIDE, COARSEST = 340, 3
"""A quick matte's longest side, about, and how much coarser than a file's it may be; see docs/edges.md."""


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

    @property
    def reach(self) -> int:
        """How far from what a mask leaves open `matte.onnx` looks, in working pixels."""
        looking, filtering, mixing = self.radii
        return max(2 * looking + 1, 2 * filtering, 2 * (mixing + max(1, mixing // 6))) + CORNERS

    def extent(self, frame: Frame) -> tuple[float, float]:
        """Height and width in mask pixels of what the working pixels cover."""
        height, width = frame.mask_extent
        small = self.small
        return (
            height * small.height * self.factor / self.photo.height,
            width * small.width * self.factor / self.photo.width,
        )

    def strips(self, first: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Give start and stop of each strip, from the top; of the whole photo, no block lies in two."""
        height = self.factor * max(1, STRIP_PIXELS // self.photo.width // self.factor)
        end = self.photo.height if end is None else end
        for start in range(first, end, height):
            yield start, min(start + height, end)


@dataclass(frozen=True, slots=True)
class Sight:
    """What is made of a cut-out: rows `start` to `stop` of the photo, at a size of its own.

    `working.photo` is that size, and `working.factor` its pixels to a pixel of the matte.
    """

    working: WorkingSize
    start: int
    stop: int

    @classmethod
    def whole(cls, photo: ImageSize) -> Sight:
        """Give the whole photo as it is: what a file is made of."""
        return cls(WorkingSize.of(photo), 0, photo.height)

    @classmethod
    def of(cls, photo: ImageSize, seen: Mapping[str, float], *, is_quick: bool) -> Sight:
        """Choose how a stage's cut-out is made: no coarser than it shows, and no finer than the photo.

        Parameters
        ----------
        photo
            The photo's size.
        seen
            A `protocol.Seen`.
        is_quick
            With a coarser matte where the working size is large. Else the matte is that of a file.
        """
        factor = WorkingSize.of(photo).factor
        fineness = min(factor, max(1, ceil(seen["density"] * factor - SLACK)))
        height, width = (max(1, int(side * fineness / factor + 0.5)) for side in (photo.height, photo.width))
        side = max(height, width) / fineness
        coarseness = min(COARSEST, max(1, int(side / QUICK_SIDE + 0.5))) if is_quick else 1
        working = WorkingSize(ImageSize(height=height, width=width), fineness * coarseness)
        if fineness == 1:
            return cls(working, 0, height)
        start, stop = (min(max(0.0, seen[end] / photo.height), 1.0) * height for end in ("top", "bottom"))
        first = min(int(start), height - 1)  # there is one where none is in sight, too
        return cls(working, first, max(first + 1, ceil(stop)))

    def strips(self) -> Iterator[tuple[int, int]]:
        """Give start and stop of each strip, from the top."""
        return self.working.strips(self.start, self.stop)

    def scale(self, photo: ImageSize) -> float:
        """Give the matte's pixels to a pixel of the photo."""
        return self.working.photo.height / photo.height / self.working.factor

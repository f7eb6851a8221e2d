"""The soft-edged cut-out at photo resolution: plans the strips and runs the graphs that make them.

It never holds the full-size photo, only a few rows as handles and the photo at working size.
"""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from math import ceil
from typing import Protocol, cast

from clickcut_core.geometry import MODEL_SIDE, Frame, ImageSize
from clickcut_core.image import EncodedImage
from clickcut_core.prediction import MaskPrediction
from clickcut_core.runtime import KeptTensor, Tensor

STRIP_PIXELS = 1_000_000
"""Photo pixels to a strip: some 150 MB of temporaries where there is an edge."""
RADII = (10, 10, 18)
"""Of the windows of `matte.onnx`, in pixels of a photo whose longest side is 1024."""


class PhotoRows(Protocol):
    """Gives rows of the upright photo at full size, wherever its pixels live."""

    async def rows(self, start: int, stop: int) -> Tensor | KeptTensor:
        """Give uint8 (stop − start, width, 4), straight RGBA; who asks releases what is kept."""


@dataclass(frozen=True, slots=True)
class CutoutStrip:
    """Rows `start` to `stop` of a cut-out.

    Attributes
    ----------
    start, stop
        Rows of the photo.
    pixels
        uint8 (stop − start, width, 4), straight RGBA.
    alpha
        uint8 (stop − start, width): the object's alpha alone, as if the photo were opaque.
    """

    start: int
    stop: int
    pixels: KeptTensor
    alpha: KeptTensor


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


async def cut_out(
    image: EncodedImage, prediction: MaskPrediction, index: int, photo: PhotoRows
) -> AsyncIterator[CutoutStrip]:
    """Make a mask's cut-out, strip by strip from the top; the caller releases each strip's tensors.

    The photo is read twice from top to bottom; its rows may be overwritten once their strip is there.
    """
    working = WorkingSize.of(image.frame.photo)
    chosen: dict[str, Tensor | KeptTensor] = {
        "masks": prediction.masks,
        "mask_index": _whole(index),
    }
    runtime = image.runtime
    small = await _shrink(image, working, photo)
    feeds = chosen | {
        "extent": _floats(*working.extent(image.frame)),
        "photo": small,
        "radii": _whole(*working.radii),
    }
    fitted = await runtime.run(image.graphs.matte, feeds, keep=None)
    field = cast("KeptTensor", fitted["field"])
    try:
        for start, stop in working.strips():
            pixels = await photo.rows(start, stop)
            feeds = chosen | {
                "extent": _floats(*image.frame.mask_extent),
                "size": _whole(working.photo.height, working.photo.width),
                "rows": _whole(start, stop),
                "factor": _whole(working.factor),
                "field": field,
                "pixels": pixels,
            }
            try:
                made = await runtime.run(image.graphs.cutout, feeds, keep=None)
            finally:
                _release(image, pixels)
            kept = cast("dict[str, KeptTensor]", made)
            yield CutoutStrip(start, stop, kept["cutout"], kept["alpha"])
    finally:
        runtime.release(field)


async def _shrink(image: EncodedImage, working: WorkingSize, photo: PhotoRows) -> Tensor:
    """Read the photo at working size: uint8 (height, width, 3)."""
    parts = bytearray()
    for start, stop in working.strips():
        pixels = await photo.rows(start, stop)
        try:
            feeds = {"pixels": pixels, "factor": _whole(working.factor)}
            made = await image.runtime.run(image.graphs.shrink, feeds)
        finally:
            _release(image, pixels)
        parts += memoryview(cast("Tensor", made["small"]).data).cast("B")
    return Tensor("uint8", (working.small.height, working.small.width, 3), parts)


def _release(image: EncodedImage, tensor: Tensor | KeptTensor) -> None:
    if isinstance(tensor, KeptTensor):
        image.runtime.release(tensor)


def _whole(*numbers: int) -> Tensor:
    return Tensor("int32", (len(numbers),), array("i", numbers))


def _floats(*numbers: float) -> Tensor:
    return Tensor("float32", (len(numbers),), array("f", numbers))

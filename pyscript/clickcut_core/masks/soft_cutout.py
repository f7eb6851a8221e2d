"""The soft-edged cut-out at photo resolution: plans the strips and runs the graphs that make them.

It never holds the full-size photo, only a few rows as handles and the photo at working size.
"""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from clickcut_core.geometry import ImageSize, Part
from clickcut_core.masks.decided import OPEN, Decided, Span
from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.prediction import MaskPrediction
from clickcut_core.recipes.look import Look
from clickcut_core.runtime import KeptTensor, Tensor
from clickcut_core.working_size import Sight, WorkingSize


class PhotoRows(Protocol):
    """Gives rows of the upright photo at full size, wherever its pixels live."""

    async def rows(self, start: int, stop: int, left: int, right: int) -> Tensor | KeptTensor:
        """Give columns of rows, uint8 (stop − start, right − left, 4), straight RGBA.

        Who asks releases what is kept.
        """


@runtime_checkable
class PhotoTiles(PhotoRows, Protocol):
    """A photo that is made the cut-out in place: of its rows, only what is not decided comes as a strip."""

    def settle(self, start: int, stop: int, span: Span) -> None:
        """Take some columns of rows for wholly inside, or wholly outside and cleared."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """How a photo is scaled that does not come as it is.

    Attributes
    ----------
    sight
        Which rows are made, and how large: the photo's rows are of that size.
    small
        The photo at the size of the matte.

    Of what is looked at closer, both are of the part alone.
    """

    sight: Sight
    small: PhotoRows


@dataclass(frozen=True, slots=True)
class CutoutStrip:
    """Rows `start` to `stop` of a cut-out, or of `PhotoTiles` those columns of them that a graph had to make.

    Attributes
    ----------
    start, stop
        Rows of the photo, or of what was scaled.
    span
        Columns of it.
    pixels
        uint8 (stop − start, columns, 4), straight RGBA.
    alpha
        uint8 (stop − start, columns): the object's alpha alone, as if the photo were opaque.
    """

    start: int
    stop: int
    span: Span
    pixels: KeptTensor
    alpha: KeptTensor


async def cut_out(
    image: EncodedImage,
    prediction: MaskPrediction,
    index: int,
    photo: PhotoRows,
    look: Look,
    scaled: Scaled | None = None,
) -> AsyncIterator[CutoutStrip]:
    """Make a mask's cut-out, strip by strip from the top; the caller releases each strip's tensors.

    The photo is as it is, and read twice from top to bottom, or else `scaled`. Its rows may be overwritten
    once their strip is there.
    """
    sight = scaled.sight if scaled else Sight.whole(image.frame.photo)
    working, runtime = sight.working, image.runtime
    beside, above = (0, 0) if scaled else (image.frame.left, image.frame.top)
    if scaled:
        small = await _shrink(image, WorkingSize(working.small, 1), scaled.small)
    else:
        small = await _shrink(image, working, photo, beside, above)
    extent = _floats(*image.frame.mask_extent)
    chosen: dict[str, Tensor | KeptTensor] = {
        "masks": prediction.masks,
        "mask_index": _whole(index),
        "extent": extent,
    }
    softened = await runtime.run(image.graphs.soften, chosen, keep=("logits",))
    logits, cutting = softened["logits"], image.graphs.cutout
    made_of = [logits]
    try:
        values = bytes(memoryview(cast("Tensor", softened["decided"]).data).cast("B"))
        decided = Decided(values, image.frame.mask_extent, working.photo)
        everything = (working.small.height, working.small.width)
        part = everything if look else decided.part(working)  # a look moves edges
        feeds = {
            "logits": logits,
            "extent": _floats(*working.extent(image.frame)),
            "photo": small,
            "radii": _whole(*working.radii),
            "part": _whole(*part),
        }
        fitted = await runtime.run(image.graphs.matte, feeds, keep=None)
        made_of += fitted.values()
        given: dict[str, Tensor | KeptTensor] = {
            "logits": logits,
            "extent": extent,
            "size": _whole(working.photo.height, working.photo.width),
            "factor": _whole(working.factor),
            "fit": fitted["fit"],
            "colours": fitted["colours"],
        }
        if look:
            asked = look.feeds(sight.scale(image.frame.photo))
            alpha = {"alpha": fitted["small_alpha"]}
            refined = await runtime.run(image.graphs.refine, alpha | asked, keep=None)
            made_of += refined.values()
            cutting = image.graphs.recut
            given |= {**refined, "look": asked["look"]}
        tiles = photo if isinstance(photo, PhotoTiles) else None
        whole = [Span(0, working.photo.width, OPEN)]
        parts = (
            (start, stop, span)
            for start, stop in sight.strips()
            for span in (decided.spans(start, stop) if tiles and not look else whole)
        )
        for start, stop, span in parts:
            first, last, there = start + above, stop + above, span.moved(beside)
            if tiles and span.kind != OPEN:
                tiles.settle(first, last, there)
                continue
            pixels = await photo.rows(first, last, there.left, there.right)
            place = {"rows": _whole(start, stop), "columns": _whole(span.left, span.right)}
            try:
                made = await runtime.run(cutting, {**given, **place, "pixels": pixels}, keep=None)
            finally:
                _release(image, pixels)
            kept = cast("dict[str, KeptTensor]", made)
            yield CutoutStrip(first, last, there, kept["cutout"], kept["alpha"])
    finally:
        for tensor in made_of:
            _release(image, tensor)


def settle_around(photo: PhotoTiles, part: Part, size: ImageSize, kind: int) -> None:
    """Settle all of a photo of this size that lies beyond a part of it."""
    across = (0, size.width)
    for start, stop, left, right in (
        (0, part.top, *across),
        (part.top, part.bottom, 0, part.left),
        (part.top, part.bottom, part.right, size.width),
        (part.bottom, size.height, *across),
    ):
        if start < stop and left < right:
            photo.settle(start, stop, Span(left, right, kind))


async def _shrink(
    image: EncodedImage, working: WorkingSize, photo: PhotoRows, left: int = 0, top: int = 0
) -> Tensor:
    """Read the photo, or what of it begins at a place, at working size: uint8 (height, width, 3)."""
    parts = bytearray()
    for start, stop in working.strips():
        pixels = await photo.rows(start + top, stop + top, left, left + working.photo.width)
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

"""An object as a shape: its runs out of the strips of its mask, its name and its colour.

How shapes are written down is said in `clickcut_core.files.svg` and `clickcut_core.files.coco`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import cast

from clickcut_core.files.runs import Line, Runs, lines_of
from clickcut_core.masks.image import EncodedImage, Strip
from clickcut_core.runtime import Tensor

UNNAMED = "object"


@dataclass(frozen=True, slots=True)
class Shape:
    """One object of a photo.

    Attributes
    ----------
    runs
        Its mask.
    score
        Predicted IoU.
    name
        As a person called it.
    colour
        As CSS writes it.
    """

    runs: Runs
    score: float
    name: str = UNNAMED
    colour: str = "#000000"


async def runs_of(image: EncodedImage, strips: AsyncIterator[Strip]) -> Runs:
    """Find the runs of a mask, strip by strip from the top; each strip is released."""
    size = image.frame.photo
    rows: list[Line] = []
    async for strip in strips:
        try:
            outputs = await image.runtime.run(image.graphs.borders, {"mask": strip.mask})
        finally:
            image.runtime.release(strip.mask)
        borders = memoryview(cast("Tensor", outputs["borders"]).data).cast("B").cast("i")
        rows += lines_of(borders, strip.stop - strip.start, size.width)
    return Runs(size, tuple(rows))

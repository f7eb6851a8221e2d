"""Masks with their looks, on the masks' own grid: for painting, measuring and outlines.

What a person sees while working. The cut-out is refined at a finer scale, in
`clickcut_core.masks.soft_cutout`.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import cast

from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.prediction import MaskPrediction
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.trail import Trail
from clickcut_core.runtime import KeptTensor, Tensor

Key = tuple[Trail, Look]
SHAPE, FADING = 0, 1
"""Planes of `sketch.onnx`."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """The mask at a trail's end, one of a prediction's, and the look it is to have."""

    trail: Trail
    prediction: MaskPrediction
    index: int
    look: Look

    @property
    def key(self) -> Key:
        """What decides the sketch."""
        return self.trail, self.look


class Sketches:
    """The sketches of one photo. Calls must not overlap."""

    def __init__(self, image: EncodedImage) -> None:
        self._image = image
        self._held: dict[Key, MaskPrediction] = {}

    def of(self, wish: Wish) -> MaskPrediction:
        """Give what was sketched: planes as `sketch.onnx` says; areas and boxes are the shape's."""
        return self._held[wish.key]

    async def follow(self, wishes: Collection[Wish]) -> None:
        """Hold sketches for just these; a failure leaves all as it was."""
        made: dict[Key, MaskPrediction] = {}
        try:
            for wish in wishes:
                if wish.key not in self._held and wish.key not in made:
                    made[wish.key] = await self._made(wish)
        except BaseException:
            self._release(made.values())
            raise
        keys = {wish.key for wish in wishes}
        self._release(sketch for key, sketch in self._held.items() if key not in keys)
        self._held = {key: sketch for key, sketch in {**self._held, **made}.items() if key in keys}

    def close(self) -> None:
        """Let go of everything."""
        self._release(self._held.values())
        self._held = {}

    async def _made(self, wish: Wish) -> MaskPrediction:
        image = self._image
        extent = image.frame.mask_extent
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": wish.prediction.masks,
            "mask_index": Tensor("int32", (1,), array("i", [wish.index])),
            "extent": Tensor("float32", (2,), array("f", extent)),
            **wish.look.feeds(extent[0] / image.frame.photo.height),
        }
        made = await image.runtime.run(image.graphs.sketch, feeds, keep=None)
        masks = cast("KeptTensor", made["sketched"])
        try:
            figures = await image.measure(masks)
        except BaseException:
            image.runtime.release(masks)
            raise
        return replace(
            wish.prediction,
            masks=masks,
            bounds=None,
            areas=(figures.areas[SHAPE],) * len(figures.areas),
            boxes=(figures.boxes[SHAPE],) * len(figures.boxes),
        )

    def _release(self, sketches: Iterable[MaskPrediction]) -> None:
        for sketch in sketches:
            self._image.drop(sketch)

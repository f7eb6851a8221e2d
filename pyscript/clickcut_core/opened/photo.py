"""A photo that is ready for clicks, and what can be read of its objects' masks.

It knows no history: objects come with each question. Nothing here changes one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.embedding import Embedding
from clickcut_core.files.shapes import UNNAMED, Shape, runs_of
from clickcut_core.geometry import Frame, ImageSize, Part
from clickcut_core.masks.decided import INSIDE, OUTSIDE
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.image import EncodedImage, Strip
from clickcut_core.masks.prediction import Mask, MaskPrediction, describe
from clickcut_core.masks.predictions import chosen_mask
from clickcut_core.masks.sketches import FADING, SHAPE
from clickcut_core.masks.soft_cutout import (
    CutoutStrip,
    PhotoRows,
    PhotoTiles,
    Scaled,
    cut_out,
    settle_around,
)
from clickcut_core.opened.stoppable_runtime import StoppableRuntime
from clickcut_core.opened.views import Views
from clickcut_core.recipes.closer import closer_part
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.recipes.prompts import PointPrompt, PromptSet
from clickcut_core.runtime import InferenceRuntime, KeptTensor

if TYPE_CHECKING:
    from clickcut_core import protocol


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted for one object: mask `index` of `masks`, float32 logits (1, 4, 256, 256).

    Of one that fades, its values are alpha − 0.5 instead.

    Attributes
    ----------
    frame
        Where the masks lie on the photo.
    is_surrounded
        Whether all beyond that part of the photo is inside.
    """

    id: int
    masks: KeptTensor
    index: int
    frame: Frame
    fades: bool = False
    is_surrounded: bool = False

    def to_json(self) -> protocol.Painted:
        """Give the plain form."""
        return {
            "id": self.id,
            "handle": self.masks.handle,
            "index": self.index,
            "fades": self.fades,
            "extent": list(self.frame.mask_extent),
            "part": list(self.frame.part.corners),
            "isSurrounded": self.is_surrounded,
        }


@dataclass(frozen=True, slots=True)
class Opened:
    """One photo with what is behind its current document.

    Objects that are asked about are of that document, and not empty.
    """

    runtime: StoppableRuntime
    views: Views

    @classmethod
    async def of(cls, runtime: InferenceRuntime, graphs: Graphs, embedding: Embedding) -> Opened:
        """Run what is run once a photo."""
        stoppable = StoppableRuntime(runtime)
        image = await EncodedImage.of(stoppable, graphs, embedding)
        return cls(stoppable, Views(stoppable, graphs, image))

    @property
    def image(self) -> EncodedImage:
        """The whole photo as the graphs know it."""
        return self.views.whole.image

    @property
    def frame(self) -> Frame:
        """Of the whole photo."""
        return self.image.frame

    @property
    def size(self) -> ImageSize:
        """Of the upright photo."""
        return self.frame.photo

    async def follow(self, document: Document, before: Document) -> None:
        """Predict and sketch what a document needs; when that fails, all is as `before` needs it.

        Raises
        ------
        ClickcutError
            `cancelled` when the runtime was stopped meanwhile, or what `Document.checked` and `Views.follow`
            raise.
        """
        document.checked()
        with self.runtime.stoppable():
            await self.views.follow(document, before)

    async def preview(self, prompts: PromptSet, index: int | None = None) -> MaskPrediction:
        """Predict what prompts would give if they were an object's first; see `Predictions.preview`."""
        return await self.views.whole.predictions.preview(prompts, index)

    async def includes(self, each: PhotoObject, point: PointPrompt) -> bool:
        """Tell whether an object's mask, before its look, has a point of the photo in it."""
        prediction, image = self.prediction(each), self.views.of(each).image
        return await image.includes(prediction, self.chosen(each), point)

    async def offered(self, each: PhotoObject) -> tuple[Shown, ...]:
        """Give the masks to choose from for an object's newest prompts."""
        prediction = await self.views.of(each).predictions.clean_offered(each.recipe.trail)
        return tuple(self._shown(each, prediction.masks, index) for index in prediction.offered)

    def prediction(self, each: PhotoObject) -> MaskPrediction:
        """Give an object's four masks, before its look."""
        return self.views.of(each).prediction(each)

    def chosen(self, each: PhotoObject) -> int:
        """Give which of the four is shown."""
        return chosen_mask(each.recipe.trail.step, self.prediction(each))

    def mask(self, each: PhotoObject) -> Mask:
        """Tell what is known about an object's mask."""
        view = self.views.of(each)
        wish, frame = view.wish(each), view.image.frame
        prediction = view.sketches.of(wish) if wish else self.prediction(each)
        mask = describe(prediction, self.chosen(each), frame)
        return mask.surrounded(frame.part, self.size) if is_surrounded(each) else mask

    def closer(self, each: PhotoObject) -> Part | None:
        """Give the part of the photo that a closer look at an object takes; None where it gains nothing."""
        mask = self.mask(each)
        return closer_part(each.recipe, mask.area, mask.bbox, self.size)

    def part(self, each: PhotoObject) -> Part:
        """Give the part of the photo that an object is looked at in."""
        return self.views.of(each).image.frame.part

    def shown(self, each: PhotoObject) -> Shown:
        """Tell what to paint for an object."""
        view = self.views.of(each)
        wish = view.wish(each)
        if wish is None:
            return self._shown(each, self.prediction(each).masks, self.chosen(each))
        fades = wish.look.feather > 0
        return self._shown(each, view.sketches.of(wish).masks, FADING if fades else SHAPE, fades=fades)

    def mask_strips(self, each: PhotoObject) -> AsyncIterator[Strip]:
        """Make a mask at photo resolution, strip by strip from the top.

        Of what is looked at closer, it is the part alone; beyond, all is as `Shown.is_surrounded` says.
        """
        view = self.views.of(each)
        if wish := view.wish(each):
            return view.image.strips(view.sketches.of(wish), SHAPE)
        return view.image.strips(self.prediction(each), self.chosen(each))

    def cutout_strips(
        self, each: PhotoObject, photo: PhotoRows, scaled: Scaled | None
    ) -> AsyncIterator[CutoutStrip]:
        """Make a soft-edged cut-out, and its alpha alone; otherwise as `mask_strips`."""
        image = self.views.of(each).image
        if scaled is None and isinstance(photo, PhotoTiles):
            kind = INSIDE if is_surrounded(each) else OUTSIDE
            settle_around(photo, image.frame.part, self.size, kind)
        return cut_out(image, self.prediction(each), self.chosen(each), photo, each.look, scaled)

    async def shape(self, each: PhotoObject) -> Shape:
        """Make a mask at photo resolution as a shape."""
        mask, image = self.mask(each), self.views.of(each).image
        runs = await runs_of(image, self.mask_strips(each))
        placed = runs.placed(image.frame.part, self.size, is_surrounded=is_surrounded(each))
        return Shape(placed, mask.score, each.name or UNNAMED, each.colour)

    def close(self) -> None:
        """Let go of every tensor."""
        self.views.close()

    def _shown(self, each: PhotoObject, masks: KeptTensor, index: int, *, fades: bool = False) -> Shown:
        frame = self.views.of(each).image.frame
        return Shown(each.id, masks, index, frame, fades, is_surrounded(each))


def is_surrounded(each: PhotoObject) -> bool:
    """Tell whether what lies beyond the part that is looked at closer belongs to an object."""
    return each.recipe.closer is not None and each.recipe.is_inverted

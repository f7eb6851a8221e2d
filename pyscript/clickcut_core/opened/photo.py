"""A photo that is ready for clicks, and what can be read of its objects' masks.

It knows no history: objects come with each question. Nothing here changes one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

from clickcut_core.embedding import Embedding
from clickcut_core.files.shapes import UNNAMED, Shape, runs_of
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.image import EncodedImage, Strip
from clickcut_core.masks.prediction import Mask, MaskPrediction, describe
from clickcut_core.masks.predictions import Predictions, chosen_mask
from clickcut_core.masks.sketches import FADING, SHAPE, Sketches, Wish
from clickcut_core.masks.soft_cutout import CutoutStrip, PhotoRows, Scaled, cut_out
from clickcut_core.opened.stoppable_runtime import StoppableRuntime
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.recipes.trail import Trail
from clickcut_core.runtime import InferenceRuntime, KeptTensor


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted for one object: mask `index` of `masks`, float32 logits (1, 4, 256, 256).

    Of one that fades, its values are alpha − 0.5 instead.
    """

    id: int
    masks: KeptTensor
    index: int
    fades: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """One photo with the predictions and the sketches behind its current document.

    Objects that are asked about are of that document, and not empty.
    """

    runtime: StoppableRuntime
    image: EncodedImage
    predictions: Predictions
    sketches: Sketches

    @classmethod
    async def of(cls, runtime: InferenceRuntime, graphs: Graphs, embedding: Embedding) -> Opened:
        """Run what is run once a photo."""
        stoppable = StoppableRuntime(runtime)
        image = await EncodedImage.of(stoppable, graphs, embedding)
        return cls(stoppable, image, Predictions(image), Sketches(image))

    async def follow(self, document: Document, before: Document) -> None:
        """Predict and sketch what a document needs; when that fails, all is as `before` needs it.

        Raises
        ------
        ClickcutError
            `cancelled` when the runtime was stopped meanwhile, or what `Document.checked` raises.
        """
        document.checked()
        with self.runtime.stoppable():
            await self._follow(document, before)

    async def _follow(self, document: Document, before: Document) -> None:
        await self.predictions.follow(_trails(document))
        try:
            await self.sketches.follow([wish for each in _made(document) if (wish := self._wish(each))])
        except BaseException:
            await self.predictions.follow(_trails(before))
            raise

    def prediction(self, each: PhotoObject) -> MaskPrediction:
        """Give an object's four masks, before its look."""
        return self.predictions.of(each.recipe.trail)

    def chosen(self, each: PhotoObject) -> int:
        """Give which of the four is shown."""
        return chosen_mask(each.recipe.trail.step, self.prediction(each))

    def mask(self, each: PhotoObject) -> Mask:
        """Tell what is known about an object's mask."""
        wish = self._wish(each)
        prediction = self.sketches.of(wish) if wish else self.prediction(each)
        return describe(prediction, self.chosen(each), self.image.frame)

    def shown(self, each: PhotoObject) -> Shown:
        """Tell what to paint for an object."""
        wish = self._wish(each)
        if wish is None:
            return Shown(each.id, self.prediction(each).masks, self.chosen(each))
        fades = wish.look.feather > 0
        return Shown(each.id, self.sketches.of(wish).masks, FADING if fades else SHAPE, fades)

    def mask_strips(self, each: PhotoObject) -> AsyncIterator[Strip]:
        """Make a mask at photo resolution, strip by strip from the top."""
        wish = self._wish(each)
        if wish:
            return self.image.strips(self.sketches.of(wish), SHAPE)
        return self.image.strips(self.prediction(each), self.chosen(each))

    def cutout_strips(
        self, each: PhotoObject, photo: PhotoRows, scaled: Scaled | None
    ) -> AsyncIterator[CutoutStrip]:
        """Make a soft-edged cut-out, and its alpha alone; otherwise as `mask_strips`."""
        return cut_out(self.image, self.prediction(each), self.chosen(each), photo, each.look, scaled)

    async def shape(self, each: PhotoObject) -> Shape:
        """Make a mask at photo resolution as a shape."""
        mask = self.mask(each)
        runs = await runs_of(self.image, self.mask_strips(each))
        return Shape(runs, mask.score, each.name or UNNAMED, each.colour)

    def close(self) -> None:
        """Let go of every tensor."""
        self.sketches.close()
        self.predictions.close()
        self.image.release()

    def _wish(self, each: PhotoObject) -> Wish | None:
        """Give what is to be sketched of an object, if its look is another one than its mask's."""
        if not each.look:
            return None
        return Wish(each.recipe.trail, self.prediction(each), self.chosen(each), each.look)


def _made(document: Document) -> Iterable[PhotoObject]:
    return (each for each in document.objects if each.recipe)


def _trails(document: Document) -> list[Trail]:
    return [each.recipe.trail for each in _made(document)]

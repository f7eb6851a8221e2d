"""An open photo: its documents, and what can be read of their masks. Nothing here changes a document."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from clickcut_core.document import Document, PhotoObject
from clickcut_core.errors import ClickcutError
from clickcut_core.history import History
from clickcut_core.image import EncodedImage, Graphs, Strip
from clickcut_core.look import Look
from clickcut_core.matte import CutoutStrip, PhotoRows, cut_out
from clickcut_core.prediction import Mask, MaskPrediction, describe
from clickcut_core.predictions import Predictions, chosen_mask, offered_of
from clickcut_core.recipe import Recipe
from clickcut_core.runtime import InferenceRuntime, KeptTensor
from clickcut_core.shapes import UNNAMED, Shape, runs_of
from clickcut_core.sketches import FADING, SHAPE, Sketches, Wish


@dataclass(frozen=True, slots=True)
class Shown:
    """What is painted for one object: mask `index` of `masks`, float32 logits (1, 4, 256, 256).

    Of one that fades, its values are alpha − 0.5 instead.
    """

    id: int
    masks: KeptTensor
    index: int
    fades: bool = False


class OpenPhoto:
    """One photo at a time, with every document of it and the predictions behind the current one."""

    def __init__(self, runtime: InferenceRuntime, graphs: Graphs) -> None:
        self._runtime = runtime
        self._graphs = graphs
        self._open: EncodedImage | None = None
        self._predictions: Predictions | None = None
        self._sketches: Sketches | None = None
        self._history = History()

    @property
    def history(self) -> History:
        """Every document of this photo so far."""
        return self._history

    @property
    def shown(self) -> tuple[Shown, ...]:
        """What to paint, the topmost last; hidden objects and empty ones are not among it."""
        return tuple(self._shown(each) for each in self._document.objects if each.is_visible and each.recipe)

    @property
    def candidates(self) -> tuple[Shown, ...]:
        """The masks that are offered for the active object's newest prompts."""
        prediction = self._prediction(self._document.active)
        if prediction is None:
            return ()
        return tuple(
            Shown(self._document.active_id, prediction.masks, index) for index in offered_of(prediction)
        )

    @property
    def mask(self) -> Mask | None:
        """What is known about the active object's mask."""
        return self._mask(self._document.active)

    def mask_strips(self, object_id: int | None = None) -> AsyncIterator[Strip]:
        """Make a mask at photo resolution, strip by strip from the top; by default the active object's.

        Raises
        ------
        ClickcutError
            `no-mask`, `no-object`.
        """
        return self._image.strips(*self._outlined(self._wanted(object_id)))

    async def shapes(self, object_id: int | None = None) -> list[Shape]:
        """Make masks at photo resolution as shapes: one object's, or those of all visible ones, topmost last.

        Raises
        ------
        ClickcutError
            `no-mask`, `no-object`.
        """
        every = self._document.objects if object_id is None else (self._document.find(object_id),)
        shapes = []
        for each in every:
            mask = self._mask(each)
            if mask and (each.is_visible or object_id is not None):
                runs = await runs_of(self._image, self.mask_strips(each.id))
                shapes.append(Shape(runs, mask.score, each.name or UNNAMED, each.colour))
        if not shapes:
            raise ClickcutError("no-mask")
        return shapes

    def exported(self, object_id: int | None = None) -> PhotoObject:
        """Give the object that is meant: the one named, else the active one.

        While that one is still empty, it is the topmost visible one.

        Raises
        ------
        ClickcutError
            `no-mask`, `no-object`.
        """
        if object_id is not None:
            return self._document.find(object_id)
        visible = (each for each in reversed(self._document.objects) if each.is_visible)
        for each in (self._document.active, *visible):
            if self._mask(each):
                return each
        raise ClickcutError("no-mask")

    def visible(self) -> list[PhotoObject]:
        """Give the visible objects that have a mask, the topmost last.

        Raises
        ------
        ClickcutError
            `no-mask`.
        """
        found = [each for each in self._document.objects if each.is_visible and self._mask(each)]
        if not found:
            raise ClickcutError("no-mask")
        return found

    def cutout_strips(self, photo: PhotoRows, object_id: int | None = None) -> AsyncIterator[CutoutStrip]:
        """Make a soft-edged cut-out, and its alpha alone; otherwise as `mask_strips`."""
        wanted = self._wanted(object_id)
        return cut_out(self._image, *self._made(wanted), photo, wanted.look)

    def state(self) -> dict[str, Any]:
        """Give the plain description of everything a person can see."""
        image, active = self._open, self._document.active
        prediction = self._prediction(active)
        return {
            "photo": image and {"width": image.frame.photo.width, "height": image.frame.photo.height},
            "maskExtent": image and list(image.frame.mask_extent),
            "prompts": active.recipe.prompts.to_json(),
            "look": active.look.to_json(),
            "lookMost": image and Look.most(image.frame.photo),
            "candidates": [
                {"index": index, "score": prediction.iou_predictions[index]}
                for index in offered_of(prediction)
            ]
            if prediction
            else [],
            "chosen": chosen_mask(active.recipe.trail[-1], prediction)
            if prediction and offered_of(prediction)
            else None,
            "active": active.id,
            "objects": [
                {
                    "id": each.id,
                    "name": each.name,
                    "colour": each.colour,
                    "visible": each.is_visible,
                    "active": each.id == active.id,
                    "prompts": each.recipe.prompts.to_json(),
                    **mask.to_json(),
                }
                for each in self._document.objects
                if (mask := self._mask(each))
            ],
            "canUndo": self._history.can_undo,
            "canRedo": self._history.can_redo,
            "timings": {"decode": prediction.milliseconds} if prediction else {},
        }

    def close(self) -> None:
        """Let go of the photo and of every tensor made for it."""
        if self._sketches is not None:
            self._sketches.close()
        if self._predictions is not None:
            self._predictions.close()
        if self._open is not None:
            self._open.release()
        self._open = self._predictions = self._sketches = None
        self._history = History()

    @property
    def _image(self) -> EncodedImage:
        if self._open is None:
            raise ClickcutError("no-photo")
        return self._open

    @property
    def _document(self) -> Document:
        return self._history.current

    @property
    def _recipe(self) -> Recipe:
        return self._document.active.recipe

    @property
    def _asked(self) -> MaskPrediction:
        prediction = self._prediction(self._document.active)
        if prediction is None:
            raise ClickcutError("no-mask")
        return prediction

    def _prediction(self, each: PhotoObject) -> MaskPrediction | None:
        if self._predictions is None or not each.recipe:
            return None
        return self._predictions.of(each.recipe.trail)

    def _mask(self, each: PhotoObject) -> Mask | None:
        prediction = self._prediction(each)
        if prediction is None:
            return None
        index = chosen_mask(each.recipe.trail[-1], prediction)
        wish = self._wish(each)
        return describe(self._sketched(wish) if wish else prediction, index, self._image.frame)

    def _shown(self, each: PhotoObject) -> Shown:
        wish, (prediction, index) = self._wish(each), self._made(each)
        if wish is None:
            return Shown(each.id, prediction.masks, index)
        fades = wish.look.feather > 0
        return Shown(each.id, self._sketched(wish).masks, FADING if fades else SHAPE, fades)

    def _wish(self, each: PhotoObject) -> Wish | None:
        """Give what is to be sketched of an object, if its look is another one than its mask's."""
        if not (each.recipe and each.look):
            return None
        return Wish(each.recipe.trail, *self._made(each), each.look)

    def _sketched(self, wish: Wish) -> MaskPrediction:
        assert self._sketches is not None  # noqa: S101  there is a prediction, so there is a photo
        return self._sketches.of(wish)

    def _wanted(self, object_id: int | None) -> PhotoObject:
        return self._document.active if object_id is None else self._document.find(object_id)

    def _made(self, each: PhotoObject) -> tuple[MaskPrediction, int]:
        """Give an object's four masks and which of them is shown."""
        prediction = self._prediction(each)
        if prediction is None:
            raise ClickcutError("no-mask")
        return prediction, chosen_mask(each.recipe.trail[-1], prediction)

    def _outlined(self, each: PhotoObject) -> tuple[MaskPrediction, int]:
        """Give the masks that an object's shape is one of, and which one."""
        wish = self._wish(each)
        return (self._sketched(wish), SHAPE) if wish else self._made(each)

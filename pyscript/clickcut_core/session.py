"""One photo being worked on: the only stateful class of the core."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from clickcut_core.answer import answer
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.history import History, Recipe, Trail
from clickcut_core.image import EncodedImage, Graphs, Strip
from clickcut_core.policy import default_mask, offered_masks
from clickcut_core.prediction import Mask, MaskPrediction, ShownMask, describe
from clickcut_core.prompts import BoxPrompt, PointLabel, PointPrompt, PromptSet
from clickcut_core.runtime import InferenceRuntime, KeptTensor

# Shown masks that are kept for the steps after them: 24 MB. For older ones the decoder runs again.
MOST_SHOWN_MASKS = 32


class Session:
    """Turns prompts into masks for one photo at a time.

    Calls must not overlap: whoever owns the session queues them. A call that fails leaves everything as
    it was before. All coordinates are pixels of the upright photo.
    """

    def __init__(self, runtime: InferenceRuntime, graphs: Graphs) -> None:
        self._runtime = runtime
        self._graphs = graphs
        self._open: EncodedImage | None = None
        self._history = History()
        self._prediction: MaskPrediction | None = None
        self._preview: MaskPrediction | None = None
        self._shown_masks: dict[Trail, ShownMask] = {}

    @property
    def history(self) -> History:
        """Every recipe of this photo so far."""
        return self._history

    @property
    def shown(self) -> tuple[KeptTensor, int] | None:
        """The four masks' logits and the index of the one to paint."""
        if self._prediction is None:
            return None
        return self._prediction.masks, _chosen(self._history.current, self._prediction)

    @property
    def mask(self) -> Mask | None:
        """What is known about the shown mask."""
        if self._prediction is None:
            return None
        index = _chosen(self._history.current, self._prediction)
        return describe(self._prediction, index, self._image.frame)

    async def set_image(self, embedding: Embedding) -> None:
        """Take a photo's embedding; prompts and history of the photo before are dropped."""
        image = await EncodedImage.of(self._runtime, self._graphs, embedding)
        self.close()
        self._open = image

    async def add_point(self, x: float, y: float, label: int = PointLabel.FOREGROUND) -> None:
        """Add a click: label 1 includes what is there, 0 excludes it."""
        point = PointPrompt(x, y, label).checked(self._image.frame.photo)
        await self._step(Recipe(self._history.current.prompts.with_point(point)))

    async def set_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Set the box; points stay."""
        box = BoxPrompt(x0, y0, x1, y1).checked(self._image.frame.photo)
        await self._step(Recipe(self._history.current.prompts.with_box(box)))

    async def choose(self, index: int) -> None:
        """Show another of the offered masks instead of the default."""
        if self._prediction is None:
            raise ClickcutError("no-mask")
        if index not in _offered(self._prediction):
            raise ClickcutError("invalid-prompt", reason=f"Mask {index} is not among those offered.")
        if index != _chosen(self._history.current, self._prediction):
            await self._step(replace(self._history.current, choice=index))

    async def cycle(self, by: int = 1) -> None:
        """Show the next of the offered masks."""
        if self._prediction is None:
            raise ClickcutError("no-mask")
        offered = _offered(self._prediction)
        place = offered.index(_chosen(self._history.current, self._prediction))
        await self.choose(offered[(place + by) % len(offered)])

    async def undo(self) -> None:
        """Take the last step back; at the start, nothing happens."""
        if self._history.can_undo:
            await self._go(self._history.undo())

    async def redo(self) -> None:
        """Take a step again that was undone; at the end, nothing happens."""
        if self._history.can_redo:
            await self._go(self._history.redo())

    async def clear(self) -> None:
        """Remove all prompts, as a step that can be undone."""
        if self._history.current.prompts:
            await self._step(Recipe())

    async def restore(self, history: Mapping[str, Any]) -> None:
        """Go on where another session of the same photo stopped; see `History.to_json`."""
        await self._go(History.from_json(history, self._image.frame.photo))

    async def preview(self, x: float, y: float) -> tuple[KeptTensor, int]:
        """Predict what a first click here would give, without making it."""
        prompts = PromptSet((PointPrompt(x, y).checked(self._image.frame.photo),))
        prediction = await self._image.predict(prompts)
        self._release(self._preview)
        self._preview = prediction
        return prediction.masks, _default(prediction)

    def mask_strips(self) -> AsyncIterator[Strip]:
        """Make the shown mask at photo resolution, strip by strip from the top."""
        if self._prediction is None:
            raise ClickcutError("no-mask")
        return self._image.strips(self._prediction, _chosen(self._history.current, self._prediction))

    def state(self) -> dict[str, Any]:
        """Give the plain description of everything a person can see."""
        recipe, prediction, image = self._history.current, self._prediction, self._open
        mask = self.mask
        return {
            "photo": image and {"width": image.frame.photo.width, "height": image.frame.photo.height},
            "maskExtent": image and list(image.frame.mask_extent),
            "prompts": recipe.prompts.to_json(),
            "candidates": [
                {"index": index, "score": prediction.iou_predictions[index]} for index in _offered(prediction)
            ]
            if prediction
            else [],
            "chosen": _chosen(recipe, prediction) if prediction else None,
            "objects": [mask.to_json()] if mask else [],
            "canUndo": self._history.can_undo,
            "canRedo": self._history.can_redo,
            "timings": {"decode": prediction.milliseconds} if prediction else {},
        }

    def close(self) -> None:
        """Let go of the photo and of every tensor made for it."""
        self._release(self._prediction)
        self._release(self._preview)
        for before in self._shown_masks.values():
            self._image.forget(before)
        self._shown_masks = {}
        if self._open is not None:
            self._open.release()
        self._open = self._prediction = self._preview = None
        self._history = History()

    @property
    def _image(self) -> EncodedImage:
        if self._open is None:
            raise ClickcutError("no-photo")
        return self._open

    async def _step(self, recipe: Recipe) -> None:
        await self._go(self._history.push(recipe))

    async def _go(self, history: History) -> None:
        trail, before = history.trail, self._prediction
        prediction: MaskPrediction | None = None
        shown_masks = dict(self._shown_masks)
        try:
            if trail and self._is_shown(trail):
                prediction = before
            elif trail:
                prediction = await self._predict(trail, shown_masks)
        except BaseException:
            self._release_all_but(self._shown_masks, shown_masks)
            raise
        self._release_all_but(shown_masks, self._shown_masks)
        self._history, self._prediction, self._shown_masks = history, prediction, shown_masks
        if prediction is not before:
            self._release(before)

    def _is_shown(self, trail: Trail) -> bool:
        """Tell whether a trail's prediction, whatever is chosen of it, is the one at hand."""
        shown = self._history.trail
        return shown[:-1] == trail[:-1] and bool(shown) and shown[-1].prompts == trail[-1].prompts

    async def _predict(self, trail: Trail, shown_masks: dict[Trail, ShownMask]) -> MaskPrediction:
        """Predict a trail's last step; steps before it whose shown mask is not at hand are made again."""
        if self._preview is not None and len(trail) == 1 and self._preview.prompts == trail[0].prompts:
            prediction, self._preview = self._preview, None
            return prediction  # who hovers and then clicks has waited already
        known = len(trail) - 1
        while known > 0 and trail[:known] not in shown_masks:
            known -= 1
        for length in range(known + 1, len(trail)):
            shown_masks[trail[:length]] = await self._picked(trail[:length], shown_masks)
            self._forget_oldest(shown_masks)
        return await answer(self._image, trail[-1].prompts, shown_masks.get(trail[:-1]))

    async def _picked(self, trail: Trail, shown_masks: dict[Trail, ShownMask]) -> ShownMask:
        """Give the mask that was shown at a trail's end, for the step after it."""
        if self._prediction is not None and self._is_shown(trail):
            return await self._image.pick(self._prediction, _chosen(trail[-1], self._prediction))
        prediction = await answer(self._image, trail[-1].prompts, shown_masks.get(trail[:-1]))
        try:
            return await self._image.pick(prediction, _chosen(trail[-1], prediction))
        finally:
            self._release(prediction)

    def _forget_oldest(self, shown_masks: dict[Trail, ShownMask]) -> None:
        while len(shown_masks) > MOST_SHOWN_MASKS:
            trail = next(iter(shown_masks))
            forgotten = shown_masks.pop(trail)
            if forgotten is not self._shown_masks.get(trail):
                self._image.forget(forgotten)

    def _release_all_but(
        self, kept: Mapping[Trail, ShownMask], shown_masks: Mapping[Trail, ShownMask]
    ) -> None:
        for trail, before in shown_masks.items():
            if before is not kept.get(trail):
                self._image.forget(before)

    def _release(self, prediction: MaskPrediction | None) -> None:
        if prediction is not None:
            self._image.drop(prediction)


def _chosen(recipe: Recipe, prediction: MaskPrediction) -> int:
    return _default(prediction) if recipe.choice is None else recipe.choice


def _default(prediction: MaskPrediction) -> int:
    return default_mask(prediction.prompts, prediction.candidates, prediction.depth)


def _offered(prediction: MaskPrediction) -> tuple[int, ...]:
    return offered_masks(prediction.prompts)

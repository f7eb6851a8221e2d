"""The predictions behind a document's objects: made when wanted, kept while they are, made again after.

It follows the trails it is given and decides nothing about them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from clickcut_core.answer import answer
from clickcut_core.image import EncodedImage
from clickcut_core.policy import default_mask
from clickcut_core.prediction import MaskPrediction, ShownMask
from clickcut_core.prompts import PromptSet
from clickcut_core.recipe import Step, Trail

# Shown masks that are kept for the steps after them: 24 MB. For older ones the decoder runs again.
MOST_SHOWN_MASKS = 32

Question = tuple[Trail, PromptSet]
"""What decides a prediction: the steps before, with their choices, and the newest prompts."""


def chosen_mask(step: Step, prediction: MaskPrediction) -> int:
    """Give the mask to show: the one that was chosen, else the default."""
    return default_of(prediction) if step.choice is None else step.choice


def default_of(prediction: MaskPrediction) -> int:
    """Give the mask to show when nothing was chosen."""
    return default_mask(prediction.prompts, prediction.candidates, prediction.depth)


@dataclass(slots=True)
class _Made:
    """What is made while following; all of it is released again when something fails."""

    predictions: dict[Question, MaskPrediction] = field(default_factory=dict)
    shown: dict[Trail, ShownMask] = field(default_factory=dict)


class Predictions:
    """The predictions of one photo, by what was asked. Calls must not overlap."""

    def __init__(self, image: EncodedImage) -> None:
        self._image = image
        self._predictions: dict[Question, MaskPrediction] = {}
        self._shown: dict[Trail, ShownMask] = {}
        self._preview: MaskPrediction | None = None

    def of(self, trail: Trail) -> MaskPrediction:
        """Give the prediction of one of the trails that are followed."""
        return self._predictions[_question(trail)]

    async def follow(self, trails: Collection[Trail]) -> None:
        """Hold predictions for just these trails, none of them empty; a failure leaves all as it was."""
        made = _Made()
        try:
            for trail in trails:
                await self._want(trail, made)
        except BaseException:
            for prediction in made.predictions.values():
                if prediction is not self._preview:
                    self._image.drop(prediction)
            for shown in made.shown.values():
                self._image.forget(shown)
            raise
        self._keep({_question(trail) for trail in trails}, made)

    async def preview(self, prompts: PromptSet) -> MaskPrediction:
        """Predict what prompts would give if they were the first; held until the next preview."""
        prediction = await self._image.predict(prompts)
        self._drop(self._preview)
        self._preview = prediction
        return prediction

    def close(self) -> None:
        """Let go of everything."""
        self._drop(self._preview)
        for prediction in self._predictions.values():
            self._image.drop(prediction)
        for shown in self._shown.values():
            self._image.forget(shown)
        self._predictions, self._shown, self._preview = {}, {}, None

    async def _want(self, trail: Trail, made: _Made) -> None:
        """Make a trail's prediction, and the shown masks of its steps before that are not at hand."""
        question = _question(trail)
        if question in self._predictions or question in made.predictions:
            return
        before, prompts = question
        if not before and self._preview is not None and self._preview.prompts == prompts:
            made.predictions[question] = self._preview  # who hovers and then clicks has waited already
            return
        known = len(before)
        while known and before[:known] not in self._shown and before[:known] not in made.shown:
            known -= 1
        for length in range(known + 1, len(before) + 1):
            made.shown[before[:length]] = await self._picked(before[:length], made)
            while len(made.shown) > MOST_SHOWN_MASKS:
                self._image.forget(made.shown.pop(next(iter(made.shown))))
        made.predictions[question] = await answer(self._image, prompts, self._before(before, made))

    async def _picked(self, trail: Trail, made: _Made) -> ShownMask:
        """Give the mask that was shown at a trail's end, for the step after it."""
        before, prompts = question = _question(trail)
        held = self._predictions.get(question)
        if held is not None:
            return await self._image.pick(held, chosen_mask(trail[-1], held))
        prediction = await answer(self._image, prompts, self._before(before, made))
        try:
            return await self._image.pick(prediction, chosen_mask(trail[-1], prediction))
        finally:
            self._image.drop(prediction)

    def _before(self, trail: Trail, made: _Made) -> ShownMask | None:
        return made.shown.get(trail) or self._shown.get(trail)

    def _keep(self, wanted: Collection[Question], made: _Made) -> None:
        if self._preview in made.predictions.values():
            self._preview = None
        held: Mapping[Question, MaskPrediction] = {**self._predictions, **made.predictions}
        for question, prediction in held.items():
            if question not in wanted:
                self._image.drop(prediction)
        self._predictions = {question: held[question] for question in held if question in wanted}
        self._shown.update(made.shown)
        while len(self._shown) > MOST_SHOWN_MASKS:
            self._image.forget(self._shown.pop(next(iter(self._shown))))

    def _drop(self, prediction: MaskPrediction | None) -> None:
        if prediction is not None:
            self._image.drop(prediction)


def _question(trail: Trail) -> Question:
    return trail[:-1], trail[-1].prompts

"""The predictions behind a document's objects: made when wanted, kept while they are, made again after.

It follows the trails it is given and decides nothing about them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import takewhile

from clickcut_core.masks.answer import answer
from clickcut_core.masks.editing import blank, edited
from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.prediction import MaskPrediction, ShownMask
from clickcut_core.recipes.edits import Invert, MaskEdit, reads_mask
from clickcut_core.recipes.prompts import MASKS, PromptSet
from clickcut_core.recipes.trail import Step, Trail

# Shown masks that are kept for the steps after them: 25 MB. For older ones the decoder runs again.
MOST_SHOWN_MASKS = 32
# The same of a part that is looked at closer, which takes 28 MB by itself: 6 MB.
MOST_SHOWN_CLOSER = 8


@dataclass(frozen=True, slots=True)
class Question:
    """What decides a prediction.

    Attributes
    ----------
    before
        The steps before, with their choices and edits; None when there are none.
    news
        What is newly asked; see `Step`.
    edits
        What was then done by hand.
    choice
        The mask chosen, when it matters to one of the edits; else None.
    """

    before: Trail | None
    news: PromptSet
    edits: tuple[MaskEdit, ...] = ()
    choice: int | None = None

    @classmethod
    def of(cls, trail: Trail) -> Question:
        """Give the question at a trail's end."""
        step = trail.step
        return cls(trail.before, step.news, (), step.choice).with_edits(step.edits)

    def with_edits(self, edits: tuple[MaskEdit, ...]) -> Question:
        """Exchange the edits."""
        return replace(self, edits=edits, choice=self.choice if any(map(reads_mask, edits)) else None)

    @property
    def neighbours(self) -> Iterator[tuple[Question, MaskEdit]]:
        """Questions whose answer needs one edit more, and that edit."""
        *before, last = self.edits or (None,)
        if last is not None:
            yield self.with_edits(tuple(before)), last
        if not isinstance(last, Invert):
            yield self.with_edits((*self.edits, Invert())), Invert()
        elif before:
            yield self.with_edits((*before[:-1], last)), before[-1].mirrored()


def chosen_mask(step: Step, prediction: MaskPrediction) -> int:
    """Give the mask to show: the one that was chosen, else the default."""
    return prediction.default if step.choice is None else step.choice


@dataclass(slots=True)
class _Made:
    """What is made while following; all of it is released again when something fails."""

    predictions: dict[Question, MaskPrediction] = field(default_factory=dict)
    shown: dict[Trail, ShownMask] = field(default_factory=dict)


class Predictions:
    """The predictions of one photo, or of a part of one, by what was asked. Calls must not overlap."""

    def __init__(self, image: EncodedImage, *, is_part: bool = False) -> None:
        self._image = image
        self._is_part = is_part
        self._predictions: dict[Question, MaskPrediction] = {}
        self._shown: dict[Trail, ShownMask] = {}
        self._preview: MaskPrediction | None = None

    def of(self, trail: Trail) -> MaskPrediction:
        """Give the prediction of one of the trails that are followed."""
        return self._predictions[Question.of(trail)]

    async def follow(self, trails: Collection[Trail]) -> None:
        """Hold predictions for just these trails, none of them empty; a failure leaves them as they were."""
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
        self._keep({Question.of(trail) for trail in trails}, made)

    async def clean_offered(self, trail: Trail) -> MaskPrediction:
        """Give the prediction of one of the trails that are followed, with all offered masks clean."""
        question = Question.of(trail)
        return await self._clean(question, self.of(trail).offered, _Made())

    async def preview(self, prompts: PromptSet, index: int | None = None) -> MaskPrediction:
        """Predict what prompts would give if they were the first; held until the next preview.

        The mask of this index is clean in it, by default the one that would be shown.
        """
        prediction = await self._image.predict(prompts)
        wanted = prediction.default if index is None else index
        prediction = await self._clean_or_dropped(prediction, [wanted])
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
        question = Question.of(trail)
        if held := self._held(question, made):
            await self._clean(question, [chosen_mask(trail.step, held)], made)
            return
        for neighbour, edit in question.neighbours:
            if self._held(neighbour, made):
                held = await self._clean(neighbour, MASKS, made)
                index = chosen_mask(trail.step, held)
                made.predictions[question] = await edited(self._image, held, edit, index)
                return
        if self._preview is not None and question == Question(None, self._preview.prompts):
            made.predictions[question] = self._preview  # who hovers and then clicks has waited already
            await self._clean(question, [chosen_mask(trail.step, self._preview)], made)
            return
        steps = question.before.backwards() if question.before else ()
        missing = list(takewhile(lambda each: self._before(each, made) is None, steps))
        most = MOST_SHOWN_CLOSER if self._is_part else MOST_SHOWN_MASKS
        for before in reversed(missing):
            made.shown[before] = await self._picked(before, made)
            while len(self._shown) + len(made.shown) > most:
                oldest = self._shown or made.shown
                self._image.forget(oldest.pop(next(iter(oldest))))
        made.predictions[question] = await self._answered(trail, made)

    async def _picked(self, trail: Trail, made: _Made) -> ShownMask:
        """Give the mask that was shown at a trail's end, for the step after it."""
        question = Question.of(trail)
        if held := self._held(question, made):
            index = chosen_mask(trail.step, held)
            return await self._image.pick(await self._clean(question, [index], made), index)
        prediction = await self._answered(trail, made)
        try:
            return await self._image.pick(prediction, chosen_mask(trail.step, prediction))
        finally:
            self._image.drop(prediction)

    async def _answered(self, trail: Trail, made: _Made) -> MaskPrediction:
        """Ask what a trail's last step asked, and edit the answer; the steps before are at hand."""
        step = trail.step
        if prompts := trail.prompts:
            prediction = await answer(self._image, prompts, self._before(trail.before, made))
        else:
            prediction = await blank(self._image)
        wanted = MASKS if step.edits else [chosen_mask(step, prediction)]
        prediction = await self._clean_or_dropped(prediction, wanted)
        for edit in step.edits:
            unedited = prediction
            try:
                prediction = await edited(self._image, unedited, edit, chosen_mask(step, unedited))
            finally:
                self._image.drop(unedited)
        return prediction

    async def _clean(self, question: Question, indexes: Iterable[int], made: _Made) -> MaskPrediction:
        """Clean some of the masks of a prediction that is at hand."""
        held = made.predictions if question in made.predictions else self._predictions
        before = held[question]
        held[question] = await self._image.cleaned(before, indexes)
        if before is self._preview:
            self._preview = held[question]  # the one before is no more
        return held[question]

    async def _clean_or_dropped(self, prediction: MaskPrediction, indexes: Iterable[int]) -> MaskPrediction:
        """Clean some of the masks of a prediction that is let go of if that fails."""
        try:
            return await self._image.cleaned(prediction, indexes)
        except BaseException:
            self._image.drop(prediction)
            raise

    def _held(self, question: Question, made: _Made) -> MaskPrediction | None:
        return made.predictions.get(question) or self._predictions.get(question)

    def _before(self, trail: Trail | None, made: _Made) -> ShownMask | None:
        return None if trail is None else made.shown.get(trail) or self._shown.get(trail)

    def _keep(self, wanted: Collection[Question], made: _Made) -> None:
        if self._preview in made.predictions.values():
            self._preview = None
        held: Mapping[Question, MaskPrediction] = {**self._predictions, **made.predictions}
        for question, prediction in held.items():
            if question not in wanted:
                self._image.drop(prediction)
        self._predictions = {question: held[question] for question in held if question in wanted}
        self._shown.update(made.shown)

    def _drop(self, prediction: MaskPrediction | None) -> None:
        if prediction is not None:
            self._image.drop(prediction)

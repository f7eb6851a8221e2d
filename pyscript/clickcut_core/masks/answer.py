"""Asks the decoder, and again where a second look pays.

Which of two answers is better is the policy's to say.
"""

from __future__ import annotations

from dataclasses import replace

from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.policy import box_guess, follows_guess, is_better, is_unsteady
from clickcut_core.masks.prediction import MaskPrediction, ShownMask, describe
from clickcut_core.recipes.prompts import BoxPrompt, PromptSet


async def answer(image: EncodedImage, prompts: PromptSet, before: ShownMask | None = None) -> MaskPrediction:
    """Predict masks for prompts, as a correction of the mask before if there is one.

    The caller releases the prediction.
    """
    best = await image.predict(prompts, before, start_from=before.logits if before else None)
    try:
        if prompts.box and not prompts.points:
            guess = box_guess(best.candidates)
            best = await image.cleaned(best, [guess])
            best = await _look_inside(image, best, guess)
        if _is_unsteady(best) and follows_guess(prompts):
            best = _better(image, best, await image.predict(prompts, before))
        if _is_unsteady(best):
            best = await image.cleaned(best, [best.default])
            best = _better(image, best, await _look_around(image, best, before))
    except BaseException:
        image.drop(best)
        raise
    return best


async def _look_inside(image: EncodedImage, answered: MaskPrediction, guess: int) -> MaskPrediction:
    """Ask again what a box means, with a click deepest inside the first answer, starting from that.

    Releases the first answer, unless there is nothing to click in it.
    """
    if answered.areas[guess] == 0:
        return answered
    start = await image.pick(answered, guess)
    try:
        asked = PromptSet((await image.deepest(start),), answered.prompts.box)
        second = await image.predict(asked, start_from=start.logits)
    finally:
        image.forget(start)
    image.drop(answered)
    return replace(second, prompts=answered.prompts, milliseconds=answered.milliseconds + second.milliseconds)


async def _look_around(
    image: EncodedImage, answered: MaskPrediction, before: ShownMask | None
) -> MaskPrediction:
    """Ask again with a box around the answer, starting from it.

    Source: the cascaded refinement of PerSAM (Zhang et al., "Personalize Segment Anything Model with One
    Shot", ICLR 2024).
    """
    index = answered.default
    box = describe(answered, index, image.frame).bbox  # none around an empty mask
    boxed = answered.prompts.with_box(BoxPrompt(*box)) if box else answered.prompts
    start = await image.pick(answered, index)
    try:
        second = await image.predict(boxed, before, start_from=start.logits)
    finally:
        image.forget(start)
    return replace(second, prompts=answered.prompts)


def _is_unsteady(answered: MaskPrediction) -> bool:
    depth = answered.depth
    return depth is not None and is_unsteady(answered.prompts, answered.candidates, depth)


def _better(image: EncodedImage, first: MaskPrediction, second: MaskPrediction) -> MaskPrediction:
    """Keep the better answer and release the other."""
    kept, dropped = first, second
    if first.depth is not None and is_better(first.prompts, second.candidates, first.candidates, first.depth):
        kept, dropped = second, first
    image.drop(dropped)
    return replace(kept, milliseconds=first.milliseconds + second.milliseconds)

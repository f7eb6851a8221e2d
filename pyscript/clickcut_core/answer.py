"""Asks the decoder, and once more where a second look pays.

Which of two answers is better is the policy's to say.
"""

from __future__ import annotations

from dataclasses import replace

from clickcut_core.image import EncodedImage
from clickcut_core.policy import is_better, needs_second_look
from clickcut_core.prediction import MaskPrediction
from clickcut_core.prompts import PromptSet
from clickcut_core.runtime import KeptTensor


async def answer(image: EncodedImage, prompts: PromptSet, before: KeptTensor | None = None) -> MaskPrediction:
    """Predict masks for prompts, as a correction of the mask before if its logits are given.

    The caller releases the prediction's masks.
    """
    first = await image.predict(prompts, before)
    if first.depth is None or not needs_second_look(prompts, first.candidates, first.depth):
        return first
    try:
        second = await image.predict(prompts, before, start_from_it=False)
    except BaseException:
        image.runtime.release(first.masks)
        raise
    better, other = first, second
    if is_better(prompts, second.candidates, first.candidates, first.depth):
        better, other = second, first
    image.runtime.release(other.masks)
    return replace(better, milliseconds=first.milliseconds + second.milliseconds)

"""Which of the decoder's four masks is shown, and which others are offered.

Mask 0 is trained to be the one answer to unambiguous prompts; masks 1 to 3 are the part, the
sub-object and the whole that a single click may mean.
"""

from __future__ import annotations

from collections.abc import Sequence

from clickcut_core.prompts import PromptSet

SINGLE = 0
AMBIGUOUS = (1, 2, 3)


def default_mask(prompts: PromptSet, iou_predictions: Sequence[float]) -> int:
    """Choose by the official rule.

    One point: the best predicted IoU among masks 1 to 3. A box, or two points and more: mask 0.
    Source: `SamOnnxModel.select_masks` and `SamPredictor.predict` in segment-anything.
    """
    if prompts.box is None and len(prompts.points) == 1:
        return max(AMBIGUOUS, key=lambda index: iou_predictions[index])
    return SINGLE


def offered_masks(chosen_by_rule: int) -> tuple[int, ...]:
    """Give the masks to cycle through: those of a single click, after mask 0 where that is the default."""
    return AMBIGUOUS if chosen_by_rule in AMBIGUOUS else (SINGLE, *AMBIGUOUS)

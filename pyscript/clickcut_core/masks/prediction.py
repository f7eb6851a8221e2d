"""What the decoder answered, as it is after edits, and what a person is told about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import TYPE_CHECKING

from clickcut_core.geometry import Frame, ImageSize, Part
from clickcut_core.masks.policy import Candidate, default_mask, levels, offered_masks
from clickcut_core.recipes.prompts import PromptSet
from clickcut_core.runtime import KeptTensor

if TYPE_CHECKING:
    from clickcut_core import protocol


@dataclass(frozen=True, slots=True)
class ShownMask:
    """The mask that was shown when the newest prompt was made; both tensors are kept on the ONNX side.

    Attributes
    ----------
    logits
        float32 (1, 1, 256, 256).
    bounds
        As in `MaskPrediction`.
    """

    logits: KeptTensor
    bounds: KeptTensor


@dataclass(frozen=True, slots=True)
class MaskPrediction:
    """What the decoder answered to prompts.

    Attributes
    ----------
    prompts
        What was asked.
    masks
        Four masks, float32 logits (1, 4, 256, 256) in the mask frame; kept on the ONNX side.
    bounds
        What clicks and edits so far bind the masks' logits to, float32 (1, 2, 256, 256), least and most;
        kept there, too. None where nothing is bound.
    candidates
        What is known about each of the four as the decoder answered: edits change no choice.
    areas
        Share of the photo that each covers.
    boxes
        Left, top, right and bottom of each in mask pixels, right and bottom exclusive; means nothing for an
        empty mask.
    cleaned
        Which of the four are clean, and may be shown; see `EncodedImage.cleaned`.
    depth
        How deep the newest click contradicts the mask before: the share of that mask which a disc around
        the click would have if it reached to the edge, at most 1; 0 when the mask obeyed the click already.
        None when there was no mask before.
    milliseconds
        Time of the decoder's run, or of both when it was asked twice.
    """

    prompts: PromptSet
    masks: KeptTensor
    bounds: KeptTensor | None
    candidates: tuple[Candidate, ...]
    areas: tuple[float, ...]
    boxes: tuple[tuple[int, ...], ...]
    cleaned: frozenset[int]
    depth: float | None
    milliseconds: float

    @property
    def default(self) -> int:
        """The mask to show when nothing was chosen."""
        return default_mask(self.prompts, self.candidates, self.depth)

    @property
    def offered(self) -> tuple[int, ...]:
        """The masks to choose from."""
        return offered_masks(self.prompts, self.candidates, self.depth)

    def offer(self) -> list[protocol.Candidate]:
        """Tell what is known about these."""
        offered = self.offered
        return [
            {"index": index, "score": self.candidates[index].score, "level": level}
            for index, level in zip(offered, levels(self.prompts, offered, self.depth), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Mask:
    """One chosen mask, as told to a person.

    Attributes
    ----------
    score
        Predicted IoU.
    area
        Pixels of the photo that it covers, counted on the mask's own grid; 0 only for an empty mask.
    bbox
        Left, top, right, bottom in photo pixels, right and bottom exclusive; None for an empty mask.
    """

    score: float
    area: int
    bbox: tuple[int, int, int, int] | None

    def surrounded(self, part: Part, photo: ImageSize) -> Mask:
        """Describe the mask of a part when all beyond the part belongs to it, too."""
        beyond = photo.width * photo.height - part.size.width * part.size.height
        return replace(self, area=self.area + beyond, bbox=Part.whole(photo).corners)

    def to_json(self) -> protocol.MaskFigures:
        """Give the plain form of the `clickcut-mask` event."""
        return {
            "score": self.score,
            "area": self.area,
            "bbox": None if self.bbox is None else list(self.bbox),
        }


def describe(prediction: MaskPrediction, index: int, frame: Frame) -> Mask:
    """Describe one of the four masks in pixels of the photo."""
    score, area, photo = prediction.candidates[index].score, prediction.areas[index], frame.photo
    if area == 0:
        return Mask(score, 0, None)
    # Outwards, in whole numbers; the last mask pixel of a side may reach beyond the photo.
    left, top, right, bottom = prediction.boxes[index]
    across, down = photo.width / frame.mask_extent[1], photo.height / frame.mask_extent[0]
    return Mask(
        score=score,
        area=max(1, round(area * photo.width * photo.height)),
        bbox=(
            frame.left + floor(left * across),
            frame.top + floor(top * down),
            frame.left + min(ceil(right * across), photo.width),
            frame.top + min(ceil(bottom * down), photo.height),
        ),
    )

"""What the decoder answered, and what a person is told about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clickcut_core.geometry import ImageSize
from clickcut_core.policy import Candidate
from clickcut_core.prompts import PromptSet
from clickcut_core.runtime import KeptTensor


@dataclass(frozen=True, slots=True)
class MaskPrediction:
    """What the decoder answered to prompts.

    Attributes
    ----------
    prompts
        What was asked.
    masks
        Four masks, float32 logits (1, 4, 256, 256) in the mask frame; kept on the ONNX side.
    candidates
        What is known about each of the four.
    depth
        How deep the newest click contradicts the mask before: the share of that mask which a disc around
        the click would have if it reached to the edge, at most 1; 0 when the mask obeyed the click already.
        None when there was no mask before.
    milliseconds
        Time of the decoder's run, or of both when it was asked twice.
    """

    prompts: PromptSet
    masks: KeptTensor
    candidates: tuple[Candidate, ...]
    depth: float | None
    milliseconds: float

    @property
    def iou_predictions(self) -> tuple[float, ...]:
        """The decoder's own estimate of each mask's quality, about 0 to 1."""
        return tuple(candidate.score for candidate in self.candidates)

    @property
    def low_res_masks(self) -> KeptTensor:
        """SAM's name for the logits before upsampling, which here is all that the decoder makes."""
        return self.masks


@dataclass(frozen=True, slots=True)
class Mask:
    """One chosen mask, as told to a person.

    Attributes
    ----------
    score
        Predicted IoU.
    area
        Pixels of the photo that it covers, measured on the mask's own grid; 0 only for an empty mask.
    bbox
        Left, top, right, bottom in photo pixels, right and bottom exclusive; None for an empty mask.
    """

    score: float
    area: int
    bbox: tuple[int, int, int, int] | None

    def to_json(self) -> dict[str, Any]:
        """Give the plain form of the `clickcut-mask` event."""
        return {
            "score": self.score,
            "area": self.area,
            "bbox": None if self.bbox is None else list(self.bbox),
        }


def measure(pixels: bytes, grid: ImageSize, photo: ImageSize, score: float) -> Mask:
    """Measure a hard mask (one byte a pixel, 0 or 255) on a grid laid over the whole photo."""
    first = pixels.find(255)
    if first < 0:
        return Mask(score, 0, None)
    top, bottom = first // grid.width, pixels.rfind(255) // grid.width + 1
    rows = [pixels[y * grid.width : (y + 1) * grid.width] for y in range(top, bottom)]
    left = min(x for row in rows if (x := row.find(255)) >= 0)
    right = max(row.rfind(255) for row in rows) + 1
    cell = photo.width * photo.height / (grid.width * grid.height)
    return Mask(
        score=score,
        area=max(1, round(pixels.count(255) * cell)),
        # Outwards, in whole numbers: on a photo smaller than the grid, rounding would give an empty box.
        bbox=(
            left * photo.width // grid.width,
            top * photo.height // grid.height,
            -(-right * photo.width // grid.width),
            -(-bottom * photo.height // grid.height),
        ),
    )

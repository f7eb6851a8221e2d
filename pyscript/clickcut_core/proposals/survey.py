"""Asks a photo at many points, and keeps what may be objects: automatic masks, as the field calls them.

Source of the method: `SamAutomaticMaskGenerator` in segment-anything's automatic_mask_generator.py.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from clickcut_core.geometry import ImageSize
from clickcut_core.masks.figures import values
from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.policy import AMBIGUOUS
from clickcut_core.proposals.candidate import Candidate
from clickcut_core.proposals.filtering import LEAST_SCORE, is_object
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import SEEN_SIDE, seen_size
from clickcut_core.recipes.prompts import MASKS, PointPrompt
from clickcut_core.runtime import Tensor

BATCH = 8
"""Points at a time: more are hardly cheaper."""
FEW = 2
"""Points at a time where somebody may stop it: they wait for no more. Eight take a twentieth less time."""
_MASK_BYTES = SEEN_SIDE * SEEN_SIDE * 4


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found in a photo.

    Attributes
    ----------
    points
        Where it was asked.
    seen
        Rows and columns of the masks that hold photo.
    candidates
        The masks that may be objects.
    masks
        Their logits, float32 (64, 64) each.
    overlaps
        IoU of each two.
    """

    points: Sequence[PointPrompt]
    seen: ImageSize
    candidates: Sequence[Candidate]
    masks: Sequence[memoryview[float]]
    overlaps: Sequence[Sequence[float]]


Found = tuple[int, int, float, memoryview]
"""Number of the point, mask, predicted IoU, logits."""


async def survey(
    image: EncodedImage, graphs: ProposalGraphs, points: Sequence[PointPrompt], batch: int = BATCH
) -> Survey | None:
    """Ask at points of a photo; None when it is too thin to be seen, or nothing in it may be an object.

    `batch` is how many points are asked at a time.

    Raises
    ------
    ClickcutError
        `cancelled` of the runtime.
    """
    found: list[Found] = []
    if seen_size(image.frame):
        for start in range(0, len(points), batch):
            found += await asked(image, graphs, points, range(start, min(start + batch, len(points))))
    return await surveyed(image, graphs, points, found)


async def surveyed(
    image: EncodedImage, graphs: ProposalGraphs, points: Sequence[PointPrompt], found: Sequence[Found]
) -> Survey | None:
    """Make a survey of what was found at points, in this order; None where nothing may be an object."""
    seen = seen_size(image.frame)
    if seen is None or not found:
        return None
    photo = Tensor("int32", (2,), array("i", [seen.height, seen.width]))
    masks = Tensor("float32", (len(found), SEEN_SIDE, SEEN_SIDE), b"".join(mask for *_, mask in found))
    made = await image.runtime.run(graphs.propose, {"masks": masks, "photo": photo})
    figures, overlaps = values(made["figures"]), values(made["overlaps"])
    candidates = [
        Candidate.of(point, mask, score, row)
        for (point, mask, score, _), row in zip(found, figures, strict=True)
    ]
    kept = [place for place, each in enumerate(candidates) if is_object(each)]
    if not kept:
        return None
    return Survey(
        points=points,
        seen=seen,
        candidates=[candidates[place] for place in kept],
        masks=[_logits(found[place][3]) for place in kept],
        overlaps=[[overlaps[place][other] for other in kept] for place in kept],
    )


async def asked(
    image: EncodedImage, graphs: ProposalGraphs, points: Sequence[PointPrompt], numbers: Sequence[int]
) -> list[Found]:
    """Ask at some of the points, and give what has a good score."""
    places = [
        place for number in numbers for place in image.frame.to_model(points[number].x, points[number].y)
    ]
    coords = Tensor("float32", (len(numbers), 2), array("f", places))
    made = await image.runtime.run(graphs.survey, {**image.context, "point_coords": coords})
    data = memoryview(cast("Tensor", made["masks"]).data).cast("B")
    scores = values(made["iou_predictions"])
    return [
        (number, mask, scores[row][mask], data[start : start + _MASK_BYTES])
        for row, number in enumerate(numbers)
        for mask in AMBIGUOUS
        for start in [(row * len(MASKS) + mask) * _MASK_BYTES]
        if scores[row][mask] > LEAST_SCORE
    ]


def _logits(data: memoryview) -> memoryview[float]:
    return data.cast("f", (SEEN_SIDE, SEEN_SIDE))

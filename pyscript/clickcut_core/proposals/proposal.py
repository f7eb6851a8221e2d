"""What is proposed: each proposal a click that a person could have made, best first.

A proposal is a prompt. The mask that is shown for it is the one that this click gives, made as any other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.masks.image import EncodedImage
from clickcut_core.proposals.deepest import deepest
from clickcut_core.proposals.duplicates import LIKE, REPEATED, distinct
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import grid, seen_place
from clickcut_core.proposals.ranking import agreement, is_sure, worth
from clickcut_core.proposals.survey import BATCH, Survey, survey
from clickcut_core.recipes.prompts import PointPrompt

if TYPE_CHECKING:
    from clickcut_core import protocol, worker_protocol

SAME = 0.9
"""IoU from which a click gives what another one gave: the clearer place of the two may be clicked."""

OFFERED = 5
"""Proposals that are looked at: of the best five one is nearly always what was meant."""
AT_A_TIME = 64
"""Masks that are weighed before `Heed`: some 20 ms in browsers."""

Heed = Callable[[], Awaitable[None]]
"""Lets whoever waits be heard; raises `cancelled` when they don't wait any more."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A click, and which of its masks is meant.

    Attributes
    ----------
    point
        Where.
    mask
        Which of the masks that are offered there, 1 to 3.
    score
        Predicted IoU.
    area
        Share of the photo, about.
    """

    point: PointPrompt
    mask: int
    score: float
    area: float

    def to_json(self) -> protocol.Proposal:
        """Give the plain form."""
        return {
            "x": self.point.x,
            "y": self.point.y,
            "mask": self.mask,
            "score": self.score,
            "area": self.area,
        }


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a photo has to offer.

    Attributes
    ----------
    ranked
        The likeliest subject first, no two alike.
    is_sure
        Whether the first may be picked without asking.
    """

    ranked: tuple[Proposal, ...] = ()
    is_sure: bool = False

    def to_json(self) -> worker_protocol.Proposed:
        """Give the plain form."""
        return {"ranked": [each.to_json() for each in self.ranked], "isSure": self.is_sure}


async def propose(
    image: EncodedImage,
    graphs: ProposalGraphs,
    side: int,
    heed: Heed,
    *,
    most: int | None = None,
    batch: int = BATCH,
) -> Proposals:
    """Ask a photo at `side` × `side` points, and give all proposals, or a few that are unlike each other.

    There are none where nothing is found. `batch` is how many points are asked at a time.

    Raises
    ------
    ClickcutError
        `cancelled`, of `heed` or the runtime.
    """
    found = await survey(image, graphs, grid(image.frame.photo, side), batch)
    return await ranked(image, found, heed, most=most)


async def ranked(
    image: EncodedImage, found: Survey | None, heed: Heed, *, most: int | None = None
) -> Proposals:
    """Give what a survey of a photo proposes; see `propose`."""
    if found is None:
        return Proposals()
    places = [seen_place(image.frame, found.seen, point) for point in found.points]
    inside: list[frozenset[int]] = []
    worths: list[float] = []
    for place, (each, mask) in enumerate(zip(found.candidates, found.masks, strict=True)):
        if place % AT_A_TIME == 0:
            await heed()
        inside.append(frozenset(number for number, seen in enumerate(places) if mask[seen] > 0))
        agreed = agreement(place, found.candidates, found.overlaps[place], inside[place])
        worths.append(worth(each, agreed))
    order = sorted(range(len(worths)), key=lambda place: -worths[place])
    kept = distinct(order, found.overlaps, REPEATED if most is None else LIKE, most)
    prompts: list[Proposal] = []
    for place in kept:
        await heed()
        prompts.append(_prompt(image, found, place, inside))
    first = kept[0]
    sure = is_sure(found.candidates[first], first, worths, found.overlaps[first])
    return Proposals(ranked=tuple(prompts), is_sure=sure)


def _prompt(image: EncodedImage, found: Survey, place: int, inside: Sequence[frozenset[int]]) -> Proposal:
    """Choose among the clicks that give a mask: the one nearest to its deepest place."""
    row, column = deepest(found.masks[place], found.seen)

    def distance(other: int) -> float:
        point = found.points[found.candidates[other].point]
        y, x = seen_place(image.frame, found.seen, point)
        return (y - row) ** 2 + (x - column) ** 2

    alike = [
        other
        for other, overlap in enumerate(found.overlaps[place])
        if overlap >= SAME and found.candidates[other].point in inside[place]
    ]
    chosen = found.candidates[min([place, *alike], key=distance)]
    return Proposal(found.points[chosen.point], chosen.mask, chosen.score, chosen.area)

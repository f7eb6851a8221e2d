"""What is proposed: each proposal a click that a person could have made, best first.

A proposal is a prompt. The mask that is shown for it is the one that this click gives, made as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.masks.image import EncodedImage
from clickcut_core.proposals.deepest import deepest
from clickcut_core.proposals.duplicates import LIKE, REPEATED, distinct
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import grid, seen_place
from clickcut_core.proposals.ranking import agreement, is_sure, worth
from clickcut_core.proposals.survey import Survey, survey
from clickcut_core.recipes.prompts import PointPrompt

if TYPE_CHECKING:
    from clickcut_core import protocol, worker_protocol

SAME = 0.9
"""IoU from which a click gives what another one gave: the clearer place of the two may be clicked."""


OFFERED = 5
"""Proposals that are looked at: of the best five one is nearly always what was meant."""


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
    image: EncodedImage, graphs: ProposalGraphs, side: int, *, most: int | None = None
) -> Proposals:
    """Ask a photo at `side` × `side` points, and give all proposals, or a few that are unlike each other.

    There are none where nothing is found.

    Raises
    ------
    ClickcutError
        `cancelled` when the runtime was stopped meanwhile.
    """
    return ranked(image, await survey(image, graphs, grid(image.frame.photo, side)), most=most)


def ranked(image: EncodedImage, found: Survey | None, *, most: int | None = None) -> Proposals:
    """Give what a survey of a photo proposes; see `propose`."""
    if found is None:
        return Proposals()
    inside = _points_inside(image, found)
    worths = [
        worth(each, agreement(place, found.candidates, found.overlaps[place], inside[place]))
        for place, each in enumerate(found.candidates)
    ]
    order = sorted(range(len(worths)), key=lambda place: -worths[place])
    kept = distinct(order, found.overlaps, REPEATED if most is None else LIKE, most)
    first = kept[0]
    return Proposals(
        ranked=tuple(_prompt(image, found, place, inside) for place in kept),
        is_sure=is_sure(found.candidates[first], first, worths, found.overlaps[first]),
    )


def _points_inside(image: EncodedImage, found: Survey) -> list[frozenset[int]]:
    """Tell of each candidate which of the survey's points lie in it."""
    places = [seen_place(image.frame, found.seen, point) for point in found.points]
    return [
        frozenset(number for number, place in enumerate(places) if mask[place] > 0) for mask in found.masks
    ]


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

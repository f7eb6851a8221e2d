"""Looks for all that a photo has to offer, a few points at a time: who waits sees what is found meanwhile.

It ends with what `clickcut_core.proposals.proposal.propose` finds, but for roundings.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clickcut_core.masks.image import EncodedImage
from clickcut_core.proposals.duplicates import REPEATED, distinct
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import FOR_EVERYTHING, grid, seen_size
from clickcut_core.proposals.proposal import Heed, Proposal, ranked
from clickcut_core.proposals.survey import BATCH, FEW, Found, asked, surveyed
from clickcut_core.recipes.bounds import MOST_OBJECTS

if TYPE_CHECKING:
    from clickcut_core import worker_protocol

STRIDE = 101
"""From one point to the next, of 16 × 16: the first few lie all over the photo."""


@dataclass(frozen=True, slots=True)
class Outlined:
    """A proposal with its mask as the survey sees it: float32 (64, 64), logits."""

    proposal: Proposal
    mask: memoryview[float]

    def to_json(self) -> worker_protocol.Outlined:
        """Give the plain form."""
        return {**self.proposal.to_json(), "plane": base64.b64encode(self.mask).decode()}


class Search:
    """A search in a photo that goes on with each call. Calls must not overlap."""

    def __init__(self, image: EncodedImage, graphs: ProposalGraphs, heed: Heed) -> None:
        self._image, self._graphs, self._heed = image, graphs, heed
        points = grid(image.frame.photo, FOR_EVERYTHING)
        self._points = points
        numbers = [place * STRIDE % len(points) for place in range(len(points))]
        self._waiting = numbers if seen_size(image.frame) else []
        self._found: list[Found] = []
        self._untold: list[Found] = []
        self._told: list[Found] = []
        self._all: list[Outlined] | None = None

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return 1 - len(self._waiting) / len(self._points)

    @property
    def is_done(self) -> bool:
        """Whether `go_on` gives all that there is, the likeliest subject first."""
        return self._all is not None

    async def go_on(self) -> Sequence[Outlined]:
        """Ask at the next points, and give what is new; in the end, and from then on, all that there is.

        Raises
        ------
        ClickcutError
            `cancelled`, of `heed` or the runtime; the next call goes on from there.
        """
        stop = max(0, len(self._waiting) - BATCH)
        while len(self._waiting) > stop:
            numbers = self._waiting[:FEW]
            found = await asked(self._image, self._graphs, self._points, numbers)
            self._waiting = self._waiting[FEW:]
            self._found += found
            self._untold += found
        if self._all is None and not self._waiting:
            self._all = await self._every()
        return await self._news() if self._all is None else self._all

    async def _news(self) -> list[Outlined]:
        """Give what is none of those that were told: it may still turn out to be one of a better one."""
        known = len(self._told)
        seen = await surveyed(self._image, self._graphs, self._points, [*self._told, *self._untold])
        if seen is None:
            return []
        best = sorted(range(known, len(seen.candidates)), key=lambda place: -seen.candidates[place].score)
        kept = distinct([*range(known), *best], seen.overlaps, REPEATED)
        news = [(seen.candidates[place], seen.masks[place]) for place in kept[known:]]
        self._untold = []
        self._told += [(each.point, each.mask, each.score, mask.cast("B")) for each, mask in news]
        return [
            Outlined(Proposal(self._points[each.point], each.mask, each.score, each.area), mask)
            for each, mask in news
        ]

    async def _every(self) -> list[Outlined]:
        self._found.sort(key=lambda found: found[:2])
        seen = await surveyed(self._image, self._graphs, self._points, self._found)
        if seen is None:
            return []
        masks = {
            (seen.points[each.point], each.mask): mask
            for each, mask in zip(seen.candidates, seen.masks, strict=True)
        }
        best = await ranked(self._image, seen, self._heed)
        return [Outlined(each, masks[each.point, each.mask]) for each in best.ranked[:MOST_OBJECTS]]

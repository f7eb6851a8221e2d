"""A photo in which proposals are looked for, and taken: clicks that a person could have made.

What is proposed, and in which order, is decided in `clickcut_core.proposals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from clickcut_core.opened.steps import Steps
from clickcut_core.opened.stoppable_runtime import IsWanted
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.proposal import Proposals, propose
from clickcut_core.proposals.search import Outlined, Search
from clickcut_core.proposals.survey import BATCH, FEW
from clickcut_core.recipes.document import Document
from clickcut_core.recipes.prompts import MASKS, PointPrompt, PromptSet
from clickcut_core.recipes.recipe import Recipe

if TYPE_CHECKING:
    from clickcut_core import protocol


class Proposing(Steps):
    """Steps that the machine found, as if a hand had clicked. One that fails leaves everything as it was."""

    def __init__(self) -> None:
        super().__init__()
        self._proposed: Document | None = None
        self._search: Search | None = None

    async def propose(
        self,
        graphs: ProposalGraphs,
        side: int,
        most: int | None = None,
        is_wanted: IsWanted | None = None,
    ) -> Proposals:
        """Look for what may be meant before anybody has clicked; see `proposals.proposal.propose`.

        Raises
        ------
        ClickcutError
            `cancelled` once `is_wanted` says that nobody waits for it.
        """
        photo, batch = self._photo, BATCH if is_wanted is None else FEW
        with photo.runtime.wanted(is_wanted):
            return await propose(photo.image, graphs, side, photo.runtime.heed, most=most, batch=batch)

    async def search(
        self, graphs: ProposalGraphs, is_wanted: IsWanted | None = None
    ) -> tuple[Search, Sequence[Outlined]]:
        """Look further for everything in the photo, and give what `Search.go_on` told with the search.

        Raises
        ------
        ClickcutError
            `cancelled` once `is_wanted` says that nobody waits for it; the next call goes on from there.
        """
        photo = self._photo
        if self._search is None:
            self._search = Search(photo.image, graphs, photo.runtime.heed)
        with photo.runtime.wanted(is_wanted):
            return self._search, await self._search.go_on()

    async def take_proposal(self, x: float, y: float, mask: int) -> bool:
        """Begin the active object with a click that was proposed, and one of the masks that it offers.

        Tells whether it does; if not, nothing happens. Only the click tells that a mask is a lattice of dots.
        """
        recipe = self._clicked(x, y, mask)
        prompts = PromptSet(recipe.points)
        prediction = await self._photo.preview(prompts, mask if mask in MASKS else None)
        if mask not in prediction.offered:
            return False
        await self._change(self._document.with_recipe(recipe))
        self._proposed = self._document
        return True

    async def take_proposals(self, proposals: Sequence[protocol.Proposal], adds: bool = False) -> int:
        """Make an object of each of these in one step, the smallest on top; tells how many could be had.

        What its click doesn't offer is left out. The first takes the place of the active object, or is added
        beside it if `adds`; what the machine picked is always replaced. A person's choice is no such pick.
        """
        layers = sorted(proposals, key=lambda each: -each["area"])
        recipes = [self._clicked(each["x"], each["y"], each["mask"]) for each in layers]
        asked = _with(self._document, recipes, adds=True)
        await self._photo.follow(asked, self._document)
        offered = {each.recipe: self._photo.prediction(each).offered for each in asked.objects if each.recipe}
        had = [recipe for recipe in recipes if recipe.choices[0] in offered[recipe]]
        wanted = _with(self._document, had, adds=adds and not self._is_proposed)
        await (self._change(wanted) if had else self._photo.follow(self._document, self._document))
        return len(had)

    @property
    def _is_proposed(self) -> bool:
        return self._document is self._proposed

    def _clicked(self, x: float, y: float, mask: int) -> Recipe:
        return Recipe().with_point(PointPrompt(x, y).checked(self.size)).with_choice(mask)


def _with(document: Document, recipes: Sequence[Recipe], *, adds: bool) -> Document:
    """Give a document with objects of these recipes, the first in place of the active one unless `adds`."""
    for recipe in recipes:
        document = document.with_new_object() if adds and document.active.recipe else document
        document = document.with_recipe(recipe)
        adds = True
    return document

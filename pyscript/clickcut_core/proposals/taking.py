"""Takes a proposal in a session: the click that a person could have made, as one step that can be undone.

What is proposed, and in which order, is decided in `clickcut_core.proposals.proposal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from clickcut_core.geometry import ImageSize
from clickcut_core.proposals.proposal import Proposal
from clickcut_core.recipes.history import History
from clickcut_core.recipes.recipe import Recipe

if TYPE_CHECKING:
    from clickcut_core import protocol


class Session(Protocol):
    """What taking a proposal needs of `clickcut_core.session.Session`."""

    @property
    def size(self) -> ImageSize:
        """Of the photo."""

    @property
    def history(self) -> History:
        """Every document so far."""

    def state(self) -> protocol.SessionState:
        """Tell what a person can see."""

    async def resume(self, document: protocol.Document) -> None:
        """Go on with a document, as a step."""

    async def add_object(self) -> None:
        """Begin another object."""

    async def undo(self) -> None:
        """Take the last step back."""


async def take(session: Session, proposal: Proposal) -> bool:
    """Click what is proposed, for the active object; without effect where the click doesn't offer the mask.

    A survey sees every fourth pixel of a mask. Only the click itself tells that a mask is a lattice of dots.
    """
    recipe = Recipe().with_point(proposal.point.checked(session.size)).with_choice(proposal.mask)
    await session.resume(session.history.current.with_recipe(recipe).to_json())
    if proposal.mask in [each["index"] for each in session.state()["candidates"]]:
        return True
    await session.undo()
    return False


async def take_first(session: Session, ranked: Iterable[Proposal]) -> Proposal | None:
    """Take the first proposal that can be had, for the active object; None where there is none."""
    for each in ranked:
        if await take(session, each):
            return each
    return None


async def take_all(session: Session, ranked: Iterable[Proposal]) -> int:
    """Take proposals as objects, each above the ones that are larger; tells how many could be had."""
    taken = 0
    for each in sorted(ranked, key=lambda proposal: -proposal.area):
        await session.add_object()
        taken += await take(session, each)
    return taken

"""Takes proposals in a session: clicks that a person could have made, each a step that can be undone.

What is proposed, and in which order, is decided in `clickcut_core.proposals.proposal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from clickcut_core.proposals.proposal import Proposal


class Session(Protocol):
    """What taking proposals needs of `clickcut_core.session.Session`."""

    async def take_proposal(self, x: float, y: float, mask: int) -> bool:
        """Begin the active object with a click; tells whether it offers the mask."""


async def take(session: Session, proposal: Proposal) -> bool:
    """Click what is proposed, for the active object; without effect where that mask isn't offered."""
    return await session.take_proposal(proposal.point.x, proposal.point.y, proposal.mask)


async def take_first(session: Session, ranked: Iterable[Proposal]) -> Proposal | None:
    """Take the first proposal that can be had, for the active object; None where there is none."""
    for each in ranked:
        if await take(session, each):
            return each
    return None

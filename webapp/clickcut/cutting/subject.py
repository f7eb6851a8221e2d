"""What a photo is about, picked by the machine: the click that it made, and what else may be meant."""

from __future__ import annotations

from dataclasses import dataclass

from clickcut_core.errors import ClickcutError
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.proposals.grid import FOR_EVERYTHING, FOR_SUBJECT
from clickcut_core.proposals.proposal import OFFERED, Proposal
from clickcut_core.proposals.taking import take_first
from clickcut_core.recipes.bounds import MOST_OBJECTS
from clickcut_core.session import Session

OTHERS = 2
"""That are told beside the one that was picked, where it isn't sure."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A subject.

    Attributes
    ----------
    proposal
        The click.
    is_sure
        Whether nobody has to look.
    others
        What may be meant instead, best first; none where it is sure.
    """

    proposal: Proposal
    is_sure: bool
    others: tuple[Proposal, ...]


async def pick_subject(session: Session, graphs: ProposalGraphs) -> Picked:
    """Click what the session's photo is about.

    Raises
    ------
    ClickcutError
        `no-subject`.
    """
    found = await session.propose(graphs, FOR_SUBJECT, OFFERED)
    picked = await take_first(session, found.ranked)
    if picked is None:
        raise ClickcutError("no-subject")
    is_sure = found.is_sure and picked == found.ranked[0]
    rest = () if is_sure else tuple(each for each in found.ranked if each != picked)
    return Picked(picked, is_sure, rest[:OTHERS])


async def pick_everything(session: Session, graphs: ProposalGraphs) -> int:
    """Click all that may be an object, each as one of its own, the smallest on top; tells how many.

    Raises
    ------
    ClickcutError
        `no-subject`.
    """
    found = await session.propose(graphs, FOR_EVERYTHING)
    count = await session.take_proposals([each.to_json() for each in found.ranked[:MOST_OBJECTS]])
    if not count:
        raise ClickcutError("no-subject")
    return count

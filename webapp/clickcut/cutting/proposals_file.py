"""What a photo may be about, written beside its embedding: a page shows it before anything can be clicked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame
from clickcut_core.proposals.grid import FOR_SUBJECT
from clickcut_core.proposals.proposal import OFFERED, Proposal
from clickcut_core.session import Session
from clickcut_models.manifest import Manifest

from clickcut.native_runtime import NativeRuntime, completed, load_graphs, load_proposal_graphs

if TYPE_CHECKING:
    from clickcut_core import protocol

FORMAT = "clickcut-proposals/1"


class Proposer:
    """Writes such files. It computes with one thread: a file does not depend on how many cores there are.

    Calls from several threads at once are safe.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._model = manifest.model
        self._runtime = NativeRuntime(threads=1)
        self._graphs = completed(load_graphs(self._runtime, manifest))
        self._proposal_graphs = completed(load_proposal_graphs(self._runtime, manifest))

    def write(self, embedding: Embedding) -> bytes:
        """Write what the photo of an embedding may be about; see `protocol.ProposalsFile`."""
        session = Session(self._runtime, self._graphs)
        return json.dumps(completed(self._written(session, embedding)), separators=(",", ":")).encode()

    async def _written(self, session: Session, embedding: Embedding) -> protocol.ProposalsFile:
        await session.set_image(embedding)
        found = await session.propose(self._proposal_graphs, FOR_SUBJECT, OFFERED)
        drawn = [await _drawn(session, each) for each in found.ranked]
        size = embedding.frame.photo
        return {
            "format": FORMAT,
            "model": self._model,
            "photo": {"width": size.width, "height": size.height},
            "sha256": embedding.photo_sha256,
            "extent": list(embedding.frame.mask_extent),
            "isSure": found.is_sure and drawn[0] is not None,
            "proposals": [each for each in drawn if each],
        }


async def _drawn(session: Session, proposal: Proposal) -> protocol.DrawnProposal | None:
    """Give a proposal with its mask; None where the click doesn't offer that one."""
    point = proposal.point
    try:
        masks, index = await session.preview(point.x, point.y, proposal.mask)
    except ClickcutError as error:
        if error.code != "invalid-prompt":
            raise
        return None
    return {**proposal.to_json(), "runs": _runs(masks.handle[0, index], session.image.frame)}


def _runs(logits: np.ndarray, frame: Frame) -> list[int]:
    """Give lengths of outside and inside by turns, row by row of what is photo, beginning with outside."""
    cells = frame.mask_cells
    inside = logits[: cells.height, : cells.width].ravel() > 0
    changes = np.flatnonzero(np.diff(np.concatenate([[False], inside])))
    lengths: list[int] = np.diff([0, *changes, inside.size]).tolist()
    return lengths

"""Writes the folders that other programs load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from clickcut_models import source as published
from clickcut_models.exports.card import card
from clickcut_models.exports.parity import parity
from clickcut_models.exports.sam import sam_decoder, sam_encoder
from clickcut_models.weights import read


def export_sam(
    source: Path, out: Path, *, progress: Callable[[str], None], accepted: str = "", known: Path | None = None
) -> None:
    """Write `encoder.onnx` and `decoder.onnx` with Segment Anything's contract, and their card.

    Parameters
    ----------
    source, accepted
        The weights, see `clickcut_models.weights.read`.
    out
        Folder to write; made if absent.
    progress
        Called with a line for each step.
    known
        Folder of the stock graphs, to compare with.

    Raises
    ------
    ClickcutError
        What `clickcut_models.weights.read` raises.
    """
    progress("reading and checking the weights")
    found = published.find(source, accepted)
    weights = read(source, accepted)
    encoder, decoder = sam_encoder(weights), sam_decoder(weights)
    graphs = {
        f"{name}.onnx": (model, model.SerializeToString(deterministic=True))
        for name, model in (("encoder", encoder), ("decoder", decoder))
    }
    measured = None
    if known is not None and found in (published.NPM, published.OFFICIAL):
        progress("comparing with the stock graphs")
        measured = parity(encoder, decoder, known)
    out.mkdir(parents=True, exist_ok=True)
    for name, (_, content) in graphs.items():
        (out / name).write_bytes(content)
        progress(f"{name}  {len(content) / 1e6:.1f} MB")
    (out / "README.md").write_text(card(graphs, found, measured), "utf-8")
    progress(f"README.md  model {found.model}")

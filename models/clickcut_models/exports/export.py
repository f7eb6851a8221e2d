"""Writes the folders that other programs load."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from clickcut_models import source as published
from clickcut_models.encoder.eight_bits import ALL
from clickcut_models.exports import usage_phone, usage_sam
from clickcut_models.exports.card import Exported, card
from clickcut_models.exports.ort_format import operators, ort_format
from clickcut_models.exports.parity import Parity, parity
from clickcut_models.exports.sam import sam_decoder, sam_encoder
from clickcut_models.narrow import narrow
from clickcut_models.network.layers import Weights
from clickcut_models.weights import read

Form = Literal["sam", "ort"]
_USAGE = {"sam": usage_sam, "ort": usage_phone}
_KINDS = {"": "float32", "_8bit": "8 bits"}  # by how a file's name ends


def export(
    form: Form,
    source: Path,
    out: Path,
    *,
    progress: Callable[[str], None],
    accepted: str = "",
    known: Path | None = None,
) -> None:
    """Write encoder and decoder with Segment Anything's contract, and their card.

    Parameters
    ----------
    form
        `sam`: ONNX. `ort`: onnxruntime's format for phones, exact and in 8 bits, with the list of operators.
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
    files = _sam(weights) if form == "sam" else _ort(weights)
    parities = {}
    if known is not None and found in (published.NPM, published.OFFICIAL):
        progress("comparing with the stock graphs")
        parities = _parities(form, files, known)
    out.mkdir(parents=True, exist_ok=True)
    for name, file in files.items():
        (out / name).write_bytes(file.content)
        progress(f"{name}  {len(file.content) / 1e6:.1f} MB")
    if form == "ort":
        listed = operators({name: file.content for name, file in files.items()})
        (out / "operators.config").write_text(listed, "utf-8")
        progress("operators.config")
    usage = _USAGE[form]
    (out / "README.md").write_text(card(usage.HEAD, usage.USE, files, found, parities), "utf-8")
    progress(f"README.md  model {found.model}")


def _sam(weights: Weights) -> dict[str, Exported]:
    models = {"encoder.onnx": sam_encoder(weights), "decoder.onnx": sam_decoder(weights)}
    return {
        name: Exported(model, model.SerializeToString(deterministic=True)) for name, model in models.items()
    }


def _ort(weights: Weights) -> dict[str, Exported]:
    decoder = sam_decoder(weights)
    models = {
        "encoder.ort": sam_encoder(weights),
        "decoder.ort": decoder,
        "encoder_8bit.ort": sam_encoder(weights, eight_bits=ALL),
        "decoder_8bit.ort": narrow(decoder),
    }
    return {name: Exported(model, ort_format(model)) for name, model in models.items()}


def _parities(form: Form, files: dict[str, Exported], stock: Path) -> dict[str, Parity]:
    suffix = "onnx" if form == "sam" else "ort"
    return {
        kind: parity(files[f"encoder{end}.{suffix}"].content, files[f"decoder{end}.{suffix}"].content, stock)
        for end, kind in _KINDS.items()
        if f"encoder{end}.{suffix}" in files
    }

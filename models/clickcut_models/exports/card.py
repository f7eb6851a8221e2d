"""The card beside exported graphs: what they take and give, how to know them again, and whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass

import onnx
from onnx import helper

from clickcut_models.exports.parity import Parity
from clickcut_models.source import Source

_PARITY = """
## Parity

Largest differences from the stock graphs, on a drawn photo and eight prompts:

| | embedding | logits | scores | worst IoU of masks |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """A graph, and the file's content that holds it."""

    model: onnx.ModelProto
    content: bytes


def card(
    head: str, use: str, files: Mapping[str, Exported], source: Source, parities: Mapping[str, Parity]
) -> str:
    """Write the card, in Markdown.

    Parameters
    ----------
    head, use
        Its beginning and its end.
    files
        By the file's name.
    source
        The weights.
    parities
        With the stock graphs, by what was compared; empty where nothing was.
    """
    about = ", ".join(f"{name} {value}" for name, value in source.about.items())
    parts = [head, f"\nWeights: {source.licence['weights']}. Source: {about}. Model `{source.model}`.\n"]
    for name, file in files.items():
        digest = hashlib.sha256(file.content).hexdigest()
        parts.append(f"\n## {name}\n\n{len(file.content) / 1e6:.1f} MB, SHA-256 `{digest}`\n")
        parts.append("\n| | name | type | shape |\n|---|---|---|---|\n")
        for kind, values in (("in", file.model.graph.input), ("out", file.model.graph.output)):
            parts.extend(f"| {kind} | `{each.name}` | {_typed(each)} |\n" for each in values)
    if parities:
        parts.append(
            "\n## Parity\n\nLargest differences from the stock graphs, on a drawn photo and eight prompts:\n"
        )
        parts.append("\n| | embedding | logits | scores | worst IoU of masks |\n|---|---|---|---|---|\n")
    for name, parity in parities.items():
        embedding, logits, score, iou = astuple(parity)
        parts.append(f"| {name} | {embedding:.1e} | {logits:.1e} | {score:.1e} | {iou:.5f} |\n")
    return "".join((*parts, use))


def _typed(value: onnx.ValueInfoProto) -> str:
    kind = value.type.tensor_type
    dims = ", ".join(str(dim.dim_param or dim.dim_value) for dim in kind.shape.dim)
    return f"{helper.tensor_dtype_to_np_dtype(kind.elem_type).name} | ({dims})"

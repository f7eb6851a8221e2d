"""What every part of the decoder needs at hand while one click's graph is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network.layers import Weights
from clickcut_models.network.mask_prompt import MaskPrompt


@dataclass(frozen=True, slots=True)
class Scene:
    """One photo and one prompt.

    Attributes
    ----------
    graph
        Where nodes go.
    weights
        The network's.
    photo
        The context's tensors by name; see `context.TENSORS`.
    mask
        The mask prompt.
    place
        float32 (T, 256), the prompt's tokens, which are also their places.
    grid
        float32 (4096, 256), the places of the embedding's cells.
    few
        bool (1,), whether tokens are few; see `image.either`.
    exact
        As in `decoder.decoder`.
    """

    graph: GraphWriter
    weights: Weights
    photo: Mapping[str, ir.Value]
    mask: MaskPrompt
    place: ir.Value
    grid: ir.Value
    few: ir.Value
    exact: bool

    def placed(self, queries: ir.Value) -> ir.Value:
        """Add their places to tokens."""
        return self.graph.op("Add", queries, self.place)

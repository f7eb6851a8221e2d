"""What every part of the survey needs at hand: one photo, many points, each as if it were the only click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network import positions
from clickcut_models.network.layers import HEADS, Floats, Linear, Weights, layer_norm, single
from clickcut_models.network.tokens import OUTPUT_TOKENS, TRANSFORMER

DEPTH = 16


@dataclass(frozen=True, slots=True)
class Crowd:
    """One photo and N points; what is told of one of them is float32 (N, …).

    Attributes
    ----------
    graph
        Where nodes go.
    weights
        The network's.
    photo
        The context's tensors by name; see `context.TENSORS`.
    place
        float32 (N, 7, 256), the prompts' tokens, which are also their places: the network's own, the click,
        and the padding that stands for no box.
    grid
        float32 (4096, 256), the places of the embedding's cells.
    """

    graph: GraphWriter
    weights: Weights
    photo: Mapping[str, ir.Value]
    place: ir.Value
    grid: ir.Value

    @classmethod
    def of(
        cls, graph: GraphWriter, weights: Weights, photo: Mapping[str, ir.Value], coords: ir.Value
    ) -> Crowd:
        """Begin with clicks that include, float32 (N, 2) in the model frame.

        Source: as in `clickcut_models.network.tokens.prompt_tokens`.
        """
        op = graph.op
        click = positions.encode_points(graph, coords, weights)
        click = op("Add", click, weights["prompt_encoder.point_embeddings.1.weight"])
        own = [weights[f"mask_decoder.{name}.weight"] for name in ("iou_token", "mask_tokens")]
        padding = weights["prompt_encoder.not_a_point_embed.weight"]
        count = op("Shape", coords, end=1)

        def for_each(rows: Floats) -> ir.Value:
            return op("Expand", rows[None], op("Concat", count, list(rows.shape), axis=0))

        parts = (for_each(np.concatenate(own)), op("Unsqueeze", click, [1]), for_each(padding))
        grid = positions.encode_grid(graph, weights)
        return cls(graph, weights, photo, op("Concat", *parts, axis=1), grid)

    def placed(self, queries: ir.Value) -> ir.Value:
        """Add their places to tokens."""
        return self.graph.op("Add", queries, self.place)

    def own(self, queries: ir.Value) -> ir.Value:
        """Give the network's own tokens, float32 (N, 5, 256)."""
        return self.graph.op("Slice", queries, [0], [OUTPUT_TOKENS], [1])

    def linear(self, x: ir.Value, layer: Linear) -> ir.Value:
        """Apply a linear layer to tokens, float32 (N, tokens, inputs)."""
        return self.graph.op("Add", self.through(x, layer.weight), single(layer.bias))

    def through(self, rows: ir.Value, matrix: np.ndarray) -> ir.Value:
        """Multiply rows, float32 (N, rows, inputs), by a matrix: one product for all points."""
        return self.graph.op("MatMul", rows, single(matrix))

    def normed(self, x: ir.Value, name: str) -> ir.Value:
        """Normalise tokens."""
        return layer_norm(self.graph, x, self.weights, f"{TRANSFORMER}.{name}")

    def heads(self, x: ir.Value) -> ir.Value:
        """Turn float32 (N, rows, 8 · 16) into float32 (N, 8, rows, 16)."""
        return self.graph.op("Transpose", self._split(x), perm=[0, 2, 1, 3])

    def heads_of_columns(self, x: ir.Value) -> ir.Value:
        """Turn float32 (N, rows, 8 · 16) into float32 (N, 8, 16, rows)."""
        return self.graph.op("Transpose", self._split(x), perm=[0, 2, 3, 1])

    def joined(self, x: ir.Value) -> ir.Value:
        """Turn float32 (N, 8, tokens, 16) into float32 (N, tokens, 8 · 16)."""
        return self.graph.op("Reshape", self.graph.op("Transpose", x, perm=[0, 2, 1, 3]), [0, 0, -1])

    def _split(self, x: ir.Value) -> ir.Value:
        return self.graph.op("Reshape", x, [0, 0, HEADS, DEPTH])

"""A mask as prompt: sixteen planes and a constant, added to the embedding through one small product.

The embedding changes by planesᵀ · rows, of rank 17 (`projections.mask_rows`). So nothing that was prepared
for the photo is made anew: each reader adds its own small product, of rank 0 while there is no mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network import projections
from clickcut_models.network.layers import HEADS, PLANE_EPSILON, Weights, single
from clickcut_models.network.positions import PIXELS

RANK = projections.MASK_RANK
_NAME = projections.MASK_NAME


@dataclass(frozen=True, slots=True)
class MaskPrompt:
    """What a mask adds; m is 17, or 0 without a mask.

    Attributes
    ----------
    planes
        float32 (m, 4096).
    right
        float32 (m, 145): the planes' rows in basis₀.
    keys, queries, values
        float32 (8, m, 16): to layer 0's keys, image queries and values, planesᵀ · these.
    reach_0, reach_1
        float32 (m, 4096): the embedding as it meets the planes' rows in the two norms.
    """

    planes: ir.Value
    right: ir.Value
    keys: ir.Value
    queries: ir.Value
    values: ir.Value
    reach_0: ir.Value
    reach_1: ir.Value


def mask_prompt(
    graph: GraphWriter,
    mask: ir.Value,
    present: ir.Value,
    photo: Mapping[str, ir.Value],
    weights: Weights,
) -> MaskPrompt:
    """Read a mask, float32 (1, 1, 256, 256) of logits, if there is one.

    Parameters
    ----------
    present
        float32 (1,), 0 or 1.
    photo
        The context's tensors.
    """
    right = np.eye(128 + RANK, dtype=np.float32)[128:]
    rows, readers = projections.mask_rows(weights), projections.first_readers(weights)
    heads = [
        single((rows @ readers[name].weight).reshape(RANK, HEADS, -1).transpose(1, 0, 2))
        for name in ("keys_0", "queries_0", "values_0")
    ]

    def some(branch: GraphWriter) -> list[ir.Value]:
        reach = (photo["mask_reach_0"], photo["mask_reach_1"])
        kept = [branch.op("Identity", x) for x in (right, *heads)]
        return [_planes(branch, mask, weights), *kept, *(branch.op("Identity", x) for x in reach)]

    def none(branch: GraphWriter) -> list[ir.Value]:
        shapes = [(0, PIXELS), (0, 128 + RANK), *[(HEADS, 0, 16)] * 3, (0, PIXELS), (0, PIXELS)]
        return [branch.op("Identity", np.zeros(shape, np.float32)) for shape in shapes]

    made = graph.ops(
        "If",
        graph.op("Greater", present, 0.0),
        outputs=7,
        then_branch=graph.branch(some, "mask"),
        else_branch=graph.branch(none, "no_mask"),
    )
    return MaskPrompt(*made)


def _planes(graph: GraphWriter, mask: ir.Value, weights: Weights) -> ir.Value:
    """Shrink the mask to 16 planes of 64 × 64, and a plane of ones for what is constant."""
    x = mask
    for step in (0, 3):
        name = f"{_NAME}.{step}"
        x = graph.op("Conv", x, weights[f"{name}.weight"], weights[f"{name}.bias"], strides=[2, 2])
        x = graph.op("Gelu", plane_norm(graph, x, weights, f"{_NAME}.{step + 1}"))
    planes = graph.op("Reshape", x, [RANK - 1, PIXELS])
    return graph.op("Concat", planes, np.ones((1, PIXELS), np.float32), axis=0)


def plane_norm(graph: GraphWriter, x: ir.Value, weights: Weights, name: str) -> ir.Value:
    """Normalise over channels, float32 (1, channels, height, width).

    Source: `LayerNorm2d` in segment-anything's modeling/common.py.
    """
    centred = graph.op("Sub", x, graph.op("ReduceMean", x, [1]))
    variance = graph.op("ReduceMean", graph.op("Mul", centred, centred), [1])
    scaled = graph.op("Div", centred, graph.op("Sqrt", graph.op("Add", variance, PLANE_EPSILON)))
    scale, shift = (weights[f"{name}.{part}"].reshape(-1, 1, 1) for part in ("weight", "bias"))
    return graph.op("Add", graph.op("Mul", scaled, scale), shift)

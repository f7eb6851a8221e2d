"""The image looks at many points' tokens: the arithmetic of `network.writing`, without a mask prompt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from clickcut_models.network import projections
from clickcut_models.network.layers import HEADS, Linear, single
from clickcut_models.network.mask_prompt import RANK
from clickcut_models.network.positions import PIXELS
from clickcut_models.network.projections import Attention
from clickcut_models.proposals.crowd import DEPTH, Crowd
from clickcut_models.proposals.products import Rows, Written, match
from clickcut_models.proposals.reading import placed_planes

_FLAT = [0, -1, PIXELS]


def layer_0(crowd: Crowd, queries: ir.Value) -> Written:
    """Give P₀: what layer 0's tokens add to the embedding."""
    op, photo = crowd.graph.op, crowd.photo
    attention = projections.image_to_token(crowd.weights, 0)
    key, value, first = _against_first(crowd, queries, attention)
    weights, total = _over_tokens(crowd, op("MatMul", key, photo["queries_0"]))
    weights = op("Mul", weights, op("Reciprocal", total))
    ones = op("Expand", single(np.ones((1, 1, PIXELS))), op("Shape", op("Slice", first, [0], [1], [2])))
    reach = [photo["reach_0"], photo["reach_1"]]
    return Written(
        weights=op("Reshape", weights, _FLAT),
        constant=ones,
        right=op("Concat", _spread(crowd, value), first, axis=1),
        reach=_reach(crowd, value, reach),
        constant_reach=tuple(_met(crowd, first, each) for each in reach),
    )


def layer_1(crowd: Crowd, queries: ir.Value, first: Written, left: ir.Value, factor: ir.Value) -> Written:
    """Give P₁ ÷ r₁: what layer 1's tokens and two constants add, given P₀ with its left factor, and r₁."""
    op, photo = crowd.graph.op, crowd.photo
    attention, reader = projections.image_to_token(crowd.weights, 1), projections.readers(crowd.weights)
    _, shift = projections.norm(crowd.weights, 0)
    key, value, own = _against_first(crowd, queries, attention)
    right = crowd.through(first.right, reader["queries_1"].first[:-RANK])
    scores = op("Add", op("MatMul", key, photo["queries_1"]), match(crowd, key, Rows(right, left)))
    shifted = Linear(attention.query.weight, shift @ attention.query.weight + attention.query.bias)
    over_heads = op("Unsqueeze", factor, [1])
    scores = op("Mul", scores, over_heads)
    scores = op("Add", scores, op("MatMul", key, placed_planes(crowd, shifted)))
    weights, total = _over_tokens(crowd, scores)
    weights = op("Mul", weights, op("Reciprocal", op("Mul", total, over_heads)))
    rows = op("Pad", _spread(crowd, value), [0, 0, 0, 0, 0, 1])
    constant = op("Pad", own, [0, 0, 0, 0, 0, 1], 1.0)
    met = op("Add", _met(crowd, own, photo["reach_2"]), photo["shift_reach_2"])
    return Written(
        weights=op("Reshape", weights, _FLAT),
        constant=op("Reciprocal", factor),
        right=op("Concat", rows, constant, axis=1),
        reach=_reach(crowd, value, [photo["reach_2"]]),
        constant_reach=(met,),
    )


def _over_tokens(crowd: Crowd, scores: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Take the softmax over tokens of float32 (N, 8, 6, 4096), less the first token's; but for the division.

    The highest score is not taken away first: over the points of 14 photos all lay between −22 and 21, and an
    exponential ends at 88.

    Returns
    -------
    tuple
        Numerators, likewise, and denominators, float32 (N, 8, 1, 4096).
    """
    weights = crowd.graph.op("Exp", scores)
    return weights, crowd.graph.op("Add", crowd.graph.op("ReduceSum", weights, [2]), 1.0)


def _reach(crowd: Crowd, value: ir.Value, reach: Sequence[ir.Value]) -> tuple[ir.Value, ...]:
    op = crowd.graph.op
    return tuple(op("Reshape", op("MatMul", value, each), _FLAT) for each in reach)


def _spread(crowd: Crowd, value: ir.Value) -> ir.Value:
    """Turn float32 (N, 8, 6, 16) into rows in which each head has its own columns, float32 (N, 48, 128)."""
    own_head = np.eye(HEADS, dtype=np.float32).reshape(HEADS, 1, HEADS, 1)
    spread = crowd.graph.op("Mul", crowd.graph.op("Unsqueeze", value, [3]), own_head)
    return crowd.graph.op("Reshape", spread, [0, -1, HEADS * DEPTH])


def _against_first(
    crowd: Crowd, queries: ir.Value, attention: Attention
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Give keys and values of all tokens but the first, less the first one's, and its own values.

    Returns
    -------
    tuple
        float32 (N, 8, 6, 16) twice, and float32 (N, 1, 128).
    """
    op = crowd.graph.op

    def differences(rows: ir.Value, layer: Linear) -> ir.Value:
        rest, first = op("Slice", rows, [1], [2**31], [1]), op("Slice", rows, [0], [1], [1])
        return crowd.heads(crowd.through(op("Sub", rest, first), layer.weight))

    first = crowd.linear(op("Slice", queries, [0], [1], [1]), attention.value)
    return differences(crowd.placed(queries), attention.key), differences(queries, attention.value), first


def _met(crowd: Crowd, row: ir.Value, planes: ir.Value) -> ir.Value:
    """Multiply a row over all heads, float32 (N, 1, 128), with planes, float32 (8, 16, 4096)."""
    return crowd.graph.op("MatMul", row, crowd.graph.op("Reshape", planes, [HEADS * DEPTH, -1]))

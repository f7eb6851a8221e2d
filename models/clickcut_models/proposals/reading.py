"""Many points' tokens look at the image: the arithmetic of `network.reading`, without a mask prompt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import CONTRIB
from clickcut_models.network import projections
from clickcut_models.network.layers import HEADS, Linear, single, transposed_product
from clickcut_models.network.mask_prompt import RANK
from clickcut_models.network.projections import Attention
from clickcut_models.network.tokens import TRANSFORMER
from clickcut_models.proposals.crowd import DEPTH, Crowd
from clickcut_models.proposals.products import Changed, Rows, Written, late_rows, look, match


def self_attention(crowd: Crowd, queries: ir.Value, layer: int, *, placed: bool) -> ir.Value:
    """Let each point's tokens attend to each other; see `network.tokens.self_attention`."""
    graph, name = crowd.graph, f"{TRANSFORMER}.layers.{layer}.self_attn"
    query, key, value, out = (
        Linear.of(crowd.weights, f"{name}.{part}_proj") for part in ("q", "k", "v", "out")
    )
    x = crowd.placed(queries) if placed else queries
    made = (crowd.linear(x, query), crowd.linear(x, key), crowd.linear(queries, value))
    attended = crowd.linear(graph.op("MultiHeadAttention", *made, domain=CONTRIB, num_heads=HEADS), out)
    summed = graph.op("Add", queries, attended) if placed else attended
    return crowd.normed(summed, f"layers.{layer}.norm1")


def feed_forward(crowd: Crowd, queries: ir.Value, layer: int) -> ir.Value:
    """Apply the block's two linear layers to each token, add and normalise."""
    graph, name = crowd.graph, f"{TRANSFORMER}.layers.{layer}"
    first, last = (Linear.of(crowd.weights, f"{name}.mlp.{part}") for part in ("lin1", "lin2"))
    made = crowd.linear(graph.op("Relu", crowd.linear(queries, first)), last)
    return crowd.normed(graph.op("Add", queries, made), f"layers.{layer}.norm3")


def layer_0(crowd: Crowd, queries: ir.Value) -> ir.Value:
    """Let tokens look at the photo, which is the same to all: one product a head."""
    op = crowd.graph.op
    attention = projections.token_to_image(crowd.weights, 0)
    rows = op("Reshape", crowd.linear(crowd.placed(queries), attention.query), [-1, HEADS, DEPTH])
    scores = op("MatMul", op("Transpose", rows, perm=[1, 0, 2]), crowd.photo["keys_0"])
    seen = transposed_product(crowd.graph, op("Softmax", scores, axis=-1), crowd.photo["values_0"])
    seen = op(
        "Reshape",
        op("Transpose", seen, perm=[1, 0, 2]),
        op("Concat", op("Shape", queries, end=2), [-1], axis=0),
    )
    return _added(crowd, queries, seen, attention.out, "layers.0.norm2")


def layer_1(crowd: Crowd, queries: ir.Value, first: Written, left: ir.Value, factor: ir.Value) -> ir.Value:
    """Let tokens look at keys₁, given P₀ with its left factor, and r₁."""
    attention, reader = projections.token_to_image(crowd.weights, 1), projections.readers(crowd.weights)
    _, shift = projections.norm(crowd.weights, 0)
    keys, values = (
        [Rows(crowd.through(first.right, reader[name].first[:-RANK]), left)]
        for name in ("keys_1", "values_1")
    )
    seen = _seen(crowd, crowd.placed(queries), attention, _Image("1", keys, values, factor))
    seen = crowd.graph.op("Add", seen, _shifted(shift, attention.value))
    return _added(crowd, queries, crowd.joined(seen), attention.out, "layers.1.norm2")


def last(crowd: Crowd, queries: ir.Value, changed: Changed) -> ir.Value:
    """Let the network's own tokens look at keys₂, and give only them, float32 (N, 5, 256)."""
    attention = projections.token_to_image(crowd.weights, None)
    _, shift = projections.norm(crowd.weights, 1)
    readers = projections.late_readers(crowd.weights)
    keys, values = (
        late_rows(crowd, changed, (readers[name].first[:-RANK], readers[name].second))
        for name in ("keys_2", "values_2")
    )
    image = _Image("2", keys, values, changed.factor)
    seen = _seen(crowd, crowd.own(crowd.placed(queries)), attention, image)
    seen = crowd.graph.op("Add", seen, _shifted(shift, attention.value))
    return _added(crowd, crowd.own(queries), crowd.joined(seen), attention.out, "norm_final_attn")


@dataclass(frozen=True, slots=True)
class _Image:
    """What tokens look at: the context's keys and values of this number, and products' rows through both.

    All of it is to be multiplied by `factor`, float32 (N, 1, 4096).
    """

    number: str
    keys: list[Rows]
    values: list[Rows]
    factor: ir.Value


def _seen(crowd: Crowd, placed: ir.Value, attention: Attention, image: _Image) -> ir.Value:
    """Give what each token sees, float32 (N, 8, T, 16)."""
    op, photo = crowd.graph.op, crowd.photo
    over_heads = op("Unsqueeze", image.factor, [1])
    query = crowd.heads(crowd.linear(placed, attention.query))
    scores = op("MatMul", query, photo[f"keys_{image.number}"])
    for rows in image.keys:
        scores = op("Add", scores, match(crowd, query, rows))
    scores = op("Mul", scores, over_heads)
    scores = op("Add", scores, op("MatMul", query, placed_planes(crowd, attention.key)))
    seen_by = op("Mul", op("Softmax", scores, axis=-1), over_heads)
    seen = transposed_product(crowd.graph, seen_by, photo[f"values_{image.number}"])
    for rows in image.values:
        seen = op("Add", seen, look(crowd, seen_by, rows))
    return seen


def placed_planes(crowd: Crowd, projection: Linear) -> ir.Value:
    """Give what cells' places add to keys or queries, float32 (8, 16, 4096); see `network.reading`."""
    op = crowd.graph.op
    made = op("Gemm", crowd.grid, single(projection.weight), single(projection.bias))
    return op("Reshape", op("Transpose", made, perm=[1, 0]), [HEADS, DEPTH, -1])


def _added(crowd: Crowd, queries: ir.Value, seen: ir.Value, out: Linear, norm: str) -> ir.Value:
    return crowd.normed(crowd.graph.op("Add", queries, crowd.linear(seen, out)), norm)


def _shifted(shift: np.ndarray, value: Linear) -> np.ndarray:
    """Give the value of a cell that is nothing but its norm's shift, float32 (8, 1, 16)."""
    return single((shift @ value.weight + value.bias).reshape(HEADS, 1, -1))

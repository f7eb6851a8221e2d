"""The image side: how the 4096 cells of the embedding change as tokens write into them.

They are never written out. Each layer adds a product of low rank to the embedding, and every reader
multiplies the embedding by a matrix: the context holds that for the photo, and the product goes through
the same matrix at a fraction of the cost. See `projections` for the algebra.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network import layers
from clickcut_models.network.layers import HEADS, Floats, single
from clickcut_models.network.positions import PIXELS

# From this many tokens on, attention's own 128 channels are fewer than 8 rows for each.
TOKENS_FOR_CHANNELS = 17


@dataclass(frozen=True, slots=True)
class Product:
    """leftᵀ · right · basis, not multiplied out.

    Attributes
    ----------
    left
        float32 (rank, 4096).
    right
        float32 (rank, rows of the basis).
    reach
        float32 (rank, 4096) each: twice the embedding as it meets right · basis in a norm.
    """

    left: ir.Value
    right: ir.Value
    reach: tuple[ir.Value, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """Rows to be put above and below others."""

    above: Sequence[ir.Value | Floats]
    below: Sequence[ir.Value | Floats]


def write(
    graph: GraphWriter,
    few: ir.Value,
    scores: ir.Value,
    values: ir.Value,
    reach: Sequence[ir.Value],
    around: Sequence[Around],
) -> Product:
    """Let the image look at all tokens but the first, whose share is a constant and the caller's.

    Parameters
    ----------
    scores
        float32 (8, tokens − 1, 4096), each token's less the first one's.
    values
        float32 (8, tokens − 1, 16), likewise.
    reach
        float32 (8, 16, 4096) each, the embedding through the output projection.
    around
        For the left factor and for each of `reach`.
    """
    weights = over_tokens(graph, scores)
    flat = graph.op("Reshape", weights, [-1, PIXELS])
    flat_reach = [graph.op("Reshape", each, [-1, PIXELS]) for each in reach]
    own_head = np.eye(HEADS, dtype=np.float32).reshape(HEADS, 1, HEADS, 1)

    def by_token(branch: GraphWriter) -> list[ir.Value]:
        spread = branch.op("Mul", branch.op("Unsqueeze", values, [2]), own_head)
        met = [branch.op("Reshape", branch.op("MatMul", values, each), [-1, PIXELS]) for each in reach]
        return [branch.op("Reshape", spread, [-1, HEADS * 16]), *_around(branch, [flat, *met], around)]

    def by_channel(branch: GraphWriter) -> list[ir.Value]:
        mixed = branch.op("FusedMatMul", values, weights, domain=CONTRIB, transA=1)
        mixed = branch.op("Reshape", mixed, [-1, PIXELS])
        right = branch.op("Identity", np.eye(HEADS * 16, dtype=np.float32))
        return [right, *_around(branch, [mixed, *flat_reach], around)]

    right, left, *reached = either(graph, few, by_token, by_channel, outputs=2 + len(reach))
    return Product(left, right, tuple(reached))


def _around(graph: GraphWriter, values: Sequence[ir.Value], around: Sequence[Around]) -> list[ir.Value]:
    pairs = zip(values, around, strict=True)
    return [stack(graph, *rows.above, x, *rows.below) for x, rows in pairs]


def over_tokens(graph: GraphWriter, scores: ir.Value) -> ir.Value:
    """Take the softmax over tokens, where the first token's scores are zero and not among the rows.

    Spelt out: onnxruntime transposes twice for an axis that is not the last.
    """
    highest = graph.op("Relu", graph.op("ReduceMax", scores, [1]))
    weights = graph.op("Exp", graph.op("Sub", scores, highest))
    first = graph.op("Exp", graph.op("Neg", highest))
    return graph.op("Div", weights, graph.op("Add", graph.op("ReduceSum", weights, [1]), first))


def match(
    graph: GraphWriter, tokens: ir.Value, planes: ir.Value, right: ir.Value, left: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Match tokens, float32 (8, T, 16), with what a reader sees: of the photo, and of a product.

    Parameters
    ----------
    planes
        float32 (8, 16, 4096).
    right
        float32 (rank, 128), through the reader's matrix.
    left
        float32 (rank, 4096).

    Returns
    -------
    tuple
        float32 (8, T, 4096) each.
    """
    by_head = graph.op("Transpose", graph.op("Reshape", right, [-1, HEADS, 16]), perm=[1, 2, 0])
    rows = graph.op("Reshape", graph.op("MatMul", tokens, by_head), [0, 0, -1])
    return graph.op("MatMul", tokens, planes), graph.op("MatMul", rows, left)


def look(
    graph: GraphWriter, weights: tuple[ir.Value, ir.Value], planes: ir.Value, right: ir.Value, left: ir.Value
) -> ir.Value:
    """Read values by attention weights, those for the photo and those for the product.

    Returns
    -------
    onnx_ir.Value
        float32 (8, T, 16).
    """
    by_head = graph.op("Transpose", graph.op("Reshape", right, [-1, HEADS, 16]), perm=[1, 0, 2])
    tokens = graph.op("Shape", weights[1], start=1, end=2)
    shape = graph.op("Concat", [HEADS], tokens, [-1], axis=0)
    of_photo = layers.transposed_product(graph, weights[0], planes)
    flat = graph.op("Reshape", weights[1], [-1, PIXELS])
    rows = graph.op("Reshape", graph.op("Gemm", flat, left, transB=1), shape)
    return graph.op("Add", of_photo, graph.op("MatMul", rows, by_head))


def match_all(
    graph: GraphWriter, few: ir.Value, tokens: ir.Value, planes: ir.Value, right: ir.Value, left: ir.Value
) -> ir.Value:
    """Give both of what `match` gives, added: by the cheaper way for few tokens and for many."""

    def by_token(branch: GraphWriter) -> list[ir.Value]:
        return [branch.op("Add", *match(branch, tokens, planes, right, left))]

    def by_channel(branch: GraphWriter) -> list[ir.Value]:
        return [branch.op("MatMul", tokens, _written_out(branch, planes, right, left))]

    return either(graph, few, by_token, by_channel, outputs=1)[0]


def look_all(
    graph: GraphWriter, few: ir.Value, weights: ir.Value, planes: ir.Value, right: ir.Value, left: ir.Value
) -> ir.Value:
    """Give what `look` gives for one and the same weights: by the cheaper way for few tokens and for many."""

    def by_token(branch: GraphWriter) -> list[ir.Value]:
        return [look(branch, (weights, weights), planes, right, left)]

    def by_channel(branch: GraphWriter) -> list[ir.Value]:
        written = _written_out(branch, planes, right, left)
        return [layers.transposed_product(branch, weights, written)]

    return either(graph, few, by_token, by_channel, outputs=1)[0]


def either(
    graph: GraphWriter,
    few: ir.Value,
    by_token: Callable[[GraphWriter], Sequence[ir.Value]],
    by_channel: Callable[[GraphWriter], Sequence[ir.Value]],
    *,
    outputs: int,
) -> Sequence[ir.Value]:
    """Choose, when a prompt is there, between a row for each token and head and a row for each channel."""
    return graph.ops(
        "If",
        few,
        outputs=outputs,
        then_branch=graph.branch(by_token, "by_token"),
        else_branch=graph.branch(by_channel, "by_channel"),
    )


def few_tokens(graph: GraphWriter, tokens: ir.Value) -> ir.Value:
    """Tell whether tokens, float32 (T, 256), are few, as bool (1,)."""
    return graph.op("Less", graph.op("Shape", tokens, end=1), [TOKENS_FOR_CHANNELS])


def _written_out(graph: GraphWriter, planes: ir.Value, right: ir.Value, left: ir.Value) -> ir.Value:
    return graph.op(
        "Add", planes, graph.op("Reshape", graph.op("Gemm", right, left, transA=1), [HEADS, 16, -1])
    )


def stack(graph: GraphWriter, *values: ir.Value | Floats) -> ir.Value:
    """Put rows below rows."""
    return graph.op("Concat", *values, axis=0)


def ones() -> Floats:
    """Give a row of ones, float32 (1, 4096): what is constant, as a factor of a product."""
    return np.ones((1, PIXELS), np.float32)


def through(graph: GraphWriter, product: Product, matrix: np.ndarray) -> ir.Value:
    """Give a product's rows through a reader's matrix, float32 (rank, channels)."""
    return graph.op("MatMul", product.right, single(matrix))

"""What N points add to the embedding's cells: products of low rank as in `network.image`, one a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import CONTRIB
from clickcut_models.network.layers import HEADS
from clickcut_models.network.positions import PIXELS
from clickcut_models.proposals.crowd import Crowd


@dataclass(frozen=True, slots=True)
class Written:
    """What the image saw in one layer: leftᵀ · right · basis of each point, not multiplied out.

    The left factor is `weights`, with `constant` below.

    Attributes
    ----------
    weights
        float32 (N, 48, 4096), a row for each head and each token but the first.
    constant
        float32 (N, 1, 4096), the row of what is added whatever the image sees.
    right
        float32 (N, 49, rows of the basis).
    reach
        float32 (N, 48, 4096) each: twice the embedding as it meets right · basis in a norm.
    constant_reach
        float32 (N, 1, 4096) each, likewise of the constant's row.
    """

    weights: ir.Value
    constant: ir.Value
    right: ir.Value
    reach: tuple[ir.Value, ...]
    constant_reach: tuple[ir.Value, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The image side after layer 1, divided by r₁, the factor of its first normalisation.

    Attributes
    ----------
    written
        P₀ and P₁ ÷ r₁.
    left
        float32 (N, 49, 4096), their left factors.
    factor
        float32 (N, 1, 4096), r₁·r₂.
    """

    written: tuple[Written, Written]
    left: tuple[ir.Value, ir.Value]
    factor: ir.Value


@dataclass(frozen=True, slots=True)
class Rows:
    """A product's rows through a reader, float32 (N, 49, channels), and its left factor, (N, 49, 4096)."""

    right: ir.Value
    left: ir.Value


def match(crowd: Crowd, tokens: ir.Value, rows: Rows) -> ir.Value:
    """Match tokens, float32 (N, 8, T, 16), with a product that went through a reader: (N, 8, T, 4096)."""
    op = crowd.graph.op
    count = op("Shape", tokens, start=2, end=3)
    met = op("MatMul", tokens, crowd.heads_of_columns(rows.right))
    met = op("Reshape", met, op("Concat", [0], op("Mul", count, [HEADS]), [-1], axis=0))
    return op("Reshape", op("MatMul", met, rows.left), op("Concat", [0, HEADS], count, [PIXELS], axis=0))


def look(crowd: Crowd, seen_by: ir.Value, rows: Rows) -> ir.Value:
    """Read values of a product by attention weights, float32 (N, 8, T, 4096), as float32 (N, 8, T, 16)."""
    op = crowd.graph.op
    count = op("Shape", seen_by, start=2, end=3)
    flat = op("Reshape", seen_by, op("Concat", [0], op("Mul", count, [HEADS]), [PIXELS], axis=0))
    met = op("FusedMatMul", flat, rows.left, domain=CONTRIB, transB=1)
    met = op("Reshape", met, op("Concat", [0, HEADS], count, [-1], axis=0))
    return op("MatMul", met, crowd.heads(rows.right))


def squared(crowd: Crowd, written: Written, place: int, others: Sequence[Rows]) -> ir.Value:
    """Give what a product adds to the squared norm of each cell, float32 (N, 1, 4096); see `network.norms`.

    Parameters
    ----------
    place
        Which of its reaches counts.
    others
        The products whose rows it meets, float32 (N, 49, 49), transposed.
    """
    op = crowd.graph.op
    inner, below = written.reach[place], written.constant_reach[place]
    for other in others:
        rows = op("Slice", other.right, [0], [-1], [1])
        constant = op("Slice", other.right, [-1], [2**31], [1])
        inner = op("Add", inner, op("MatMul", rows, other.left))
        below = op("Add", below, op("MatMul", constant, other.left))
    sums = op("ReduceSum", op("Mul", written.weights, inner), [1])
    return op("Add", sums, op("Mul", written.constant, below))


def meet(crowd: Crowd, a: ir.Value, gram: np.ndarray, b: ir.Value) -> ir.Value:
    """Give a · gram · bᵀ, float32 (N, rank of a, rank of b)."""
    return crowd.graph.op("FusedMatMul", crowd.through(a, gram), b, domain=CONTRIB, transB=1)


def late_rows(crowd: Crowd, changed: Changed, matrices: tuple[np.ndarray, np.ndarray]) -> list[Rows]:
    """Give both products' rows through a reader of keys₂."""
    each = zip(changed.written, matrices, changed.left, strict=True)
    return [Rows(crowd.through(written.right, matrix), left) for written, matrix, left in each]

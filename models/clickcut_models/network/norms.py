"""How long a cell's row is, without the row: what normalising needs to know of the image side.

|x + leftᵀ·rows|² − |x|² = Σ left ∘ (2·rows·x + (rows·rowsᵀ)·left). The context has rows · x, but for tokens'
own share; rows · rowsᵀ is a small matrix.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir

from clickcut_models.graph import Array, GraphWriter
from clickcut_models.network.image import Product
from clickcut_models.network.layers import TRANSFORMER_EPSILON, WIDTH, Floats


def squared(graph: GraphWriter, product: Product, reach: ir.Value, gram: Floats, *, exact: bool) -> ir.Value:
    """Give what a product adds to the squared norm of each cell, float32 (1, 4096).

    Parameters
    ----------
    reach
        float32 (rank, 4096), 2 · rows · x.
    gram
        basis · basisᵀ.
    exact
        Form rows · rowsᵀ in double precision: its large entries cancel, which costs up to 1e-3 logits.
    """
    right = product.right
    if exact:
        doubles = graph.op("Cast", right, to=onnx.TensorProto.DOUBLE)
        met = graph.op(
            "Cast", meet(graph, doubles, gram.astype(np.float64), doubles), to=onnx.TensorProto.FLOAT
        )
    else:
        met = meet(graph, right, gram, right)
    gram_left = graph.op("MatMul", met, product.left)
    inner = graph.op("Add", reach, gram_left)
    return graph.op("ReduceSum", graph.op("Mul", product.left, inner), [0])


def meet(graph: GraphWriter, a: ir.Value, gram: Array, b: ir.Value) -> ir.Value:
    """Give a · gram · bᵀ, (rank of a, rank of b), in the precision of all three."""
    return graph.op("Gemm", graph.op("MatMul", a, gram), b, transB=1)


def factor(graph: GraphWriter, squares: ir.Value) -> ir.Value:
    """Give the factor that normalises each cell, float32 (1, 4096), from its squared norm."""
    variance = graph.op("Mul", squares, 1 / WIDTH)
    return graph.op("Reciprocal", graph.op("Sqrt", graph.op("Add", variance, TRANSFORMER_EPSILON)))

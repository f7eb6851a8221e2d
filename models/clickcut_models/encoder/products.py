"""Rows times a layer's matrix, in 32 bits or in 8: for processors on which those are faster."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network.layers import Linear, single

# All 8 bits: for processors with VNNI. Older x86 adds pairs of products in 16 bits, where 2 · 255 · 127 is
# cut off: https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html ("reduce_range").
_LARGEST = 127


def product(
    graph: GraphWriter, x: ir.Value, layer: Linear, *, bias: bool = True, eight_bit: bool = False
) -> ir.Value:
    """Multiply rows by a layer's weight.

    Parameters
    ----------
    x
        float32 (rows, inputs).
    bias
        Whether to add the layer's.
    eight_bit
        Rows are quantised as they come, with one scale; the weight now, with a scale a column.
    """
    added = single(layer.bias) if bias else None
    if not eight_bit:
        weight = single(layer.weight)
        return graph.op("MatMul", x, weight) if added is None else graph.op("Gemm", x, weight, added)
    scale = np.maximum(np.abs(layer.weight).max(axis=0), 1e-12) / _LARGEST
    steps = np.round(layer.weight / scale).astype(np.int8)
    inputs = (steps, scale.astype(np.float32), np.zeros(len(scale), np.int8))
    return graph.op("DynamicQuantizeMatMul", x, *inputs, added, domain=CONTRIB)

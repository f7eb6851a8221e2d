"""Matrix products in 8 bits: for processors on which they are faster, and where the masks allow it."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network.layers import Linear

# Without VNNI, x86 adds pairs of products in 16 bits: 2 · 255 · 63 fits, 2 · 255 · 127 would be cut off.
# https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html ("reduce_range")
_LARGEST = 63


def product(graph: GraphWriter, x: ir.Value, layer: Linear, *, bias: bool) -> ir.Value:
    """Multiply rows, quantised as they come, by a layer's weight, quantised now with a scale a column.

    Parameters
    ----------
    x
        float32 (rows, inputs).
    bias
        Whether to add the layer's.
    """
    scale = np.maximum(np.abs(layer.weight).max(axis=0), 1e-12) / _LARGEST
    steps = np.round(layer.weight / scale).astype(np.int8)
    inputs = (steps, scale.astype(np.float32), np.zeros(len(scale), np.int8))
    last = layer.bias.astype(np.float32) if bias else None
    return graph.op("DynamicQuantizeMatMul", x, *inputs, last, domain=CONTRIB)

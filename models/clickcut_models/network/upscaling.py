"""From the embedding to four masks of 256 × 256 logits, channels last all the way.

A 2 × 2 transposed convolution of stride 2 is a matrix product whose columns are the four places it
writes to; only the finished masks are put in order. Source: `output_upscaling` in
segment-anything's modeling/mask_decoder.py.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter
from clickcut_models.network.gelu import FIRST, SECOND
from clickcut_models.network.layers import PLANE_EPSILON, Weights
from clickcut_models.network.positions import SIDE

_NAME = "mask_decoder.output_upscaling"
MASKS, CHANNELS, LAST_CHANNELS = 4, 64, 32


def masks(graph: GraphWriter, first: ir.Value, mixers: ir.Value, weights: Weights) -> ir.Value:
    """Finish the upscaling.

    Parameters
    ----------
    first
        float32 (4096, 4 · 64), the first transposed convolution less its mean over the 64 channels.
    mixers
        float32 (4, 32), each mask's weights of the last channels.

    Returns
    -------
    onnx_ir.Value
        float32 (1, 4, 256, 256), logits.
    """
    scale, shift = weights[f"{_NAME}.1.weight"], weights[f"{_NAME}.1.bias"]
    x = graph.op("Reshape", first, [-1, CHANNELS])
    # RMSNormalization under the name onnxruntime gave it before ONNX had it. Rows have no mean, so this
    # is LayerNormalization in a quarter of its time in wasm.
    x = graph.op("SimplifiedLayerNormalization", x, scale * FIRST.scale_in, axis=-1, epsilon=PLANE_EPSILON)
    x = graph.op("Add", x, shift * FIRST.scale_in)
    x = FIRST.write(graph, x)

    kernel = weights[f"{_NAME}.3.weight"].transpose(0, 2, 3, 1).reshape(CHANNELS, -1)
    bias = np.tile(weights[f"{_NAME}.3.bias"], 4)
    x = graph.op("Gemm", x, kernel * (FIRST.scale_out * SECOND.scale_in), bias * SECOND.scale_in)
    x = SECOND.write(graph, graph.op("Reshape", x, [-1, LAST_CHANNELS]))

    logits = graph.op("Gemm", graph.op("Mul", mixers, SECOND.scale_out), x, transB=1)
    places = graph.op("Reshape", logits, [MASKS, SIDE, SIDE, 2, 2, 2, 2])  # y x dy dx dy dx
    places = graph.op("Transpose", places, perm=[0, 1, 3, 5, 2, 4, 6])
    return graph.op("Reshape", places, [1, MASKS, MASK_SIDE, MASK_SIDE])

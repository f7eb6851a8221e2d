"""From the embedding to four masks of 256 × 256 logits, channels last all the way.

A 2 × 2 transposed convolution of stride 2 is a matrix product whose columns are the four places it
writes to; only the finished masks are put in order. Source: `output_upscaling` in
segment-anything's modeling/mask_decoder.py.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network.layers import PLANE_EPSILON, Floats, Weights
from clickcut_models.network.positions import SIDE

_NAME = "mask_decoder.output_upscaling"
MASKS, CHANNELS, LAST_CHANNELS = 4, 64, 32


def masks(
    graph: GraphWriter, first: ir.Value, mixers: ir.Value, weights: Weights, *, exact: bool
) -> ir.Value:
    """Finish the upscaling.

    Parameters
    ----------
    first
        float32 (4096, 4 · 64), the first transposed convolution less its mean over the 64 channels.
    mixers
        float32 (4, 32), each mask's weights of the last channels.
    exact
        GELU by erf instead of by a tanh, which takes a fifth less of a click and is off by 0.02 logits.

    Returns
    -------
    onnx_ir.Value
        float32 (1, 4, 256, 256), logits.
    """
    scale, shift = weights[f"{_NAME}.1.weight"], weights[f"{_NAME}.1.bias"]
    x = graph.op("Reshape", first, [-1, CHANNELS])
    # RMSNormalization under the name onnxruntime gave it before ONNX had it. Rows have no mean, so this
    # is LayerNormalization in a quarter of its time in wasm.
    x = graph.op("SimplifiedLayerNormalization", x, scale, axis=-1, epsilon=PLANE_EPSILON)
    x = _biased_gelu(graph, x, shift, exact=exact)

    kernel = weights[f"{_NAME}.3.weight"].transpose(0, 2, 3, 1).reshape(CHANNELS, -1)
    x = graph.op("MatMul", x, kernel)
    x = _biased_gelu(graph, x, np.tile(weights[f"{_NAME}.3.bias"], 4), exact=exact)

    logits = graph.op("Gemm", mixers, graph.op("Reshape", x, [-1, LAST_CHANNELS]), transB=1)
    places = graph.op("Reshape", logits, [MASKS, SIDE, SIDE, 2, 2, 2, 2])  # y x dy dx dy dx
    places = graph.op("Transpose", places, perm=[0, 1, 3, 5, 2, 4, 6])
    return graph.op("Reshape", places, [1, MASKS, MASK_SIDE, MASK_SIDE])


def _biased_gelu(graph: GraphWriter, x: ir.Value, bias: Floats, *, exact: bool) -> ir.Value:
    if exact:
        return graph.op("Gelu", graph.op("Add", x, bias))
    return graph.op(
        "FastGelu", x, bias, domain=CONTRIB
    )  # one pass over the values where its formula takes eight

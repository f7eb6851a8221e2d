"""The image encoder's network, TinyViT: convolutions, then attention in windows, then a neck.

Convolutions with a spatial extent run channels first; everything else is a matrix product on rows, channels
last. Source: MobileSAM's modeling/tiny_vit_sam.py.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
from numpy.typing import NDArray

from clickcut_models.encoder import windows
from clickcut_models.encoder.eight_bits import NONE, EightBits, Part
from clickcut_models.encoder.products import product
from clickcut_models.encoder.sizes import EPSILON, HEAD, NECK_EPSILON, STAGES, Stage
from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network.layers import Linear, Weights, beside, single

MARGIN = 3  # see `_repeated`; two lines to a cell of 16 pixels
_P = "image_encoder"


def network(
    graph: GraphWriter, image: ir.Value, weights: Weights, *, eight_bits: EightBits = NONE
) -> ir.Value:
    """Encode an image.

    Parameters
    ----------
    image
        float32 (1, 3, height, width), normalised; both sides 1024, or less by whole cells where at least
        `MARGIN` of them hold nothing but padding.
    eight_bits
        Which matrices are multiplied in 8 bits.

    Returns
    -------
    onnx_ir.Value
        Rows, float32 (4096, 256).
    """
    x = _gelu(graph, _convolve(graph, image, weights, f"{_P}.patch_embed.seq.0", stride=2))
    x = _convolve(graph, x, weights, f"{_P}.patch_embed.seq.2", stride=2)
    for block in range(2):
        name = f"{_P}.layers.0.blocks.{block}"
        y = _gelu(graph, _convolve(graph, x, weights, f"{name}.conv1"))
        y = _gelu(graph, _convolve(graph, y, weights, f"{name}.conv2"))
        x = _gelu(graph, graph.op("Add", x, _convolve(graph, y, weights, f"{name}.conv3")))
    x = _gelu(graph, _convolve(graph, x, weights, f"{_P}.layers.0.downsample.conv1"))
    x = _gelu(graph, _convolve(graph, x, weights, f"{_P}.layers.0.downsample.conv2", stride=2))
    rows = _mixed(graph, _completed(graph, x), weights, f"{_P}.layers.0.downsample")
    for stage in STAGES:
        rows = _stage(graph, rows, weights, stage, eight_bits)
    return _neck(graph, rows, weights, STAGES[-1].side)


def _stage(
    graph: GraphWriter, rows: ir.Value, weights: Weights, stage: Stage, eight_bits: EightBits
) -> ir.Value:
    few = frozenset(part for layer, part in eight_bits if layer == stage.layer)
    for block in range(stage.depth):
        name = f"{_P}.layers.{stage.layer}.blocks.{block}"
        rows = graph.op("Add", rows, _attention(graph, rows, weights, f"{name}.attn", stage, few))
        planes = _convolve(graph, _planes(graph, rows, stage.side), weights, f"{name}.local_conv")
        rows = _rows(graph, planes)
        rows = graph.op("Add", rows, _perceptron(graph, rows, weights, f"{name}.mlp", few))
    if stage.downsample is None:
        return rows
    name = f"{_P}.layers.{stage.layer}.downsample"
    first = Linear.of(weights, f"{name}.conv1")
    x = _biased_gelu(graph, product(graph, rows, first, bias=False), first)
    x = _planes(graph, x, stage.side)
    x = _gelu(graph, _convolve(graph, x, weights, f"{name}.conv2", stride=stage.downsample))
    return _mixed(graph, _rows(graph, x), weights, name)


def _completed(graph: GraphWriter, planes: ir.Value) -> ir.Value:
    """Turn planes of a map, float32 (1, channels, height, width), into the rows of the whole square."""
    x = graph.op("Transpose", graph.op("Squeeze", planes, [0]), perm=[1, 2, 0])
    x = _repeated(graph, _repeated(graph, x, axis=0), axis=1)
    return graph.op("Flatten", x, axis=2)


def _repeated(graph: GraphWriter, x: ir.Value, *, axis: int) -> ir.Value:
    """Repeat a line of padding until the map is as long as the square's.

    Far enough from the photo and from the edge all lines of padding are equal: so far, a cell depends on
    15 pixels around its own eight, less than two lines. So with six lines of padding at the end, the
    first two may know the photo, the last two the edge, and the fourth from the end stands for any number.
    """
    side = STAGES[0].side
    count = graph.op("Slice", graph.op("Shape", x), [axis], [axis + 1])
    line = np.arange(side, dtype=np.int64)
    near = graph.op("Min", line, graph.op("Sub", count, [4]))
    far = graph.op("Sub", line, graph.op("Sub", [side], count))
    return graph.op("Gather", x, graph.op("Max", near, far), axis=axis)


def _attention(
    graph: GraphWriter, rows: ir.Value, weights: Weights, name: str, stage: Stage, few: frozenset[Part]
) -> ir.Value:
    """Let the cells of a window attend to each other.

    Three things are folded away. The norm's scale is in the projections. Its shift and the keys' bias add
    the same to all scores of a cell and drop out. What both add to the values passes through the softmax
    unchanged and joins the last bias. So cells beyond the map, whose normalised input is the shift alone, are
    plain zeros to keys and values, and the map is cut into windows after its rows were multiplied.
    """
    scale, shift = (weights[f"{name}.norm.{part}"].astype(np.float64) for part in ("weight", "bias"))
    query, key, value = _projections(weights, f"{name}.qkv", stage)
    out = Linear.of(weights, f"{name}.proj")
    constant = (shift @ value.weight + value.bias) @ out.weight + out.bias
    query = _after_norm(query.scaled(HEAD**-0.5), scale, shift)
    key, value = (_after_norm(each, scale, shift).without_bias() for each in (key, value))

    x = _standardised(graph, rows, stage.channels)
    scores, values = Part.SCORES in few, Part.VALUES in few
    if scores == values:
        joint = product(graph, x, beside(query, key, value), eight_bit=scores)
        q, k, v = windows.cut(graph, joint, stage, parts=3)
    else:
        joint = product(graph, x, beside(query, key), eight_bit=scores)
        q, k = windows.cut(graph, joint, stage, parts=2)
        (v,) = windows.cut(graph, product(graph, x, value, bias=False, eight_bit=values), stage, parts=1)
    weighed = graph.op("FusedMatMul", q, k, domain=CONTRIB, transB=1)
    weighed = graph.op("Add", weighed, weights[f"{name}.attention_bias"])
    seen = graph.op("MatMul", graph.op("Softmax", weighed, axis=-1), v)
    seen = windows.join(graph, seen, stage)
    return product(graph, seen, Linear(out.weight, constant), eight_bit=Part.ATTENDED in few)


def _after_norm(layer: Linear, scale: NDArray[np.float64], shift: NDArray[np.float64]) -> Linear:
    """Give the layer with a norm's scale and shift before it folded in."""
    return Linear(scale[:, None] * layer.weight, shift @ layer.weight + layer.bias)


def _projections(weights: Weights, name: str, stage: Stage) -> tuple[Linear, Linear, Linear]:
    """Part the joint layer; its outputs are ordered by head, then query, key, value."""
    joint = Linear.of(weights, name)
    weight = joint.weight.reshape(stage.channels, stage.heads, 3, HEAD)
    bias = joint.bias.reshape(stage.heads, 3, HEAD)
    query, key, value = (
        Linear(weight[:, :, part].reshape(stage.channels, -1), bias[:, part].reshape(-1)) for part in range(3)
    )
    return query, key, value


def _perceptron(
    graph: GraphWriter, rows: ir.Value, weights: Weights, name: str, few: frozenset[Part]
) -> ir.Value:
    scale, shift = (weights[f"{name}.norm.{part}"].astype(np.float64) for part in ("weight", "bias"))
    first, second = Linear.of(weights, f"{name}.fc1"), Linear.of(weights, f"{name}.fc2")
    folded = _after_norm(first, scale, shift)
    x = _standardised(graph, rows, len(scale))
    x = product(graph, x, folded, bias=False, eight_bit=Part.HIDDEN in few)
    return product(graph, _biased_gelu(graph, x, folded), second, eight_bit=Part.LAST in few)


def _neck(graph: GraphWriter, rows: ir.Value, weights: Weights, side: int) -> ir.Value:
    first = weights[f"{_P}.neck.0.weight"]
    x = graph.op("MatMul", rows, first.reshape(len(first), -1).T)
    x = _planes(graph, _normalised(graph, x, weights, f"{_P}.neck.1"), side)
    x = graph.op("Conv", x, weights[f"{_P}.neck.2.weight"], pads=[1] * 4)
    return _normalised(graph, _rows(graph, x), weights, f"{_P}.neck.3")


def _mixed(graph: GraphWriter, rows: ir.Value, weights: Weights, name: str) -> ir.Value:
    """End a downsample."""
    return product(graph, rows, Linear.of(weights, f"{name}.conv3"))


def _convolve(graph: GraphWriter, x: ir.Value, weights: Weights, name: str, *, stride: int = 1) -> ir.Value:
    """Convolve planes; a kernel with one input channel is applied plane by plane."""
    kernel, bias = weights[f"{name}.weight"], weights[f"{name}.bias"]
    group = len(kernel) if kernel.shape[1] == 1 else 1
    pads = [kernel.shape[-1] // 2] * 4
    return graph.op("Conv", x, kernel, bias, strides=[stride] * 2, pads=pads, group=group)


def _planes(graph: GraphWriter, rows: ir.Value, side: int) -> ir.Value:
    return graph.op("Reshape", graph.op("Transpose", rows, perm=[1, 0]), [1, -1, side, side])


def _rows(graph: GraphWriter, planes: ir.Value) -> ir.Value:
    flat = graph.op("Reshape", graph.op("Squeeze", planes, [0]), [0, -1])
    return graph.op("Transpose", flat, perm=[1, 0])


def _standardised(graph: GraphWriter, rows: ir.Value, channels: int) -> ir.Value:
    return graph.op("LayerNormalization", rows, np.ones(channels, np.float32), axis=-1, epsilon=EPSILON)


def _normalised(graph: GraphWriter, rows: ir.Value, weights: Weights, name: str) -> ir.Value:
    scale, shift = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return graph.op("LayerNormalization", rows, scale, shift, axis=-1, epsilon=NECK_EPSILON)


def _gelu(graph: GraphWriter, x: ir.Value) -> ir.Value:
    return graph.op("Gelu", x, approximate="tanh")


def _biased_gelu(graph: GraphWriter, x: ir.Value, layer: Linear) -> ir.Value:
    """Add a bias and apply GELU, by tanh, in one pass."""
    return graph.op("FastGelu", x, single(layer.bias), domain=CONTRIB)

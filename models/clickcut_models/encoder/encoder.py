"""`encoder.onnx`: upright RGB bytes in, an embedding of 8 bits a value out.

Normalising, padding and quantising are in the graph so that every caller gets the same numbers.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir

from clickcut_models.encoder import tiny_vit
from clickcut_models.encoder.eight_bits import NONE, EightBits
from clickcut_models.encoder.sizes import CELL
from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.layers import WIDTH, Weights
from clickcut_models.network.positions import SIDE

# Source: `pixel_mean`, `pixel_std` of Sam in segment-anything's modeling/sam.py; RGB.
MEAN = (123.675, 116.28, 103.53)
STD = (58.395, 57.12, 57.375)


def encoder(weights: Weights, *, quantised: bool = True, eight_bits: EightBits = NONE) -> onnx.ModelProto:
    """Write the graph.

    Parameters
    ----------
    quantised
        Without it the graph ends at `embedding`, float32 (1, 256, 64, 64); for comparing only.
    eight_bits
        Which products are in 8 bits.

    Returns
    -------
    onnx.ModelProto
        `image` uint8 (height, width, 3), upright sRGB with a longest side of 1024 →
        `image_embeddings` uint8 (1, 256, 64, 64), `scale` float32 (256,), `zero_point` uint8 (256,).
    """
    graph = GraphWriter()
    image = tensor("image", "uint8", ("height", "width", 3))
    rows = tiny_vit.network(graph, preprocess(graph, image), weights, eight_bits=eight_bits)
    planes = graph.op("Transpose", rows, perm=[1, 0])
    if not quantised:
        square = graph.op("Reshape", planes, [1, WIDTH, SIDE, SIDE])
        embedding = output(square, "embedding", "float32", (1, WIDTH, SIDE, SIDE))
        return graph.model("encoder", [image], [embedding])
    return graph.model("encoder", [image], _outputs(graph, planes))


def before_network() -> onnx.ModelProto:
    """Write what comes before a network that takes the whole square.

    Returns
    -------
    onnx.ModelProto
        `image` as in `encoder` → `pixels` float32 (1, 3, 1024, 1024), normalised and padded.
    """
    graph = GraphWriter()
    image = tensor("image", "uint8", ("height", "width", 3))
    pixels = preprocess(graph, image, margin=SIDE)
    return graph.model("before", [image], [output(pixels, "pixels", "float32", (1, 3, *[SIDE * CELL] * 2))])


def after_network() -> onnx.ModelProto:
    """Write what comes after such a network.

    Returns
    -------
    onnx.ModelProto
        `embedding` float32 (1, 256, 64, 64) → the outputs of `encoder`.
    """
    graph = GraphWriter()
    embedding = tensor("embedding", "float32", (1, WIDTH, SIDE, SIDE))
    planes = graph.op("Reshape", embedding, [WIDTH, -1])
    return graph.model("after", [embedding], _outputs(graph, planes))


def preprocess(graph: GraphWriter, image: ir.Value, *, margin: int = tiny_vit.MARGIN) -> ir.Value:
    """Normalise, put channels first and zero-pad right and bottom by a margin of cells, or to the square.

    The padding is zero *after* normalising, as `Sam.preprocess` does in segment-anything.
    """
    # Planes first: a sum along an axis of three is slow.
    planes = graph.op("Cast", graph.op("Transpose", image, perm=[2, 0, 1]), to=onnx.TensorProto.FLOAT)
    mean, std = (np.array(each, np.float32).reshape(3, 1, 1) for each in (MEAN, STD))
    planes = graph.op("Unsqueeze", graph.op("Div", graph.op("Sub", planes, mean), std), [0])
    size = graph.op("Shape", image, end=2)
    cells = graph.op("Div", graph.op("Add", size, [CELL - 1]), [CELL])
    cells = graph.op("Min", graph.op("Add", cells, [margin]), [SIDE])
    missing = graph.op("Sub", graph.op("Mul", cells, [CELL]), size)
    return graph.op("Pad", planes, graph.op("Concat", [0] * 6, missing, axis=0))


def _outputs(graph: GraphWriter, planes: ir.Value) -> list[ir.Value]:
    steps, scale, point = quantise(graph, planes)
    return [
        output(steps, "image_embeddings", "uint8", (1, WIDTH, SIDE, SIDE)),
        output(scale, "scale", "float32", (WIDTH,)),
        output(point, "zero_point", "uint8", (WIDTH,)),
    ]


def quantise(graph: GraphWriter, planes: ir.Value) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Write each channel, float32 (256, 4096), as bytes: value ≈ (byte − zero_point) · scale.

    The range always includes 0, as ONNX's DequantizeLinear needs a zero point that is itself a byte.
    """
    low = graph.op("Min", graph.op("ReduceMin", planes, [1]), 0.0)
    high = graph.op("Max", graph.op("ReduceMax", planes, [1]), 0.0)
    scale = graph.op("Div", graph.op("Sub", high, low), 255.0)
    scale = graph.op("Max", scale, 1e-12)  # a channel of zeros must not divide by zero
    point = graph.op("Round", graph.op("Div", graph.op("Neg", low), scale))
    steps = graph.op("Add", graph.op("Round", graph.op("Div", planes, scale)), point)
    steps = graph.op("Cast", graph.op("Clip", steps, 0.0, 255.0), to=onnx.TensorProto.UINT8)
    flat = [graph.op("Reshape", each, [WIDTH]) for each in (scale, point)]
    point = graph.op("Cast", flat[1], to=onnx.TensorProto.UINT8)
    return graph.op("Reshape", steps, [1, WIDTH, SIDE, SIDE]), flat[0], point

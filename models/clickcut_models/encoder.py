"""`encoder.onnx`: upright RGB bytes in, an embedding of 8 bits a value out.

Normalising, padding and quantising are in the graph so that every caller gets the same numbers.
"""

from __future__ import annotations

import onnx
from clickcut_core.geometry import MODEL_SIDE
from onnx import helper

from clickcut_models import writer
from clickcut_models.writer import GraphWriter

# Source: `pixel_mean`, `pixel_std` of Sam in segment-anything's modeling/sam.py; RGB.
MEAN = (123.675, 116.28, 103.53)
STD = (58.395, 57.12, 57.375)
CHANNELS, SIDE = 256, 64


def encoder(stock: onnx.ModelProto, *, quantised: bool = True) -> onnx.ModelProto:
    """Put the stock encoder between preprocessing and quantising.

    Parameters
    ----------
    stock
        `input` float32 (1, 3, 1024, 1024) → `output` float32 (1, 256, 64, 64).
    quantised
        Without it the graph ends at the float32 embedding; that one is for comparing only.

    Returns
    -------
    onnx.ModelProto
        `image` uint8 (height, width, 3), upright sRGB with a longest side of 1024 →
        `image_embeddings` uint8 (1, 256, 64, 64), `scale` float32 (256,), `zero_point` uint8 (256,).
    """
    graph = GraphWriter()
    preprocess(graph, "image", output=stock.graph.input[0].name)
    graph.nodes.extend(stock.graph.node)
    graph.initializers.extend(stock.graph.initializer)
    embedding = stock.graph.output[0].name
    outputs = [writer.value(embedding, "float32", (1, CHANNELS, SIDE, SIDE))]
    if quantised:
        quantise(graph, embedding)
        outputs = [
            writer.value("image_embeddings", "uint8", (1, CHANNELS, SIDE, SIDE)),
            writer.value("scale", "float32", (CHANNELS,)),
            writer.value("zero_point", "uint8", (CHANNELS,)),
        ]
    image = writer.value("image", "uint8", ("height", "width", 3))
    made = helper.make_graph(graph.nodes, "encoder", [image], outputs, graph.initializers)
    # The stock graph's own opset: its reductions take their axes as attributes.
    return writer.model(made, opset=stock.opset_import[0].version, ir_version=stock.ir_version)


def preprocess(graph: GraphWriter, image: str, *, output: str) -> None:
    """Normalise, put channels first and zero-pad right and bottom to the square.

    The padding is zero *after* normalising, as `Sam.preprocess` does in segment-anything.
    """
    pixels = graph.op("Cast", image, to=onnx.TensorProto.FLOAT)
    pixels = graph.op("Sub", pixels, graph.constant(MEAN))
    pixels = graph.op("Div", pixels, graph.constant(STD))
    planes = graph.op("Transpose", pixels, perm=[2, 0, 1])
    planes = graph.op("Reshape", planes, _batched(graph, image))
    graph.op("Pad", planes, _padding(graph, image), output=output, mode="constant")


def quantise(graph: GraphWriter, embedding: str) -> None:
    """Write each channel as bytes: value ≈ (byte − zero_point) · scale.

    The range always includes 0, as ONNX's DequantizeLinear needs a zero point that is itself a byte.
    """
    zero = graph.constant(0.0)
    low = graph.op("Min", graph.op("ReduceMin", embedding, axes=[0, 2, 3], keepdims=1), zero)
    high = graph.op("Max", graph.op("ReduceMax", embedding, axes=[0, 2, 3], keepdims=1), zero)
    scale = graph.op("Div", graph.op("Sub", high, low), graph.constant(255.0))
    scale = graph.op("Max", scale, graph.constant(1e-12))  # a channel of zeros must not divide by zero
    point = graph.op("Round", graph.op("Div", graph.op("Neg", low), scale))
    steps = graph.op("Add", graph.op("Round", graph.op("Div", embedding, scale)), point)
    steps = graph.op("Clip", steps, zero, graph.constant(255.0))
    channels = graph.constant([CHANNELS], "int64")
    byte = onnx.TensorProto.UINT8
    graph.op("Cast", steps, output="image_embeddings", to=byte)
    graph.op("Reshape", scale, channels, output="scale")
    graph.op("Cast", graph.op("Reshape", point, channels), output="zero_point", to=byte)


def _size(graph: GraphWriter, image: str) -> str:
    start, stop = graph.constant([0], "int64"), graph.constant([2], "int64")
    return graph.op("Slice", graph.op("Shape", image), start, stop)


def _batched(graph: GraphWriter, image: str) -> str:
    return graph.op("Concat", graph.constant([1, 3], "int64"), _size(graph, image), axis=0)


def _padding(graph: GraphWriter, image: str) -> str:
    missing = graph.op("Sub", graph.constant([MODEL_SIDE, MODEL_SIDE], "int64"), _size(graph, image))
    return graph.op("Concat", graph.constant([0] * 6, "int64"), missing, axis=0)

"""`context.onnx`: what the decoder needs once per photo.

Its outputs are the decoder's inputs by name; the session hands them over without knowing them.
"""

from __future__ import annotations

import onnx
from onnx import helper

from clickcut_models import writer
from clickcut_models.encoder import CHANNELS, SIDE
from clickcut_models.writer import GraphWriter

EMBEDDING = "context_embeddings"
TENSORS = (writer.value(EMBEDDING, "float32", (1, CHANNELS, SIDE, SIDE)),)


def context() -> onnx.ModelProto:
    """Widen the bytes of an embedding file to what the decoder reads.

    Returns
    -------
    onnx.ModelProto
        `image_embeddings` uint8 (1, 256, 64, 64), `scale` float32 (256,), `zero_point` uint8 (256,) →
        `TENSORS`.
    """
    graph = GraphWriter()
    names = ("image_embeddings", "scale", "zero_point")
    graph.op("DequantizeLinear", *names, output=EMBEDDING, axis=1)
    inputs = [
        writer.value("image_embeddings", "uint8", (1, CHANNELS, SIDE, SIDE)),
        writer.value("scale", "float32", (CHANNELS,)),
        writer.value("zero_point", "uint8", (CHANNELS,)),
    ]
    return writer.model(helper.make_graph(graph.nodes, "context", inputs, TENSORS))

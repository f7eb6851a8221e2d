"""Encoder and decoder with Segment Anything's own inputs and outputs, for programs that expect those.

Sources: segment-anything's scripts/export_onnx_model.py and utils/onnx.py for the decoder
(https://github.com/facebookresearch/segment-anything), samexporter for the encoder
(https://github.com/vietanhdev/samexporter).
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE

from clickcut_models.encoder import tiny_vit
from clickcut_models.encoder.eight_bits import NONE, EightBits
from clickcut_models.encoder.encoder import preprocess
from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network import context, decoder
from clickcut_models.network.layers import WIDTH, Weights
from clickcut_models.network.positions import SIDE

# `SamOnnxModel.select_masks`: the first mask, of several points, and else the best of the others.
_FIRST_OF_SEVERAL = np.array([[1000, 0, 0, 0]], np.float32)
_SEVERAL = 2.5  # the padding point counts


def sam_encoder(weights: Weights, *, eight_bits: EightBits = NONE) -> onnx.ModelProto:
    """Write the graph.

    Parameters
    ----------
    weights
        MobileSAM's, or others of its shapes.
    eight_bits
        Matrices to multiply in 8 bits.

    Returns
    -------
    onnx.ModelProto
        `input_image` float32 (height, width, 3), upright sRGB from 0 to 255, of at most 1024 pixels a side →
        `image_embeddings` float32 (1, 256, 64, 64).
    """
    graph = GraphWriter()
    image = tensor("input_image", "float32", ("image_height", "image_width", 3))
    rows = tiny_vit.network(graph, preprocess(graph, image), weights, eight_bits=eight_bits)
    planes = graph.op("Reshape", graph.op("Transpose", rows, perm=[1, 0]), [1, WIDTH, SIDE, SIDE])
    made = output(planes, "image_embeddings", "float32", (1, WIDTH, SIDE, SIDE))
    return graph.model("sam_encoder", [image], [made])


def sam_decoder(weights: Weights) -> onnx.ModelProto:
    """Write the graph, which gives one mask (`return_single_mask` of segment-anything's export).

    Returns
    -------
    onnx.ModelProto
        `image_embeddings` float32 (1, 256, 64, 64), `point_coords` float32 (1, points, 2) in pixels of the
        photo scaled to a longest side of 1024, `point_labels` float32 (1, points), `mask_input` float32
        (1, 1, 256, 256), `has_mask_input` float32 (1,), `orig_im_size` float32 (2,), height and width →
        `masks` float32 (1, 1, height, width), logits, `iou_predictions` float32 (1, 1),
        `low_res_masks` float32 (1, 1, 256, 256).
    """
    graph = GraphWriter()
    embedding = tensor("image_embeddings", "float32", (1, WIDTH, SIDE, SIDE))
    coords = tensor("point_coords", "float32", (1, "num_points", 2))
    labels = tensor("point_labels", "float32", (1, "num_points"))
    mask_input = tensor("mask_input", "float32", (1, 1, MASK_SIDE, MASK_SIDE))
    has_mask = tensor("has_mask_input", "float32", (1,))
    size = tensor("orig_im_size", "float32", (2,))

    photo = context.prepared(graph, embedding, weights)
    low_res, scores = decoder.answered(
        graph, photo, (coords, labels, mask_input, has_mask), weights, exact=True
    )
    best = _best(graph, scores, labels)
    low_res, scores = (graph.op("Gather", each, best, axis=1) for each in (low_res, scores))
    outputs = [
        output(_full(graph, low_res, size), "masks", "float32", (1, 1, "height", "width")),
        output(scores, "iou_predictions", "float32", (1, 1)),
        output(low_res, "low_res_masks", "float32", (1, 1, MASK_SIDE, MASK_SIDE)),
    ]
    inputs = [embedding, coords, labels, mask_input, has_mask, size]
    return graph.model("sam_decoder", inputs, outputs)


def _best(graph: GraphWriter, scores: ir.Value, labels: ir.Value) -> ir.Value:
    """Give the index, int64 (1,), of the mask that segment-anything's export gives."""
    points = graph.op("Cast", graph.op("Shape", labels, start=1), to=onnx.TensorProto.FLOAT)
    favour = graph.op("Mul", graph.op("Sub", points, _SEVERAL), _FIRST_OF_SEVERAL)
    return graph.op("ArgMax", graph.op("Add", scores, favour), axis=1, keepdims=0)


def _full(graph: GraphWriter, low_res: ir.Value, size: ir.Value) -> ir.Value:
    """Interpolate to the photo by way of the square, as `SamOnnxModel.mask_postprocessing` does."""
    square = _resized(graph, low_res, np.array([MODEL_SIDE] * 2, np.int64))
    scale = graph.op("Div", float(MODEL_SIDE), graph.op("ReduceMax", size, keepdims=0))
    inside = graph.op("Floor", graph.op("Add", graph.op("Mul", size, scale), 0.5))
    inside, whole = (graph.op("Cast", each, to=onnx.TensorProto.INT64) for each in (inside, size))
    return _resized(graph, graph.op("Slice", square, [0, 0], inside, [2, 3]), whole)


def _resized(graph: GraphWriter, planes: ir.Value, size: ir.Value | np.ndarray) -> ir.Value:
    sizes = graph.op("Concat", [1, 1], size, axis=0)
    return graph.op("Resize", planes, None, None, sizes, mode="linear")

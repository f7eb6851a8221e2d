"""`decoder.onnx`: one click, from prompts to four masks of logits.

Full resolution is not made here: it would cost more than everything else (see `upsample`).
"""

from __future__ import annotations

import onnx
from clickcut_core.geometry import MASK_SIDE
from onnx import helper

from clickcut_models import context, writer

MASKS = 4
# Where the stock graph has all four masks and scores, before it chooses one of them.
STOCK_MASKS = "/Reshape_9_output_0"
STOCK_SCORES = "/iou_prediction_head/layers.2/Gemm_output_0"

PROMPTS = (
    writer.value("point_coords", "float32", (1, "points", 2)),
    writer.value("point_labels", "float32", (1, "points")),
    writer.value("mask_input", "float32", (1, 1, MASK_SIDE, MASK_SIDE)),
    writer.value("has_mask_input", "float32", (1,)),
)
OUTPUTS = (
    writer.value("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE)),
    writer.value("iou_predictions", "float32", (1, MASKS)),
)


def decoder(stock: onnx.ModelProto) -> onnx.ModelProto:
    """Cut the stock decoder off before it chooses a mask and enlarges it.

    Parameters
    ----------
    stock
        SAM's ONNX contract with a single mask out.

    Returns
    -------
    onnx.ModelProto
        `context.TENSORS`, `point_coords` float32 (1, points, 2) in the model frame (the graph adds the half
        pixel and divides by 1024), `point_labels` float32 (1, points), `mask_input` float32
        (1, 1, 256, 256), `has_mask_input` float32 (1,) → `masks` float32 (1, 4, 256, 256), logits,
        and `iou_predictions` float32 (1, 4).
    """
    names = {
        "image_embeddings": context.EMBEDDING,
        STOCK_MASKS: "masks",
        STOCK_SCORES: "iou_predictions",
        "masks": "stock_masks",
        "iou_predictions": "stock_iou_predictions",
    }
    nodes = [_renamed(node, names) for node in stock.graph.node]
    nodes = _needed(nodes, {output.name for output in OUTPUTS})
    read = {name for node in nodes for name in node.input}
    weights = [tensor for tensor in stock.graph.initializer if tensor.name in read]
    inputs = [*context.TENSORS, *PROMPTS]
    return writer.model(helper.make_graph(nodes, "decoder", inputs, OUTPUTS, weights))


def _renamed(node: onnx.NodeProto, names: dict[str, str]) -> onnx.NodeProto:
    copy = onnx.NodeProto()
    copy.CopyFrom(node)
    copy.input[:] = [names.get(name, name) for name in node.input]
    copy.output[:] = [names.get(name, name) for name in node.output]
    return copy


def _needed(nodes: list[onnx.NodeProto], wanted: set[str]) -> list[onnx.NodeProto]:
    kept: list[onnx.NodeProto] = []
    for node in reversed(nodes):  # nodes are in topological order
        if wanted.intersection(node.output):
            kept.append(node)
            wanted = wanted.union(node.input)
    return kept[::-1]

"""`upsample.onnx`: from logits to the hard mask at the photo's own resolution, in strips of rows.

Bilinear, half-pixel. Only element-wise arithmetic in a fixed order, no matrix product: given equal
logits, every onnxruntime gives equal pixels.
"""

from __future__ import annotations

import numpy as np
import onnx
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS
from clickcut_models.pixels.bilinear import chosen_mask, item, logits_at, whole_numbers

INSIDE = 255


def upsample() -> onnx.ModelProto:
    """Interpolate one of the masks and threshold it at 0.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), height and
        width in mask pixels of the part of the square that is photo, not rounded; `size` int32 (2,),
        height and width of the whole photo; `rows` int32 (2,), start and stop of the rows to make →
        `mask` uint8 (stop − start, width), 255 where the logit is above 0, else 0.
    """
    graph = GraphWriter()
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index = tensor("mask_index", "int32", (1,))
    extent, size = tensor("extent", "float32", (2,)), tensor("size", "int32", (2,))
    rows = tensor("rows", "int32", (2,))

    row = whole_numbers(graph, item(graph, rows, 0), item(graph, rows, 1))
    column = whole_numbers(graph, np.array(0, np.int32), item(graph, size, 1))
    chosen = chosen_mask(graph, masks, mask_index)
    logits = logits_at(graph, chosen, extent, size, row=row, column=column)
    inside, outside = np.array(INSIDE, np.uint8), np.array(0, np.uint8)
    mask = graph.op("Where", graph.op("Greater", logits, 0.0), inside, outside)
    outputs = [output(mask, "mask", "uint8", ("rows", "width"))]
    return graph.model("upsample", [masks, mask_index, extent, size, rows], outputs)

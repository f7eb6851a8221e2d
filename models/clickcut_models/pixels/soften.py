"""`soften.onnx`: what a mask's logits have decided, once for all rows of a cut-out."""

from __future__ import annotations

import numpy as np
import onnx
from clickcut_core.geometry import MASK_SIDE
from clickcut_core.masks.decided import INSIDE, OPEN, OUTSIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS
from clickcut_models.pixels.bounds import DECIDED
from clickcut_models.pixels.soft_logits import soft_logits


def soften() -> onnx.ModelProto:
    """Make the logits that `cutout.onnx` applies.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), height and
        width in mask pixels of what is photo → `logits` float32 (256, 256), see `soft_logits`; `decided`
        uint8 (256, 256), one of the values in `clickcut_core.masks.decided`.
    """
    graph = GraphWriter()
    op = graph.op
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index, extent = tensor("mask_index", "int32", (1,)), tensor("extent", "float32", (2,))
    logits = soft_logits(graph, masks, mask_index, extent)
    outside, is_open, inside = (np.array(value, np.uint8) for value in (OUTSIDE, OPEN, INSIDE))
    decided = op("Where", op("Greater", logits, 0.0), inside, outside)
    decided = op("Where", op("Less", op("Abs", logits), DECIDED), is_open, decided)
    side = (MASK_SIDE, MASK_SIDE)
    outputs = [output(logits, "logits", "float32", side), output(decided, "decided", "uint8", side)]
    return graph.model("soften", [masks, mask_index, extent], outputs)

"""The logits that a soft edge is made of: sure away from the mask's edge, and equal on every machine."""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.bilinear import chosen_mask, item
from clickcut_models.graph import GraphWriter

STEP = 1.0
"""Logits: decoders on different machines differ by about 1e-5, which the nearest step hides nearly always."""
MOST = 7.0
"""Logits: what is surer than this changes nothing, and must not change it from machine to machine."""
DISTANCES = (4, 6, 8, 10)
"""Mask pixels: farther from the edge than each of these, a logit becomes surer …"""
SURER = 2.0
"""… by so much. A decoder that is unsure of a pupil or a shadow must not make a hole there."""


def soft_logits(graph: GraphWriter, masks: ir.Value, mask_index: ir.Value, extent: ir.Value) -> ir.Value:
    """Give one of the masks, float32 (256, 256), in steps of `STEP` and at most `MOST` from zero.

    `extent` is float32 (2,), height and width in mask pixels of what is photo; beyond its last whole row and
    column these are repeated, for the decoder knows nothing there.
    """
    op = graph.op
    logits = chosen_mask(graph, masks, mask_index)
    every = np.arange(MASK_SIDE, dtype=np.float32)
    for axis in (0, 1):
        last = op("Max", op("Sub", op("Floor", item(graph, extent, axis)), 1.0), 0.0)
        place = op("Cast", op("Min", every, last), to=onnx.TensorProto.INT32)
        logits = op("Gather", logits, place, axis=axis)
    inside = op("Cast", op("Greater", logits, 0.0), to=onnx.TensorProto.FLOAT)
    side = op("Sub", op("Add", inside, inside), 1.0)
    sides = op("Reshape", op("Concat", inside, op("Sub", 1.0, inside), axis=0), [1, 2, MASK_SIDE, MASK_SIDE])
    for distance in DISTANCES:
        width = 2 * distance + 1
        reached = op("MaxPool", sides, kernel_shape=[width, width], pads=[distance] * 4)
        near = op("ReduceMin", reached, [0, 1], keepdims=0)  # both sides are
        logits = op("Add", logits, op("Mul", op("Mul", side, op("Sub", 1.0, near)), SURER))
    logits = op("Clip", logits, -MOST, MOST)
    return op("Mul", op("Floor", op("Add", op("Div", logits, STEP), 0.5)), STEP)

"""The logits that a soft edge is made of: sure away from the mask's edge, and equal on every machine."""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter
from clickcut_models.pixels.bilinear import chosen_mask, item

STEEPER = 1.4
"""The decoder is right more often than its logits say: times this, they leave less open within an object."""
STEP = 1.0
"""Logits: decoders on different machines differ by about 1e-5, which the nearest step hides nearly always."""
MOST = 7.0
"""Logits: what is surer than this changes nothing, and must not change it from machine to machine."""
BORDER = 1
"""Mask pixels along the photo's border that repeat the ones within: the decoder is ragged there."""
PLAIN = 1.5
"""Logits, of either sign: an edge is where both signs are near, each either this plain or of a block of 3 × 3
mask pixels that agree. An unsure decoder leaves dots, which are neither."""
DISTANCES = (6, 8, 10, 12)
"""Mask pixels: where only one sign is within each of these, a logit becomes surer of it …"""
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
        last = op("Max", op("Sub", op("Floor", item(graph, extent, axis)), 1.0 + BORDER), 0.0)
        place = op("Cast", op("Min", op("Max", every, float(BORDER)), last), to=onnx.TensorProto.INT32)
        logits = op("Gather", logits, place, axis=axis)
    logits = op("Mul", logits, STEEPER)
    sides = [_counts(graph, each) for each in (logits, op("Neg", logits))]
    stacked = op("Reshape", op("Concat", *sides, axis=0), [1, 2, MASK_SIDE, MASK_SIDE])
    for distance in DISTANCES:
        width = 2 * distance + 1
        reached = op("MaxPool", stacked, kernel_shape=[width, width], pads=[distance] * 4)
        inside, outside = (
            op("Reshape", op("Gather", reached, [n], axis=1), [MASK_SIDE, MASK_SIDE]) for n in (0, 1)
        )
        logits = op("Add", logits, op("Mul", op("Sub", inside, outside), SURER))
    logits = op("Clip", logits, -MOST, MOST)
    return op("Mul", op("Floor", op("Add", op("Div", logits, STEP), 0.5)), STEP)


def _counts(graph: GraphWriter, logits: ir.Value) -> ir.Value:
    """Tell, as 1 or 0, which pixels count as inside."""
    op = graph.op
    block = op("MaxPool", op("Unsqueeze", op("Neg", logits), [0, 1]), kernel_shape=[3, 3], pads=[1] * 4)
    least = op("Neg", op("Squeeze", block, [0, 1]))
    inside = op("Or", op("Greater", logits, PLAIN), op("Greater", least, 0.0))
    return op("Cast", inside, to=onnx.TensorProto.FLOAT)

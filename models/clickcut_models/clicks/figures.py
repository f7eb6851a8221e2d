"""What a person, and the click policy, must know of masks: areas, stabilities, boxes.

Only comparisons, sums of ones and quotients of whole numbers: given equal logits, every onnxruntime gives
equal numbers.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.recipes.prompts import MASKS as NUMBERS

from clickcut_models.graph import GraphWriter

MASKS = len(NUMBERS)
END = np.iinfo(np.int64).max
"""Where a slice stops that goes to the end."""
_ROWS, _COLUMNS = 2, 3


def figures(graph: GraphWriter, planes: ir.Value, masks: int = MASKS) -> ir.Value:
    """Count and enclose what is inside each mask.

    Parameters
    ----------
    planes
        float32 (1, masks, height, width), logits of the pixels that hold photo.
    masks
        How many these are.

    Returns
    -------
    ir.Value
        float32 (masks, 7), for each mask: its area as a share of the photo; its stability, area above logit
        1 ÷ area above logit −1 (`calculate_stability_score` in segment-anything's utils/amg.py, with the
        offset of its SamAutomaticMaskGenerator); its left, top, right and bottom in mask pixels, right and
        bottom exclusive, any numbers for an empty mask; and how ragged it is, see `raggedness`.
    """
    op = graph.op
    lines = op("Reshape", planes, [masks, -1])
    inside, sure, maybe = (
        op("Cast", op("Greater", lines, least), to=onnx.TensorProto.FLOAT) for least in (0.0, 1.0, -1.0)
    )
    area = op("ReduceMean", inside, [1])
    stability = op("Div", op("ReduceSum", sure, [1]), op("Max", op("ReduceSum", maybe, [1]), 1.0))
    firsts: list[ir.Value] = []
    ends: list[ir.Value] = []
    for axis in (_COLUMNS, _ROWS):
        highest = op("ReduceMax", planes, [_ROWS + _COLUMNS - axis], keepdims=0)
        reached = op("Cast", op("Greater", highest, 0.0), to=onnx.TensorProto.FLOAT)
        for last, sides in ((0, firsts), (1, ends)):
            place = op("ArgMax", reached, axis=2, select_last_index=last)
            sides.append(op("Cast", op("Reshape", place, [masks, 1]), to=onnx.TensorProto.FLOAT))
    ends = [op("Add", each, 1.0) for each in ends]
    ragged = raggedness(graph, op("Greater", planes, 0.0), masks)
    return op("Concat", area, stability, *firsts, *ends, ragged, axis=1)


def raggedness(graph: GraphWriter, inside: ir.Value, masks: int) -> ir.Value:
    """Give the length of each mask's edge ÷ the square root of its area, float32 (masks, 1).

    The length is how many neighbours lie on two sides; `inside` is bool (1, masks, height, width). A disc has
    4.5, a person about 10.
    """
    op = graph.op
    sums = []
    for axis in (_ROWS, _COLUMNS):
        differ = op("Cast", neighbours_differ(graph, inside, axis), to=onnx.TensorProto.FLOAT)
        sums.append(op("ReduceSum", differ, [_ROWS, _COLUMNS], keepdims=0))
    area = op("ReduceSum", op("Cast", inside, to=onnx.TensorProto.FLOAT), [_ROWS, _COLUMNS], keepdims=0)
    return op("Reshape", op("Div", op("Add", *sums), op("Sqrt", op("Max", area, 1.0))), [masks, 1])


def neighbours_differ(graph: GraphWriter, inside: ir.Value, axis: int) -> ir.Value:
    """Tell of each pixel but the first along an axis whether it and the one before lie on two sides."""
    after = graph.op("Slice", inside, [1], [END], [axis])
    return graph.op("Xor", after, graph.op("Slice", inside, [0], [-1], [axis]))

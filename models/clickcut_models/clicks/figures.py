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


def figures(graph: GraphWriter, planes: ir.Value) -> ir.Value:
    """Count and enclose what is inside each mask.

    Parameters
    ----------
    planes
        float32 (1, 4, height, width), logits of the pixels that hold photo.

    Returns
    -------
    ir.Value
        float32 (4, 6), for each mask: its area as a share of the photo; its stability, area above logit 1 ÷
        area above logit −1 (`calculate_stability_score` in segment-anything's utils/amg.py, with the offset
        of its SamAutomaticMaskGenerator); and its left, top, right and bottom in mask pixels, right and
        bottom exclusive, any numbers for an empty mask.
    """
    op = graph.op
    lines = op("Reshape", planes, [MASKS, -1])
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
            sides.append(op("Cast", op("Reshape", place, [MASKS, 1]), to=onnx.TensorProto.FLOAT))
    ends = [op("Add", each, 1.0) for each in ends]
    return op("Concat", area, stability, *firsts, *ends, axis=1)


def boundary(graph: GraphWriter, inside: ir.Value) -> ir.Value:
    """Count the neighbours on two sides, float32 (4, 1); `inside` bool (1, 4, height, width)."""
    sums = []
    for axis in (_ROWS, _COLUMNS):
        differ = graph.op("Cast", neighbours_differ(graph, inside, axis), to=onnx.TensorProto.FLOAT)
        sums.append(graph.op("ReduceSum", differ, [_ROWS, _COLUMNS], keepdims=0))
    return graph.op("Reshape", graph.op("Add", *sums), [MASKS, 1])


def neighbours_differ(graph: GraphWriter, inside: ir.Value, axis: int) -> ir.Value:
    """Tell of each pixel but the first along an axis whether it and the one before lie on two sides."""
    after = graph.op("Slice", inside, [1], [END], [axis])
    return graph.op("Xor", after, graph.op("Slice", inside, [0], [-1], [axis]))

"""`propose.onnx`: what must be known of many masks to tell which are objects, and which of them are the same.

Only comparisons, sums of ones and quotients of whole numbers: given equal logits, every onnxruntime gives
equal numbers.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.proposals.candidate import FIGURES

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.positions import SIDE

_FLOAT = onnx.TensorProto.FLOAT
_ROWS, _COLUMNS = 1, 2
_END = np.iinfo(np.int64).max
_WHOLE = [0, -1]


def propose() -> onnx.ModelProto:
    """Measure masks as `survey.onnx` gives them, and compare each with each.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (masks, 64, 64), logits; `photo` int32 (2,), how many of their rows and columns hold
        photo, at least one each → `figures` float32 (masks, 13), of each mask:

        - its area, as a share of the photo;
        - its stability, area above logit 1 ÷ area above logit −1 (`calculate_stability_score` in
          segment-anything's utils/amg.py);
        - left, top, right and bottom in pixels of these masks, right and bottom exclusive, any numbers for an
          empty mask;
        - how ragged it is: the length of its edge ÷ the square root of its area;
        - x and y of its centre, as shares of the photo from its middle, −0.5 to 0.5;
        - what share of the photo's top, bottom, left and right border it covers;

        and `overlaps` float32 (masks, masks): the IoU of each two; of two empty ones it is 0.
    """
    graph = GraphWriter("propose/")
    op = graph.op
    masks = tensor("masks", "float32", ("masks", SIDE, SIDE))
    photo = tensor("photo", "int32", (2,))
    shown = op("Slice", masks, np.zeros(2, np.int32), photo, np.array([1, 2], np.int32))
    inside, sure, maybe = (op("Cast", op("Greater", shown, least), to=_FLOAT) for least in (0.0, 1.0, -1.0))
    flat = op("Reshape", inside, _WHOLE)
    pixels = op("ReduceSum", flat, [1])
    counted = op("Max", pixels, 1.0)
    parts = [
        op("ReduceMean", flat, [1]),
        op("Div", _sum(graph, sure), op("Max", _sum(graph, maybe), 1.0)),
        *_box(graph, inside),
        op("Div", _edge(graph, inside), op("Sqrt", counted)),
        *(_centre(graph, inside, counted, axis) for axis in (_COLUMNS, _ROWS)),
        *_contacts(graph, inside),
    ]
    shared = op("MatMul", flat, op("Transpose", flat, perm=[1, 0]))
    either = op("Sub", op("Add", pixels, op("Transpose", pixels, perm=[1, 0])), shared)
    overlaps = op("Div", shared, op("Max", either, 1.0))
    outputs = [
        output(op("Concat", *parts, axis=1), "figures", "float32", ("masks", len(FIGURES))),
        output(overlaps, "overlaps", "float32", ("masks", "masks")),
    ]
    return graph.model("propose", [masks, photo], outputs)


def _sum(graph: GraphWriter, planes: ir.Value) -> ir.Value:
    return graph.op("ReduceSum", graph.op("Reshape", planes, _WHOLE), [1])


def _box(graph: GraphWriter, inside: ir.Value) -> list[ir.Value]:
    """Give left, top, right and bottom, float32 (masks, 1) each."""
    op = graph.op
    firsts: list[ir.Value] = []
    ends: list[ir.Value] = []
    for axis in (_COLUMNS, _ROWS):
        reached = op("ReduceMax", inside, [_ROWS + _COLUMNS - axis], keepdims=0)
        for last, sides in ((0, firsts), (1, ends)):
            place = op("ArgMax", reached, axis=1, select_last_index=last)
            sides.append(op("Cast", place, to=_FLOAT))
    return [*firsts, *(op("Add", each, 1.0) for each in ends)]


def _edge(graph: GraphWriter, inside: ir.Value) -> ir.Value:
    """Count neighbours that lie on two sides."""
    op = graph.op
    sums = []
    for axis in (_ROWS, _COLUMNS):
        after, before = op("Slice", inside, [1], [_END], [axis]), op("Slice", inside, [0], [-1], [axis])
        sums.append(_sum(graph, op("Abs", op("Sub", after, before))))
    return op("Add", *sums)


def _centre(graph: GraphWriter, inside: ir.Value, counted: ir.Value, axis: int) -> ir.Value:
    """Give the mean place along an axis, pixels' centres being at halves."""
    op = graph.op
    side = op("Squeeze", op("Shape", inside, start=axis, end=axis + 1), [0])
    places = op("Cast", op("Range", np.array(0), side, np.array(1)), to=_FLOAT)
    along = op("ReduceSum", inside, [_ROWS + _COLUMNS - axis], keepdims=0)
    total = op("ReduceSum", op("Mul", along, places), [1])
    mean = op("Add", op("Div", total, counted), 0.5)
    return op("Sub", op("Div", mean, op("Cast", side, to=_FLOAT)), 0.5)


def _contacts(graph: GraphWriter, inside: ir.Value) -> list[ir.Value]:
    """Give the shares of the top, bottom, left and right border, float32 (masks, 1) each."""
    op = graph.op
    return [
        op("ReduceMean", op("Reshape", op("Slice", inside, [start], [end], [axis]), _WHOLE), [1])
        for axis in (_ROWS, _COLUMNS)
        for start, end in ((0, 1), (-1, _END))
    ]

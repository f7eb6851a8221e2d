"""`deepest.onnx`: the place deepest inside a mask, the click that says most plainly what a box means.

Only comparisons and sums of whole numbers: given equal logits, every onnxruntime gives the same place.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor

CELL = 4
"""Mask pixels a side: depth is measured in cells of so many. They give the mIoU of single pixels for a
64th of the places to compare."""
_CELLS = MASK_SIDE // CELL
_FAR = 4.0 * MASK_SIDE**2
_FLOAT = onnx.TensorProto.FLOAT


def deepest() -> onnx.ModelProto:
    """Find the cell farthest from all that is outside a mask, or beyond the photo; of several the middle one.

    Returns
    -------
    onnx.ModelProto
        `mask` float32 (1, 1, 256, 256), logits; `photo` int32 (2,), rows and columns of the mask that hold
        photo → `place` float32 (2,), the cell's middle: row and column in mask pixels, whole at pixels'
        centres. Of a mask that fills no cell it is one it covers most of; of an empty mask it means nothing.
    """
    graph = GraphWriter("deepest/")
    op = graph.op
    mask = tensor("mask", "float32", (1, 1, MASK_SIDE, MASK_SIDE))
    photo = tensor("photo", "int32", (2,))
    inside = op("Cast", op("Greater", mask, 0.0), to=_FLOAT)
    within = op("Slice", inside, np.zeros(2, np.int32), photo, np.array([2, 3], np.int32))
    rest = op("Sub", [MASK_SIDE] * 2, op("Cast", photo, to=onnx.TensorProto.INT64))
    padded = op("Pad", within, op("Concat", np.zeros(6, np.int64), rest, axis=0), 0.0)
    covered = op("AveragePool", padded, kernel_shape=[CELL] * 2, strides=[CELL] * 2)
    ringed = op("Pad", covered, [0, 0, 1, 1] * 2, 0.0)
    squares = op("Where", op("Less", ringed, 1.0), 0.0, _FAR)
    depth = _squared_distances(graph, op("Reshape", squares, [_CELLS + 2] * 2))
    # How much of a cell is covered decides only where none is full.
    ranks = op("Reshape", op("Add", depth, op("Squeeze", ringed)), [-1])
    deepest = op("Squeeze", op("NonZero", op("Equal", ranks, op("ReduceMax", ranks))), [0])
    best = op("Gather", deepest, op("Div", op("Shape", deepest), [2]))
    row = op("Div", best, [_CELLS + 2])
    column = op("Sub", best, op("Mul", row, [_CELLS + 2]))
    cell = op("Cast", op("Sub", op("Concat", row, column, axis=0), [1, 1]), to=_FLOAT)
    place = op("Add", op("Mul", cell, float(CELL)), (CELL - 1) / 2)
    return graph.model("deepest", [mask, photo], [output(place, "place", "float32", (2,))])


def _squared_distances(graph: GraphWriter, seeds: ir.Value) -> ir.Value:
    """Give each cell's squared distance to the nearest seed, which are 0 where all others are far.

    Source: Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions" (2012): the least over
    columns, then over rows; here of all pairs at once.
    """
    op = graph.op
    numbers = np.arange(_CELLS + 2, dtype=np.float32)
    apart = (numbers[:, None] - numbers[None, :]) ** 2
    along = op("ReduceMin", op("Add", op("Unsqueeze", seeds, [1]), apart[None]), [2], keepdims=0)
    turned = op("Transpose", along, perm=[1, 0])
    return op(
        "Transpose",
        op("ReduceMin", op("Add", op("Unsqueeze", turned, [1]), apart[None]), [2], keepdims=0),
        perm=[1, 0],
    )

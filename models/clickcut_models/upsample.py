"""`upsample.onnx`: from logits to the hard mask at the photo's own resolution, in strips of rows.

Bilinear, half-pixel. Only element-wise arithmetic in a fixed order, no matrix product: given equal
logits, every onnxruntime gives equal pixels.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS

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

    logits = graph.op("Gather", graph.op("Reshape", masks, [MASKS, -1]), mask_index, axis=0)
    logits = graph.op("Reshape", logits, [MASK_SIDE, MASK_SIDE])
    height, width = (_item(graph, size, axis) for axis in (0, 1))
    row = _range(graph, _item(graph, rows, 0), _item(graph, rows, 1))
    row, row_fraction = _positions(graph, row, _item(graph, extent, 0), height)
    column = _range(graph, np.array(0, np.int32), width)
    column, column_fraction = _positions(graph, column, _item(graph, extent, 1), width)
    logits, row = _rows_needed(graph, logits, row)
    logits = _interpolate(graph, logits, column, column_fraction, axis=1)  # while the rows are few
    logits = _interpolate(graph, logits, row, graph.op("Unsqueeze", row_fraction, [1]), axis=0)
    inside, outside = np.array(INSIDE, np.uint8), np.array(0, np.uint8)
    mask = graph.op("Where", graph.op("Greater", logits, 0.0), inside, outside)
    outputs = [output(mask, "mask", "uint8", ("rows", "width"))]
    return graph.model("upsample", [masks, mask_index, extent, size, rows], outputs)


def _positions(
    graph: GraphWriter, pixels: ir.Value, extent: ir.Value, size: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Give where output pixels lie: the mask pixel before each (int32) and the way to the next (float32).

    source = (pixel + 0.5) · extent / size − 0.5, kept between the first and the last mask pixel.
    """
    source = graph.op("Mul", graph.op("Add", _float(graph, pixels), 0.5), extent)
    source = graph.op("Sub", graph.op("Div", source, _float(graph, size)), 0.5)
    source = graph.op("Clip", source, 0.0, MASK_SIDE - 1.0)
    before = graph.op("Floor", source)
    return graph.op("Cast", before, to=onnx.TensorProto.INT32), graph.op("Sub", source, before)


def _rows_needed(graph: GraphWriter, logits: ir.Value, row: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Keep the mask rows that a strip touches, and give its row numbers among them.

    Without this a short strip would cost as much as a tall one: all 256 rows would be widened for each.
    """
    first, last = graph.op("Gather", row, [0]), graph.op("Gather", row, [-1])
    end = graph.op("Add", last, np.array([2], np.int32))
    kept = graph.op("Slice", logits, first, end, np.array([0], np.int32))
    return kept, graph.op("Sub", row, first)


def _interpolate(
    graph: GraphWriter, logits: ir.Value, index: ir.Value, fraction: ir.Value, *, axis: int
) -> ir.Value:
    """Compute low + (high − low) · fraction along an axis.

    The differences between neighbours are taken on the small side, so the large side costs two
    copies, a product and a sum.
    """
    count = graph.op("Gather", graph.op("Shape", logits), np.array(axis, np.int64), axis=0)
    one = np.array(1, np.int64)
    following = graph.op("Range", one, graph.op("Add", count, one), one)
    following = graph.op("Min", following, graph.op("Sub", count, one))  # the last has no neighbour
    rise = graph.op("Sub", graph.op("Gather", logits, following, axis=axis), logits)
    low = graph.op("Gather", logits, index, axis=axis)
    return graph.op("Add", low, graph.op("Mul", graph.op("Gather", rise, index, axis=axis), fraction))


def _item(graph: GraphWriter, vector: ir.Value, index: int) -> ir.Value:
    return graph.op("Gather", vector, np.array(index, np.int64), axis=0)


def _range(graph: GraphWriter, start: ir.Value | np.ndarray, stop: ir.Value) -> ir.Value:
    return graph.op("Range", start, stop, np.array(1, np.int32))


def _float(graph: GraphWriter, integers: ir.Value) -> ir.Value:
    return graph.op("Cast", integers, to=onnx.TensorProto.FLOAT)

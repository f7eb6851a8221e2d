"""Bilinear, half-pixel interpolation of a grid, written as element-wise arithmetic in a fixed order.

No matrix product and no `Resize`: given equal grids, every onnxruntime gives equal values.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter
from clickcut_models.network.upscaling import MASKS


def logits_at(
    graph: GraphWriter,
    logits: ir.Value,
    extent: ir.Value,
    size: ir.Value,
    *,
    row: ir.Value,
    column: ir.Value,
) -> ir.Value:
    """Interpolate one mask at some rows and all columns of a grid, float32 (rows, columns).

    Parameters
    ----------
    logits
        float32 (256, 256).
    extent
        float32 (2,), height and width in mask pixels of what the grid covers.
    size
        int32 (2,), height and width of the grid.
    row, column
        int32 (rows,) and (columns,), numbers of the grid's pixels.
    """
    last = graph.op("Max", graph.op("Sub", graph.op("Floor", extent), 1.0), 0.0)  # the next is part padding
    row, row_fraction = positions(graph, row, *(item(graph, each, 0) for each in (extent, size, last)))
    column, fraction = positions(graph, column, *(item(graph, each, 1) for each in (extent, size, last)))
    logits, row = rows_needed(graph, logits, row)
    logits = interpolate(graph, logits, column, fraction, axis=1)  # while the rows are few
    return interpolate(graph, logits, row, graph.op("Unsqueeze", row_fraction, [1]), axis=0)


def chosen_mask(graph: GraphWriter, masks: ir.Value, mask_index: ir.Value) -> ir.Value:
    """Give one of the masks, float32 (256, 256)."""
    logits = graph.op("Gather", graph.op("Reshape", masks, [MASKS, -1]), mask_index, axis=0)
    return graph.op("Reshape", logits, [MASK_SIDE, MASK_SIDE])


def positions(
    graph: GraphWriter, pixels: ir.Value, extent: ir.Value | float, size: ir.Value, last: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Give where output pixels lie: the grid's place before each (int32) and the way to the next (float32).

    source = (pixel + 0.5) · extent / size − 0.5, kept between 0 and the last place that holds photo.
    """
    source = graph.op("Mul", graph.op("Add", floats(graph, pixels), 0.5), extent)
    source = graph.op("Sub", graph.op("Div", source, floats(graph, size)), 0.5)
    source = graph.op("Clip", source, 0.0, last)
    before = graph.op("Floor", source)
    return graph.op("Cast", before, to=onnx.TensorProto.INT32), graph.op("Sub", source, before)


def rows_needed(
    graph: GraphWriter, logits: ir.Value, row: ir.Value, *, axis: int = 0
) -> tuple[ir.Value, ir.Value]:
    """Keep the rows that a strip touches, and give its row numbers among them.

    Without this a short strip would cost as much as a tall one: all rows would be widened for each.
    """
    first, last = graph.op("Gather", row, [0]), graph.op("Gather", row, [-1])
    end = graph.op("Add", last, np.array([2], np.int32))
    kept = graph.op("Slice", logits, first, end, np.array([axis], np.int32))
    return kept, graph.op("Sub", row, first)


def interpolate(
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


def item(graph: GraphWriter, vector: ir.Value, index: int) -> ir.Value:
    """Give one number of a vector."""
    return graph.op("Gather", vector, np.array(index, np.int64), axis=0)


def whole_numbers(graph: GraphWriter, start: ir.Value | np.ndarray, stop: ir.Value) -> ir.Value:
    """Give the numbers from start to before stop, int32."""
    return graph.op("Range", start, stop, np.array(1, np.int32))


def floats(graph: GraphWriter, integers: ir.Value) -> ir.Value:
    """Give float32."""
    return graph.op("Cast", integers, to=onnx.TensorProto.FLOAT)

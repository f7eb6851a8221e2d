"""`upsample.onnx`: from logits to the hard mask at the photo's own resolution, in strips of rows.

Bilinear, half-pixel. Only element-wise arithmetic in a fixed order, no matrix product: given equal
logits, every onnxruntime gives equal pixels.
"""

from __future__ import annotations

import onnx
from clickcut_core.geometry import MASK_SIDE
from onnx import helper

from clickcut_models import writer
from clickcut_models.decoder import MASKS
from clickcut_models.writer import GraphWriter

INSIDE = 255
INPUTS = (
    writer.value("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE)),
    writer.value("mask_index", "int32", (1,)),
    writer.value("extent", "float32", (2,)),
    writer.value("size", "int32", (2,)),
    writer.value("rows", "int32", (2,)),
)


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
    logits = graph.op("Gather", _flat_masks(graph), "mask_index", axis=0)
    logits = graph.op("Reshape", logits, graph.constant([MASK_SIDE, MASK_SIDE], "int64"))
    row, row_fraction = _positions(graph, _range(graph, _item(graph, "rows", 0), _item(graph, "rows", 1)), 0)
    column, column_fraction = _positions(
        graph, _range(graph, graph.constant(0, "int32"), _item(graph, "size", 1)), 1
    )
    logits, row = _rows_needed(graph, logits, row)
    logits = _interpolate(graph, logits, column, column_fraction, axis=1)  # while the rows are few
    row_fraction = graph.op("Unsqueeze", row_fraction, graph.constant([1], "int64"))
    logits = _interpolate(graph, logits, row, row_fraction, axis=0)
    above = graph.op("Greater", logits, graph.constant(0.0))
    inside, outside = graph.constant(INSIDE, "uint8"), graph.constant(0, "uint8")
    graph.op("Where", above, inside, outside, output="mask")
    mask = writer.value("mask", "uint8", ("rows", "width"))
    return writer.model(helper.make_graph(graph.nodes, "upsample", INPUTS, [mask], graph.initializers))


def _positions(graph: GraphWriter, pixels: str, axis: int) -> tuple[str, str]:
    """Give where output pixels lie: the mask pixel before each (int32) and the way to the next (float32).

    source = (pixel + 0.5) · extent / size − 0.5, kept between the first and the last mask pixel.
    """
    source = graph.op("Add", _float(graph, pixels), graph.constant(0.5))
    source = graph.op("Mul", source, _item(graph, "extent", axis))
    source = graph.op("Div", source, _float(graph, _item(graph, "size", axis)))
    source = graph.op("Sub", source, graph.constant(0.5))
    source = graph.op("Clip", source, graph.constant(0.0), graph.constant(MASK_SIDE - 1.0))
    before = graph.op("Floor", source)
    return graph.op("Cast", before, to=onnx.TensorProto.INT32), graph.op("Sub", source, before)


def _rows_needed(graph: GraphWriter, logits: str, row: str) -> tuple[str, str]:
    """Keep the mask rows that a strip touches, and give its row numbers among them.

    Without this a short strip would cost as much as a tall one: all 256 rows would be widened for each.
    """
    first, end = graph.op("Gather", row, graph.constant([0], "int64")), graph.constant([2], "int32")
    end = graph.op("Add", graph.op("Gather", row, graph.constant([-1], "int64")), end)
    axes = graph.constant([0], "int32")
    return graph.op("Slice", logits, first, end, axes), graph.op("Sub", row, first)


def _interpolate(graph: GraphWriter, logits: str, index: str, fraction: str, *, axis: int) -> str:
    """Compute low + (high − low) · fraction along an axis.

    The differences between neighbours are taken on the small side, so the large side costs two
    copies, a product and a sum.
    """
    count = graph.op("Gather", graph.op("Shape", logits), graph.constant(axis, "int64"), axis=0)
    one = graph.constant(1, "int64")
    following = graph.op("Range", one, graph.op("Add", count, one), one)
    following = graph.op("Min", following, graph.op("Sub", count, one))  # the last has no neighbour
    rise = graph.op("Sub", graph.op("Gather", logits, following, axis=axis), logits)
    low = graph.op("Gather", logits, index, axis=axis)
    rise = graph.op("Mul", graph.op("Gather", rise, index, axis=axis), fraction)
    return graph.op("Add", low, rise)


def _flat_masks(graph: GraphWriter) -> str:
    return graph.op("Reshape", "masks", graph.constant([MASKS, MASK_SIDE * MASK_SIDE], "int64"))


def _item(graph: GraphWriter, vector: str, index: int) -> str:
    return graph.op("Gather", vector, graph.constant(index, "int64"), axis=0)


def _range(graph: GraphWriter, start: str, stop: str) -> str:
    return graph.op("Range", start, stop, graph.constant(1, "int32"))


def _float(graph: GraphWriter, integers: str) -> str:
    return graph.op("Cast", integers, to=onnx.TensorProto.FLOAT)

"""`cutout.onnx`: rows of the cut-out at the photo's own resolution, from the photo and the matte's field.

Element-wise arithmetic in a fixed order: given equal inputs, every onnxruntime gives equal pixels. Rows
without an edge skip nearly all of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.bilinear import (
    chosen_mask,
    floats,
    interpolate,
    item,
    logits_at,
    positions,
    rows_needed,
    whole_numbers,
)
from clickcut_models.bounds import DECIDED, within
from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS

CLEAR = 0.02
"""Alpha this close to 0 or 1 is 0 or 1: less can't be told from the filter's own error."""


def cutout() -> onnx.ModelProto:
    """Apply the field to rows of the photo.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), as for
        `upsample.onnx`; `size` int32 (2,), height and width of the whole photo; `rows` int32 (2,), start and
        stop; `factor` int32 (1,), photo pixels to a working pixel; `field` float32 (10, height, width) from
        `matte.onnx`; `pixels` uint8 (stop − start, width, 4), the photo's rows, straight RGBA →
        `cutout` uint8, likewise: where alpha is 255 the photo's own colour, where it is 0 nothing, between
        the object's colour alone; `alpha` uint8 (stop − start, width), the object's, whatever the photo's is.
    """
    graph = GraphWriter()
    op = graph.op
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index = tensor("mask_index", "int32", (1,))
    extent, size = tensor("extent", "float32", (2,)), tensor("size", "int32", (2,))
    rows, factor = tensor("rows", "int32", (2,)), tensor("factor", "int32", (1,))
    field = tensor("field", "float32", (10, "height", "width"))
    pixels = tensor("pixels", "uint8", ("rows", "columns", 4))

    row = whole_numbers(graph, item(graph, rows, 0), item(graph, rows, 1))
    column = whole_numbers(graph, np.array(0, np.int32), item(graph, size, 1))
    chosen = chosen_mask(graph, masks, mask_index)
    logits = logits_at(graph, chosen, extent, size, row=row, column=column)
    open_pixels = op("Less", op("Abs", logits), DECIDED)
    has_edge = op("Cast", op("ReduceMax", op("Cast", open_pixels, to=onnx.TensorProto.UINT8), keepdims=0), to=onnx.TensorProto.BOOL)

    def mixed(inner: GraphWriter) -> Sequence[ir.Value]:
        return _mixed(inner, field, pixels, logits, row, column, factor)

    def plain(inner: GraphWriter) -> Sequence[ir.Value]:
        inside = inner.op("Greater", logits, 0.0)
        alpha = inner.op("Where", inside, np.array(255, np.uint8), np.array(0, np.uint8))
        return alpha, inner.op("Slice", pixels, [0], [3], [2])

    alpha, colour = graph.ops(
        "If",
        has_edge,
        outputs=2,
        then_branch=graph.branch(mixed, "mixed"),
        else_branch=graph.branch(plain, "plain"),
    )
    made = _painted(graph, pixels, alpha, colour)
    outputs = [
        output(made, "cutout", "uint8", ("rows", "columns", 4)),
        output(alpha, "alpha", "uint8", ("rows", "columns")),
    ]
    return graph.model("cutout", [masks, mask_index, extent, size, rows, factor, field, pixels], outputs)


def _mixed(
    graph: GraphWriter,
    field: ir.Value,
    pixels: ir.Value,
    logits: ir.Value,
    row: ir.Value,
    column: ir.Value,
    factor: ir.Value,
) -> tuple[ir.Value, ir.Value]:
    """Give alpha, uint8 (rows, columns), and the colour to show, uint8 (rows, columns, 3)."""
    op = graph.op
    planes = _at_rows(graph, field, row, column, factor)
    factors, offset, inner, outer = (
        op("Slice", planes, [start], [stop], [0]) for start, stop in ((0, 3), (3, 4), (4, 7), (7, 10))
    )
    seen = op("Slice", pixels, [0], [3], [2])
    colour = op("Div", op("Transpose", floats(graph, seen), perm=[2, 0, 1]), 255.0)
    parts = op("Mul", factors, op("Sub", colour, 0.5))
    red, green, blue = (op("Slice", parts, [n], [n + 1], [0]) for n in range(3))
    alpha = op("Add", op("Add", op("Add", red, green), blue), offset)
    alpha = op("Div", op("Sub", alpha, CLEAR), 1 - 2 * CLEAR)
    alpha = within(graph, alpha, op("Unsqueeze", logits, [0]))
    mixture = op("Add", op("Mul", alpha, inner), op("Mul", op("Sub", 1.0, alpha), outer))
    inner = op("Add", inner, op("Mul", alpha, op("Sub", colour, mixture)))
    inner = op("Transpose", _bytes(graph, inner), perm=[1, 2, 0])
    alpha = op("Squeeze", _bytes(graph, alpha), [0])
    opaque = op("Unsqueeze", op("Equal", alpha, np.array(255, np.uint8)), [2])
    return alpha, op("Where", opaque, seen, inner)


def _at_rows(
    graph: GraphWriter, field: ir.Value, row: ir.Value, column: ir.Value, factor: ir.Value
) -> ir.Value:
    """Interpolate the field at rows of the photo."""
    planes = graph.op("Transpose", field, perm=[1, 0, 2])  # rows first
    last = graph.op("Sub", floats(graph, graph.op("Shape", field, start=1)), 1.0)
    factor = graph.op("Squeeze", factor, [0])
    row, row_fraction = positions(graph, row, 1.0, factor, item(graph, last, 0))
    column, fraction = positions(graph, column, 1.0, factor, item(graph, last, 1))
    planes, row = rows_needed(graph, planes, row)
    planes = interpolate(graph, planes, column, fraction, axis=2)
    planes = interpolate(graph, planes, row, graph.op("Unsqueeze", row_fraction, [1, 2]), axis=0)
    return graph.op("Transpose", planes, perm=[1, 0, 2])


def _painted(graph: GraphWriter, pixels: ir.Value, alpha: ir.Value, colour: ir.Value) -> ir.Value:
    """Join colour and alpha; a photo that is transparent itself stays so; what is cut away is 0, 0, 0, 0."""
    op = graph.op
    own = op("Slice", pixels, [3], [4], [2])
    alpha = op("Unsqueeze", alpha, [2])
    opaque = op("Equal", own, np.array(255, np.uint8))
    product = op("Div", op("Mul", floats(graph, own), floats(graph, alpha)), 255.0)
    product = op("Cast", op("Floor", op("Add", product, 0.5)), to=onnx.TensorProto.UINT8)
    alpha = op("Where", opaque, alpha, product)
    gone = op("Equal", alpha, np.array(0, np.uint8))
    return op("Where", gone, np.array(0, np.uint8), op("Concat", colour, alpha, axis=2))


def _bytes(graph: GraphWriter, values: ir.Value) -> ir.Value:
    """Give uint8 of 0…1, rounded half up."""
    whole = graph.op("Floor", graph.op("Add", graph.op("Mul", values, 255.0), 0.5))
    return graph.op("Cast", graph.op("Clip", whole, 0.0, 255.0), to=onnx.TensorProto.UINT8)

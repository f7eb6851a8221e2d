"""`cutout.onnx`: rows of the cut-out at the photo's own resolution, from the photo and the matte's field.

Element-wise arithmetic in a fixed order: given equal inputs, every onnxruntime gives equal pixels. What the
logits have decided costs little more than a copy; only pixels near the edge are gathered and worked on.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.bilinear import floats, item, logits_at, positions, whole_numbers
from clickcut_models.bounds import DECIDED, within
from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS
from clickcut_models.soft_logits import soft_logits

CLEAR = 0.02
"""Alpha this close to 0 or 1 is 0 or 1: less can't be told from the filter's own error."""
_NONE, _FULL = np.array(0, np.uint8), np.array(255, np.uint8)


def cutout() -> onnx.ModelProto:
    """Apply the field to rows of the photo.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), as for
        `upsample.onnx`; `size` int32 (2,), height and width of the whole photo; `rows` int32 (2,), start and
        stop; `factor` int32 (1,), photo pixels to a working pixel; `field` float32 (height, width, 10) from
        `matte.onnx`; `pixels` uint8 (stop − start, width, 4), the photo's rows, straight RGBA →
        `cutout` uint8, likewise: where the object's alpha is 255 the photo's own pixel, where alpha is 0
        nothing, between the object's colour alone; `alpha` uint8 (stop − start, width), the object's,
        whatever the photo's is.
    """
    graph = GraphWriter()
    op = graph.op
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index = tensor("mask_index", "int32", (1,))
    extent, size = tensor("extent", "float32", (2,)), tensor("size", "int32", (2,))
    rows, factor = tensor("rows", "int32", (2,)), tensor("factor", "int32", (1,))
    field = tensor("field", "float32", ("height", "width", 10))
    pixels = tensor("pixels", "uint8", ("rows", "columns", 4))

    row = whole_numbers(graph, item(graph, rows, 0), item(graph, rows, 1))
    column = whole_numbers(graph, np.array(0, np.int32), item(graph, size, 1))
    chosen = soft_logits(graph, masks, mask_index, extent)
    logits = op("Reshape", logits_at(graph, chosen, extent, size, row=row, column=column), [-1])
    flat = op("Reshape", pixels, [-1, 4])
    place = op("Squeeze", op("NonZero", op("Less", op("Abs", logits), DECIDED)), [0])

    columns = op("Shape", pixels, start=1, end=2)
    line = op("Div", place, columns)
    edge_row = op("Gather", row, line)
    edge_column = op("Gather", column, op("Sub", place, op("Mul", line, columns)))
    fitted = _at_places(graph, field, edge_row, edge_column, factor)
    alpha, painted = _mixed(graph, fitted, op("Gather", flat, place), op("Gather", logits, place))

    inside = op("Greater", logits, 0.0)
    plain_alpha = op("Where", inside, _FULL, _NONE)
    seen = op("Greater", op("Squeeze", op("Slice", flat, [3], [4], [1]), [1]), _NONE)
    plain = op("Where", op("Unsqueeze", op("And", inside, seen), [1]), flat, _NONE)
    all_alpha = op("ScatterElements", plain_alpha, place, alpha)
    all_pixels = op("ScatterND", plain, op("Unsqueeze", place, [1]), painted)
    outputs = [
        output(op("Reshape", all_pixels, op("Shape", pixels)), "cutout", "uint8", ("rows", "columns", 4)),
        output(op("Reshape", all_alpha, op("Shape", pixels, end=2)), "alpha", "uint8", ("rows", "columns")),
    ]
    return graph.model("cutout", [masks, mask_index, extent, size, rows, factor, field, pixels], outputs)


def _at_places(
    graph: GraphWriter, field: ir.Value, row: ir.Value, column: ir.Value, factor: ir.Value
) -> ir.Value:
    """Interpolate the field at some of the photo's pixels: float32 (places, 10)."""
    op = graph.op
    size = op("Cast", op("Shape", field, end=2), to=onnx.TensorProto.INT32)
    last = op("Sub", size, np.array(1, np.int32))
    width = item(graph, size, 1)
    lines = op("Reshape", field, [-1, 10])
    factor = op("Squeeze", factor, [0])
    befores, afters, fractions = [], [], []
    for axis, each in enumerate((row, column)):
        end = item(graph, last, axis)
        before, fraction = positions(graph, each, 1.0, factor, floats(graph, end))
        befores.append(before)
        afters.append(op("Min", op("Add", before, np.array(1, np.int32)), end))
        fractions.append(op("Unsqueeze", fraction, [1]))
    across = []
    for down in (befores[0], afters[0]):
        start = op("Mul", down, width)
        low, high = (op("Gather", lines, op("Add", start, each[1])) for each in (befores, afters))
        across.append(op("Add", low, op("Mul", op("Sub", high, low), fractions[1])))
    above, below = across
    return op("Add", above, op("Mul", op("Sub", below, above), fractions[0]))


def _mixed(
    graph: GraphWriter, fitted: ir.Value, pixels: ir.Value, logits: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Give the object's alpha, uint8 (places,), and what is shown of it, uint8 (places, 4)."""
    op = graph.op
    factors, offset, inner, outer = (
        op("Slice", fitted, [start], [stop], [1]) for start, stop in ((0, 3), (3, 4), (4, 7), (7, 10))
    )
    seen, own = (op("Slice", pixels, [start], [stop], [1]) for start, stop in ((0, 3), (3, 4)))
    colour = op("Div", floats(graph, seen), 255.0)
    parts = op("Mul", factors, op("Sub", colour, 0.5))
    red, green, blue = (op("Slice", parts, [n], [n + 1], [1]) for n in range(3))
    alpha = op("Add", op("Add", op("Add", red, green), blue), offset)
    alpha = op("Div", op("Sub", alpha, CLEAR), 1 - 2 * CLEAR)
    alpha = within(graph, alpha, op("Unsqueeze", logits, [1]))
    mixture = op("Add", op("Mul", alpha, inner), op("Mul", op("Sub", 1.0, alpha), outer))
    inner = op("Add", inner, op("Mul", alpha, op("Sub", colour, mixture)))
    shown = op("Mul", floats(graph, own), alpha)  # a photo that is transparent itself stays so
    alpha, shown = _bytes(graph, op("Mul", alpha, 255.0)), _bytes(graph, shown)
    own_colour = op("Equal", alpha, _FULL)
    inner = op("Where", own_colour, seen, _bytes(graph, op("Mul", inner, 255.0)))
    shown = op("Where", own_colour, own, shown)
    painted = op("Where", op("Equal", shown, _NONE), _NONE, op("Concat", inner, shown, axis=1))
    return op("Squeeze", alpha, [1]), painted


def _bytes(graph: GraphWriter, values: ir.Value) -> ir.Value:
    """Give uint8 of 0…255, rounded half up."""
    whole = graph.op("Clip", graph.op("Floor", graph.op("Add", values, 0.5)), 0.0, 255.0)
    return graph.op("Cast", whole, to=onnx.TensorProto.UINT8)

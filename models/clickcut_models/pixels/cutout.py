"""`cutout.onnx`: rows of the cut-out at the photo's own resolution, from the photo and the matte's field.

Element-wise arithmetic in a fixed order: given equal inputs, every onnxruntime gives equal pixels. What the
logits have decided costs little more than a copy; only pixels near the edge are gathered and worked on.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.pixels.bilinear import (
    floats,
    interpolate,
    item,
    logits_at,
    positions,
    rows_needed,
    whole_numbers,
)
from clickcut_models.pixels.bounds import DECIDED, cleared, within
from clickcut_models.pixels.refine import SETTLED, Look, ramp

NOTHING = 1 / 512
"""An alpha that is no colour's."""
_NONE, _FULL = np.array(0, np.uint8), np.array(255, np.uint8)


def cutout(*, refined: bool = False) -> onnx.ModelProto:
    """Apply the field to rows of the photo.

    Refined, it has three inputs more: `shape` and `edge` from `refine.onnx`, and its `look`. Without them it
    is a graph of its own, so that who refines nothing waits for nothing.

    Returns
    -------
    onnx.ModelProto
        `logits` float32 (256, 256) from `soften.onnx`; `extent` float32 (2,), as for `upsample.onnx`; `size`
        int32 (2,), height and width of the whole photo; `rows` and `columns` int32 (2,), start and stop of
        the part that is made; `factor` int32 (1,), photo pixels to a working pixel; `field` float32 (height,
        width, 10) from `matte.onnx`; `pixels` uint8 (rows, columns, 4), the photo's, straight RGBA →
        `cutout` uint8, likewise: where the object's alpha is 255 the photo's own pixel, where alpha is 0
        nothing, between the object's colour alone; `alpha` uint8 (rows, columns), the object's, whatever the
        photo's is.
    """
    graph = GraphWriter()
    op = graph.op
    chosen = tensor("logits", "float32", (MASK_SIDE, MASK_SIDE))
    extent, size = tensor("extent", "float32", (2,)), tensor("size", "int32", (2,))
    rows, columns = tensor("rows", "int32", (2,)), tensor("columns", "int32", (2,))
    factor = tensor("factor", "int32", (1,))
    field = tensor("field", "float32", ("height", "width", 10))
    pixels = tensor("pixels", "uint8", ("down", "across", 4))

    row, column = (
        whole_numbers(graph, item(graph, each, 0), item(graph, each, 1)) for each in (rows, columns)
    )
    logits = op("Reshape", logits_at(graph, chosen, extent, size, row=row, column=column), [-1])
    flat = op("Reshape", pixels, [-1, 4])
    inside, is_open = op("Greater", logits, 0.0), op("Less", op("Abs", logits), DECIDED)
    refinement = _Refinement(graph) if refined else None
    if refinement:
        inside, is_open = refinement.settled(inside, is_open, row=row, column=column, factor=factor)
    place = op("Squeeze", op("NonZero", is_open), [0])

    width = op("Shape", pixels, start=1, end=2)
    line = op("Div", place, width)
    edge_row = op("Gather", row, line)
    edge_column = op("Gather", column, op("Sub", place, op("Mul", line, width)))
    fitted, *edges = _at_places(
        graph, [field, *(refinement.grids if refinement else ())], edge_row, edge_column, factor
    )
    photo = op("Gather", flat, place)
    seen, own = (op("Slice", photo, [start], [stop], [1]) for start, stop in ((0, 3), (3, 4)))
    alpha, inner, colour = _mixed(graph, fitted, seen, op("Gather", logits, place))
    if refinement:
        alpha, inner = refinement.of(alpha, inner, colour, *edges)
    alpha, painted = _painted(graph, alpha, inner, seen, own)

    plain_alpha = op("Where", inside, _FULL, _NONE)
    seen = op("Greater", op("Squeeze", op("Slice", flat, [3], [4], [1]), [1]), _NONE)
    plain = op("Where", op("Unsqueeze", op("And", inside, seen), [1]), flat, _NONE)
    all_alpha = op("ScatterElements", plain_alpha, place, alpha)
    all_pixels = op("ScatterND", plain, op("Unsqueeze", place, [1]), painted)
    outputs = [
        output(op("Reshape", all_pixels, op("Shape", pixels)), "cutout", "uint8", ("down", "across", 4)),
        output(op("Reshape", all_alpha, op("Shape", pixels, end=2)), "alpha", "uint8", ("down", "across")),
    ]
    inputs = [chosen, extent, size, rows, columns, factor, field, pixels]
    if refinement:
        inputs += [refinement.shape, refinement.edge, refinement.look_input]
    return graph.model("recut" if refined else "cutout", inputs, outputs)


class _Refinement:
    """What a look does to alpha and colours."""

    def __init__(self, graph: GraphWriter) -> None:
        self._graph = graph
        self.shape, self.edge = (tensor(name, "float32", ("height", "width")) for name in ("shape", "edge"))
        self.look_input = tensor("look", "float32", (3,))
        self._look = Look.of(graph, self.look_input)

    @property
    def grids(self) -> list[ir.Value]:
        """What is needed at places: float32 (height, width, 1)."""
        return [self._graph.op("Unsqueeze", each, [2]) for each in (self.shape, self.edge)]

    def settled(
        self, inside: ir.Value, is_open: ir.Value, *, row: ir.Value, column: ir.Value, factor: ir.Value
    ) -> tuple[ir.Value, ir.Value]:
        """Give which pixels are inside as far as that is plain, and where it is not."""
        op, look = self._graph.op, self._look
        edge = op("Reshape", _everywhere(self._graph, self.edge, row, column, factor), [-1])
        is_within, fades = op("Greater", edge, 0.0), look.fades
        near = op("Less", op("Abs", edge), SETTLED)
        inside = op("Or", inside, op("And", is_within, op("Or", look.raises, fades)))
        inside = op("And", inside, op("Or", is_within, op("Not", op("Or", look.lowers, fades))))
        return inside, op("Or", near, op("And", is_open, op("Not", fades)))

    def of(
        self, alpha: ir.Value, inner: ir.Value, colour: ir.Value, shape: ir.Value, edge: ir.Value
    ) -> tuple[ir.Value, ir.Value]:
        """Give alpha and the colour to show; where the object was grown, that is the photo's own."""
        op, look = self._graph.op, self._look
        narrowed = look.narrowed(self._graph, alpha, shape)
        least = op("Where", op("Greater", look.grow, 0.0), 0.0, NOTHING)
        share = op("Div", op("Max", alpha, least), op("Max", narrowed, NOTHING))
        grown = op("Max", op("Sub", 1.0, share), 0.0)
        inner = op("Add", inner, op("Mul", grown, op("Sub", colour, inner)))
        return op("Where", look.fades, ramp(self._graph, edge), narrowed), inner


def _everywhere(
    graph: GraphWriter, grid: ir.Value, row: ir.Value, column: ir.Value, factor: ir.Value
) -> ir.Value:
    """Interpolate a grid at working size at some rows and all columns of the photo."""
    size = graph.op("Cast", graph.op("Shape", grid), to=onnx.TensorProto.INT32)
    factor = graph.op("Squeeze", factor, [0])
    lasts = [floats(graph, graph.op("Sub", item(graph, size, n), np.array(1, np.int32))) for n in (0, 1)]
    row, down = positions(graph, row, 1.0, factor, lasts[0])
    column, across = positions(graph, column, 1.0, factor, lasts[1])
    grid, row = rows_needed(graph, grid, row)
    grid = interpolate(graph, grid, column, across, axis=1)
    return interpolate(graph, grid, row, graph.op("Unsqueeze", down, [1]), axis=0)


def _at_places(
    graph: GraphWriter, fields: list[ir.Value], row: ir.Value, column: ir.Value, factor: ir.Value
) -> list[ir.Value]:
    """Interpolate fields of one size at some of the photo's pixels: float32 (places, channels) of each."""
    op = graph.op
    size = op("Cast", op("Shape", fields[0], end=2), to=onnx.TensorProto.INT32)
    last = op("Sub", size, np.array(1, np.int32))
    width = item(graph, size, 1)
    factor = op("Squeeze", factor, [0])
    befores, afters, fractions = [], [], []
    for axis, each in enumerate((row, column)):
        end = item(graph, last, axis)
        before, fraction = positions(graph, each, 1.0, factor, floats(graph, end))
        befores.append(before)
        afters.append(op("Min", op("Add", before, np.array(1, np.int32)), end))
        fractions.append(op("Unsqueeze", fraction, [1]))
    corners = [
        [op("Add", op("Mul", down, width), each[1]) for each in (befores, afters)]
        for down in (befores[0], afters[0])
    ]
    made = []
    for field in fields:
        channels = op("Shape", field, start=2)
        lines = op("Reshape", field, op("Concat", [-1], channels, axis=0))
        across = []
        for corner in corners:
            low, high = (op("Gather", lines, each) for each in corner)
            across.append(op("Add", low, op("Mul", op("Sub", high, low), fractions[1])))
        above, below = across
        made.append(op("Add", above, op("Mul", op("Sub", below, above), fractions[0])))
    return made


def _mixed(
    graph: GraphWriter, fitted: ir.Value, seen: ir.Value, logits: ir.Value
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Give the object's alpha, (places, 1), its colour alone and the photo's, (places, 3), from 0 to 1."""
    op = graph.op
    factors, offset, inner, outer = (
        op("Slice", fitted, [start], [stop], [1]) for start, stop in ((0, 3), (3, 4), (4, 7), (7, 10))
    )
    colour = op("Div", floats(graph, seen), 255.0)
    parts = op("Mul", factors, op("Sub", colour, 0.5))
    red, green, blue = (op("Slice", parts, [n], [n + 1], [1]) for n in range(3))
    alpha = op("Add", op("Add", op("Add", red, green), blue), offset)
    alpha = within(graph, cleared(graph, alpha), op("Unsqueeze", logits, [1]))
    mixture = op("Add", op("Mul", alpha, inner), op("Mul", op("Sub", 1.0, alpha), outer))
    inner = op("Add", inner, op("Mul", alpha, op("Sub", colour, mixture)))
    return alpha, inner, colour


def _painted(
    graph: GraphWriter, alpha: ir.Value, inner: ir.Value, seen: ir.Value, own: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Give the object's alpha, uint8 (places,), and what is shown of it, uint8 (places, 4)."""
    op = graph.op
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

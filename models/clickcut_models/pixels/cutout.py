"""`cutout.onnx`: rows of the cut-out at the photo's own resolution, from the photo and its matte.

Element-wise arithmetic in a fixed order: given equal inputs, every onnxruntime gives equal pixels. Alpha is
made of whole planes; colours, of which there are more, only where they are mixed, and there pixel by pixel.
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
from clickcut_models.pixels.bounds import cleared, within
from clickcut_models.pixels.refine import Look, ramp

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
        the part that is made; `factor` int32 (1,), photo pixels to a working pixel; `fit` and `colours` from
        `matte.onnx`; `pixels` uint8
        (rows, columns, 4), the photo's, straight RGBA → `cutout` uint8, likewise: where the object's alpha is
        255 the photo's own pixel, where alpha is 0 nothing, between the object's colour alone; `alpha` uint8
        (rows, columns), the object's, whatever the photo's is.
    """
    graph = GraphWriter()
    op = graph.op
    chosen = tensor("logits", "float32", (MASK_SIDE, MASK_SIDE))
    extent, size = tensor("extent", "float32", (2,)), tensor("size", "int32", (2,))
    rows, columns = tensor("rows", "int32", (2,)), tensor("columns", "int32", (2,))
    factor = tensor("factor", "int32", (1,))
    fit = tensor("fit", "float32", (4, "height", "width"))
    colours = tensor("colours", "float32", ("height", "width", 6))
    pixels = tensor("pixels", "uint8", ("down", "across", 4))

    row, column = (
        whole_numbers(graph, item(graph, each, 0), item(graph, each, 1)) for each in (rows, columns)
    )
    logits = logits_at(graph, chosen, extent, size, row=row, column=column)
    between = _Between(graph, row, column, factor, fit)
    planes = op("Transpose", pixels, perm=[2, 0, 1])
    seen, own = (op("Slice", planes, [start], [stop], [0]) for start, stop in ((0, 3), (3, 4)))
    free = _alpha(graph, between.everywhere(fit), seen, op("Unsqueeze", logits, [0]))
    refinement = _Refinement(graph, between) if refined else None
    alpha = refinement.alpha(free) if refinement else free
    shown_alpha = op("Squeeze", _bytes(graph, op("Mul", alpha, 255.0)), [0])

    is_mixed = op("And", op("Greater", shown_alpha, _NONE), op("Less", shown_alpha, _FULL))
    place = op("Squeeze", op("NonZero", op("Reshape", is_mixed, [-1])), [0])
    flat = op("Reshape", pixels, [-1, 4])
    photo = op("Gather", flat, place)
    colour = op("Div", floats(graph, op("Slice", photo, [0], [3], [1])), 255.0)
    mixed_free, mixed_alpha = (op("Gather", op("Reshape", each, [-1, 1]), place) for each in (free, alpha))
    inner = _inner(graph, between.at(place, colours), mixed_free, colour)
    if refinement:
        inner = refinement.colour(inner, colour, mixed_free, place)
    painted = _painted(graph, mixed_alpha, inner, op("Slice", photo, [3], [4], [1]))

    whole = op("And", op("Equal", shown_alpha, _FULL), op("Greater", own, _NONE))
    plain = op("BitwiseAnd", planes, op("Where", whole, _FULL, _NONE))  # a Where of four planes takes longer
    plain = op("Transpose", plain, perm=[1, 2, 0])
    all_pixels = op("ScatterND", op("Reshape", plain, [-1, 4]), op("Unsqueeze", place, [1]), painted)
    outputs = [
        output(op("Reshape", all_pixels, op("Shape", pixels)), "cutout", "uint8", ("down", "across", 4)),
        output(shown_alpha, "alpha", "uint8", ("down", "across")),
    ]
    inputs = [chosen, extent, size, rows, columns, factor, fit, colours, pixels]
    if refinement:
        inputs += [refinement.shape, refinement.edge, refinement.look_input]
    return graph.model("recut" if refined else "cutout", inputs, outputs)


class _Refinement:
    """What a look does to alpha and colours."""

    def __init__(self, graph: GraphWriter, between: _Between) -> None:
        self._graph = graph
        self.shape, self.edge = (tensor(name, "float32", ("height", "width")) for name in ("shape", "edge"))
        self.look_input = tensor("look", "float32", (3,))
        self._look = Look.of(graph, self.look_input)
        self._shape, self._edge = (
            between.everywhere(graph.op("Unsqueeze", each, [0])) for each in (self.shape, self.edge)
        )

    def alpha(self, free: ir.Value) -> ir.Value:
        """Give alpha everywhere, of what it is without a look."""
        narrowed = self._look.narrowed(self._graph, free, self._shape)
        return self._graph.op("Where", self._look.fades, ramp(self._graph, self._edge), narrowed)

    def colour(self, inner: ir.Value, colour: ir.Value, free: ir.Value, place: ir.Value) -> ir.Value:
        """Give the colour to show at some places; where the object was grown, that is the photo's own."""
        op, look = self._graph.op, self._look
        shape = op("Gather", op("Reshape", self._shape, [-1, 1]), place)
        narrowed = look.narrowed(self._graph, free, shape)
        least = op("Where", op("Greater", look.grow, 0.0), 0.0, NOTHING)
        share = op("Div", op("Max", free, least), op("Max", narrowed, NOTHING))
        grown = op("Max", op("Sub", 1.0, share), 0.0)
        return op("Add", inner, op("Mul", grown, op("Sub", colour, inner)))


class _Between:
    """Where a strip's pixels lie between those of the small photo's part that has a matte.

    `grid` has its size, float32 (planes, height, width). What lies beyond is given its border's.
    """

    def __init__(
        self,
        graph: GraphWriter,
        row: ir.Value,
        column: ir.Value,
        factor: ir.Value,
        grid: ir.Value,
    ) -> None:
        op, one = graph.op, np.array(1, np.int32)
        self._graph = graph
        size = op("Cast", op("Shape", grid, start=1), to=onnx.TensorProto.INT32)
        self._lasts = [op("Sub", item(graph, size, axis), one) for axis in (0, 1)]
        befores, self._fractions = [], []
        for last, each in zip(self._lasts, (row, column), strict=True):
            before, fraction = positions(graph, each, 1.0, op("Squeeze", factor, [0]), floats(graph, last))
            befores.append(before)
            self._fractions.append(fraction)
        self._row, self._column = befores

    def everywhere(self, planes: ir.Value) -> ir.Value:
        """Interpolate planes at all pixels: float32 (planes, rows, columns)."""
        graph = self._graph
        down, across = self._fractions
        planes, row = rows_needed(graph, planes, self._row, axis=1)
        planes = interpolate(graph, planes, self._column, across, axis=2)  # while the rows are few
        return interpolate(graph, planes, row, graph.op("Unsqueeze", down, [1]), axis=1)

    def at(self, place: ir.Value, field: ir.Value) -> ir.Value:
        """Interpolate a field, float32 (height, width, channels), at some pixels: (places, channels)."""
        graph, op = self._graph, self._graph.op
        width = op("Shape", self._column)
        line = op("Div", place, width)
        numbers = line, op("Sub", place, op("Mul", line, width))
        befores, afters, fractions = [], [], []
        for number, before, last, fraction in zip(
            numbers, (self._row, self._column), self._lasts, self._fractions, strict=True
        ):
            befores.append(op("Gather", before, number))
            afters.append(op("Min", op("Add", befores[-1], np.array(1, np.int32)), last))
            fractions.append(op("Unsqueeze", op("Gather", fraction, number), [1]))
        lines = op("Reshape", field, op("Concat", [-1], op("Shape", field, start=2), axis=0))
        small_width = item(graph, op("Cast", op("Shape", field), to=onnx.TensorProto.INT32), 1)
        above, below = (
            self._along(lines, op("Mul", down, small_width), befores[1], afters[1], fractions[1])
            for down in (befores[0], afters[0])
        )
        return op("Add", above, op("Mul", op("Sub", below, above), fractions[0]))

    def _along(
        self, lines: ir.Value, start: ir.Value, before: ir.Value, after: ir.Value, fraction: ir.Value
    ) -> ir.Value:
        op = self._graph.op
        low, high = (op("Gather", lines, op("Add", start, each)) for each in (before, after))
        return op("Add", low, op("Mul", op("Sub", high, low), fraction))


def _alpha(graph: GraphWriter, fitted: ir.Value, seen: ir.Value, logits: ir.Value) -> ir.Value:
    """Give the object's alpha, float32 (1, rows, columns); what the logits have decided is exactly 0 or 1."""
    op = graph.op
    colour = op("Div", floats(graph, seen), 255.0)
    factors, offset = (op("Slice", fitted, [start], [stop], [0]) for start, stop in ((0, 3), (3, 4)))
    parts = op("Mul", factors, op("Sub", colour, 0.5))
    red, green, blue = (op("Slice", parts, [n], [n + 1], [0]) for n in range(3))
    alpha = op("Add", op("Add", op("Add", red, green), blue), offset)
    return within(graph, cleared(graph, alpha), logits)


def _inner(graph: GraphWriter, both: ir.Value, alpha: ir.Value, colour: ir.Value) -> ir.Value:
    """Give the object's colour alone, (places, 3), from 0 to 1."""
    op = graph.op
    inner, outer = (op("Slice", both, [start], [stop], [1]) for start, stop in ((0, 3), (3, 6)))
    mixture = op("Add", op("Mul", alpha, inner), op("Mul", op("Sub", 1.0, alpha), outer))
    return op("Add", inner, op("Mul", alpha, op("Sub", colour, mixture)))


def _painted(graph: GraphWriter, alpha: ir.Value, inner: ir.Value, own: ir.Value) -> ir.Value:
    """Give what is shown of the object where it is mixed, uint8 (places, 4)."""
    op = graph.op
    shown = _bytes(graph, op("Mul", floats(graph, own), alpha))  # a photo that is transparent itself stays so
    inner = _bytes(graph, op("Mul", inner, 255.0))
    return op("Where", op("Equal", shown, _NONE), _NONE, op("Concat", inner, shown, axis=1))


def _bytes(graph: GraphWriter, values: ir.Value) -> ir.Value:
    """Give uint8 of 0…255, rounded half up."""
    whole = graph.op("Clip", graph.op("Floor", graph.op("Add", values, 0.5)), 0.0, 255.0)
    return graph.op("Cast", whole, to=onnx.TensorProto.UINT8)

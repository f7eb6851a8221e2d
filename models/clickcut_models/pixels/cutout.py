"""`cutout.onnx`: rows of the cut-out at the photo's own resolution, from the photo and the matte's field.

Element-wise arithmetic in a fixed order: given equal inputs, every onnxruntime gives equal pixels. What the
logits have decided costs little more than a copy; only pixels near the edge are gathered and worked on.
"""

from __future__ import annotations

from copy import copy

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
        the part that is made; `factor` int32 (1,), photo pixels to a working pixel; `origin` int32 (2,), row
        and column of the small photo at which `matte.onnx` began, and its `fit` and `colours`; `pixels` uint8
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
    origin = tensor("origin", "int32", (2,))
    fit, colours = (
        tensor(name, "float32", ("height", "width", n)) for name, n in (("fit", 4), ("colours", 6))
    )
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

    there = _Places(graph, row, column, op("Shape", pixels, start=1, end=2), place, (origin, fit, factor))
    seen, own = _photo(graph, flat, place)
    fitted, *edges = there.of(fit, *(refinement.grids if refinement else ()))
    free = _alpha(graph, fitted, seen, op("Gather", logits, place))
    alpha = refinement.alpha(free, *edges) if refinement else free
    shown_alpha = op("Squeeze", _bytes(graph, op("Mul", alpha, 255.0)), [1])
    all_alpha = op("ScatterElements", op("Where", inside, _FULL, _NONE), place, shown_alpha)

    is_mixed = op("And", op("Greater", shown_alpha, _NONE), op("Less", shown_alpha, _FULL))
    among = op("Squeeze", op("NonZero", is_mixed), [0])
    seen, own, free, alpha = (op("Gather", each, among) for each in (seen, own, free, alpha))
    (both,) = there.at(among).of(colours)
    inner, colour = _colour(graph, both, free, seen)
    if refinement:
        inner = refinement.colour(inner, colour, free, *(op("Gather", each, among) for each in edges))
    painted = _painted(graph, alpha, inner, own)

    whole = op("Equal", all_alpha, _FULL)
    seen = op("Greater", op("Squeeze", op("Slice", flat, [3], [4], [1]), [1]), _NONE)
    plain = op("Where", op("Unsqueeze", op("And", whole, seen), [1]), flat, _NONE)
    all_pixels = op("ScatterND", plain, op("Unsqueeze", op("Gather", place, among), [1]), painted)
    outputs = [
        output(op("Reshape", all_pixels, op("Shape", pixels)), "cutout", "uint8", ("down", "across", 4)),
        output(op("Reshape", all_alpha, op("Shape", pixels, end=2)), "alpha", "uint8", ("down", "across")),
    ]
    inputs = [chosen, extent, size, rows, columns, factor, origin, fit, colours, pixels]
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

    def alpha(self, free: ir.Value, shape: ir.Value, edge: ir.Value) -> ir.Value:
        """Give alpha, of what it is without a look."""
        narrowed = self._look.narrowed(self._graph, free, shape)
        return self._graph.op("Where", self._look.fades, ramp(self._graph, edge), narrowed)

    def colour(
        self, inner: ir.Value, colour: ir.Value, free: ir.Value, shape: ir.Value, _edge: ir.Value
    ) -> ir.Value:
        """Give the colour to show; where the object was grown, that is the photo's own."""
        op, look = self._graph.op, self._look
        narrowed = look.narrowed(self._graph, free, shape)
        least = op("Where", op("Greater", look.grow, 0.0), 0.0, NOTHING)
        share = op("Div", op("Max", free, least), op("Max", narrowed, NOTHING))
        grown = op("Max", op("Sub", 1.0, share), 0.0)
        return op("Add", inner, op("Mul", grown, op("Sub", colour, inner)))


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


class _Places:
    """Some of the photo's pixels, and where they lie between those of `field`, a part of the small photo.

    `row` and `column` are those of the strip, which has `width` columns, and `place` are numbers of its
    pixels; `fitted` says where the part begins, gives a grid of its size, and how much smaller it is.
    """

    def __init__(
        self,
        graph: GraphWriter,
        row: ir.Value,
        column: ir.Value,
        width: ir.Value,
        place: ir.Value,
        fitted: tuple[ir.Value, ir.Value, ir.Value],
    ) -> None:
        op = graph.op
        origin, grid, factor = fitted
        line = op("Div", place, width)
        numbers = op("Gather", row, line), op("Gather", column, op("Sub", place, op("Mul", line, width)))
        size = op("Cast", op("Shape", grid, end=2), to=onnx.TensorProto.INT32)
        last = op("Sub", op("Add", origin, size), np.array(1, np.int32))
        befores, afters, fractions = [], [], []
        for axis, each in enumerate(numbers):
            begin, end = item(graph, origin, axis), item(graph, last, axis)
            before, fraction = positions(graph, each, 1.0, op("Squeeze", factor, [0]), floats(graph, end))
            after = op("Min", op("Add", before, np.array(1, np.int32)), end)
            befores.append(op("Sub", before, begin))
            afters.append(op("Sub", after, begin))
            fractions.append(op("Unsqueeze", fraction, [1]))
        self._graph, self._fractions = graph, fractions
        self._corners = [
            op("Add", op("Mul", down, item(graph, size, 1)), across)
            for down in (befores[0], afters[0])
            for across in (befores[1], afters[1])
        ]

    def at(self, among: ir.Value) -> _Places:
        """Give some of them, by their numbers."""
        fewer = copy(self)
        fewer._corners, fewer._fractions = (
            [self._graph.op("Gather", value, among) for value in values]
            for values in (self._corners, self._fractions)
        )
        return fewer

    def of(self, *fields: ir.Value) -> list[ir.Value]:
        """Interpolate fields of that size: float32 (places, channels) of each."""
        op = self._graph.op
        down, across = self._fractions
        made = []
        for field in fields:
            lines = op("Reshape", field, op("Concat", [-1], op("Shape", field, start=2), axis=0))
            corners = [op("Gather", lines, each) for each in self._corners]
            above, below = (
                op("Add", low, op("Mul", op("Sub", high, low), across))
                for low, high in (corners[:2], corners[2:])
            )
            made.append(op("Add", above, op("Mul", op("Sub", below, above), down)))
        return made


def _photo(graph: GraphWriter, flat: ir.Value, place: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Give a photo's colours at some pixels, uint8 (places, 3), and its own alpha, (places, 1)."""
    photo = graph.op("Gather", flat, place)
    return graph.op("Slice", photo, [0], [3], [1]), graph.op("Slice", photo, [3], [4], [1])


def _unit(graph: GraphWriter, seen: ir.Value) -> ir.Value:
    return graph.op("Div", floats(graph, seen), 255.0)


def _alpha(graph: GraphWriter, fitted: ir.Value, seen: ir.Value, logits: ir.Value) -> ir.Value:
    """Give the object's alpha, (places, 1)."""
    op = graph.op
    factors, offset = (op("Slice", fitted, [start], [stop], [1]) for start, stop in ((0, 3), (3, 4)))
    parts = op("Mul", factors, op("Sub", _unit(graph, seen), 0.5))
    red, green, blue = (op("Slice", parts, [n], [n + 1], [1]) for n in range(3))
    alpha = op("Add", op("Add", op("Add", red, green), blue), offset)
    return within(graph, cleared(graph, alpha), op("Unsqueeze", logits, [1]))


def _colour(graph: GraphWriter, both: ir.Value, alpha: ir.Value, seen: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Give the object's colour alone and the photo's, (places, 3), from 0 to 1."""
    op = graph.op
    inner, outer = (op("Slice", both, [start], [stop], [1]) for start, stop in ((0, 3), (3, 6)))
    colour = _unit(graph, seen)
    mixture = op("Add", op("Mul", alpha, inner), op("Mul", op("Sub", 1.0, alpha), outer))
    return op("Add", inner, op("Mul", alpha, op("Sub", colour, mixture))), colour


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

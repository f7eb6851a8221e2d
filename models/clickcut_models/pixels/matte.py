"""`matte.onnx`: how alpha and the object's own colours follow from the photo's, near the edge of a mask.

It works on the photo at working size and knows nothing of the full-size one: `cutout.onnx` applies what it
gives. Three steps, all from window means:

1. How far a pixel's colour lies on the way from the surroundings' to the object's. Both are means over what
   the logits are sure of, near the pixel. How much that counts against the logits' own opinion follows from
   how far apart the two colours are compared with their spread.
2. A guided filter with the photo as guide, so that alpha is a linear function of colour in each window
   (He, Sun & Tang, "Guided Image Filtering", TPAMI 2013; on a small photo and applied to the large one as in
   He & Sun, "Fast Guided Filter", 2015).
3. The colours of object and surroundings where they mix (Forte, "Approximate Fast Foreground Colour
   Estimation", ICIP 2021).

1 is done three times, 2 after the second and the third; what is sure is then what the time before made
clear. Before and after 2 alpha is held within what the logits leave open; see `bounds.py`. At last the edge
becomes as hard as it is in the photo; see `softness.py`. How the constants were chosen: docs/edges.md.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.pixels.bilinear import floats, item, logits_at, whole_numbers
from clickcut_models.pixels.bounds import cleared, within
from clickcut_models.pixels.softness import sharpened, softness
from clickcut_models.pixels.window import Window

SURE_FROM, SURE_AT = 1.0, 5.0
"""Logits between which a colour comes to count as the object's, or, below zero, as its surroundings'."""
PASSES = 3
"""Each takes its colours from what the one before made clear; the first does without the filter."""
SPREAD = 4.0
"""How much the spread of the two colours counts against their distance."""
NOISE = 1e-3
"""Squared colour distance, of 0…1 a channel, that could be anything."""
WEIGHT = 5.0
"""What a pixel's colour counts at most, where the logits count at most 1 …"""
UNSURE = 0.02
"""… and at least this."""
SEEN = 0.002
"""Least share of a window that must be sure for its colour to count."""
EPSILON = 1e-5
"""The guided filter's: variance of colour below which it smooths."""
HALF = 0.5
"""Colours are centred on zero for the sake of running sums."""


def matte() -> onnx.ModelProto:
    """Fit alpha and colours at working size.

    Returns
    -------
    onnx.ModelProto
        `logits` float32 (256, 256) from `soften.onnx`; `extent` float32 (2,), height and width in mask
        pixels of what `photo` shows; `photo` uint8 (height, width, 3), RGB at working size; `radii` int32
        (3,), in its pixels, those of the colours on both sides, of the filter and of the mixed colours;
        `part` int32 (2,), how many of its rows and columns are worked on, true where as many more follow as
        the windows reach → `fit` float32 (4, rows, columns): three factors and an offset, by
        which alpha is offset + factors · (RGB − 0.5); `colours` (rows, columns, 6): RGB of the object, then
        of its surroundings, from 0 to 1; `small_alpha` float32 (rows, columns), what alpha is there.
    """
    graph = GraphWriter()
    chosen = tensor("logits", "float32", (MASK_SIDE, MASK_SIDE))
    extent, part = tensor("extent", "float32", (2,)), tensor("part", "int32", (2,))
    photo, radii = tensor("photo", "uint8", ("height", "width", 3)), tensor("radii", "int32", (3,))

    size = graph.op("Cast", graph.op("Shape", photo, start=0, end=2), to=onnx.TensorProto.INT32)
    every = [whole_numbers(graph, np.array(0, np.int32), item(graph, part, axis)) for axis in (0, 1)]
    logits = logits_at(graph, chosen, extent, size, row=every[0], column=every[1])
    seen = graph.op("Slice", photo, np.zeros(2, np.int32), part, np.array([0, 1], np.int32))
    logits = graph.op("Unsqueeze", logits, [0])
    colour = graph.op("Transpose", floats(graph, seen), perm=[2, 0, 1])
    colour = graph.op("Sub", graph.op("Div", colour, 255.0), HALF)
    ones = graph.op("Add", graph.op("Mul", logits, 0.0), 1.0)
    looking, filtering, mixing = (
        graph.op("Cast", graph.op("Gather", radii, [n]), to=onnx.TensorProto.INT64) for n in range(3)
    )
    first = Window(graph, graph.op("Div", graph.op("Mul", looking, [3]), [2]), ones)
    around = Window(graph, looking, ones, twice=True)
    filtered = Window(graph, filtering, ones)

    opinion = _opinion(graph, logits)
    sure = [_sure(graph, each) for each in (logits, graph.op("Neg", logits))]
    for number in range(PASSES):
        joined, *by_colour = _by_colour(graph, opinion, sure, colour, around if number else first)
        alpha = within(graph, joined, logits)
        if number:
            factors, offset = _filter(graph, alpha, colour, filtered)
            alpha = within(graph, graph.op("Add", _dot(graph, factors, colour), offset), logits)
        sure = [_clear(graph, each) for each in (alpha, graph.op("Sub", 1.0, alpha))]
    soft = softness(graph, logits, *by_colour, radius=looking, window=first)
    factors, offset = sharpened(graph, factors, offset, logits, soft)
    alpha = graph.op("Add", _dot(graph, factors, colour), offset)
    alpha = within(graph, cleared(graph, alpha), logits)
    inner, outer = _colours(graph, alpha, colour, ones, mixing)
    shown = [graph.op("Add", each, HALF) for each in (inner, outer)]
    fit = graph.op("Concat", factors, offset, axis=0)
    colours = graph.op("Transpose", graph.op("Concat", *shown, axis=0), perm=[1, 2, 0])
    small_alpha = graph.op("Squeeze", alpha, [0])
    outputs = [
        output(fit, "fit", "float32", (4, "rows", "columns")),
        output(colours, "colours", "float32", ("rows", "columns", 6)),
        output(small_alpha, "small_alpha", "float32", ("rows", "columns")),
    ]
    return graph.model("matte", [chosen, extent, photo, radii, part], outputs)


def _opinion(graph: GraphWriter, logits: ir.Value) -> ir.Value:
    """Give what the logits say, from −1 to 1: tanh(logit ÷ 2), that is 2 · sigmoid(logit) − 1.

    By its Padé approximant x (27 + x²) ÷ (27 + 9 x²), which is 1 at x = 3: an exponential's last digit
    differs between machines.
    """
    x = graph.op("Clip", graph.op("Mul", logits, 0.5), -3.0, 3.0)
    square = graph.op("Mul", x, x)
    above = graph.op("Mul", x, graph.op("Add", square, 27.0))
    return graph.op("Div", above, graph.op("Add", graph.op("Mul", square, 9.0), 27.0))


def _by_colour(
    graph: GraphWriter, opinion: ir.Value, sure: list[ir.Value], colour: ir.Value, window: Window
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Join the logits' opinion with what colour says, as a mean weighted by trust.

    Gives that, what colour says, and from 0 to 1 how well the two colours can be told apart.

    `sure` says from 0 to 1 how surely a pixel belongs to the object, and to its surroundings.
    """
    op = graph.op
    square = op("Mul", opinion, opinion)
    trust = op("Add", op("Mul", square, square), UNSURE)
    total = op("Mul", op("Add", op("Mul", opinion, 0.5), 0.5), trust)
    (inner, inner_spread, inner_share), (outer, outer_spread, outer_share) = (
        _mean_colour(graph, colour, side, window) for side in sure
    )
    way = op("Sub", inner, outer)
    distance = _dot(graph, way, way)
    along = _dot(graph, op("Sub", colour, outer), way)
    alpha = op("Clip", op("Div", along, op("Add", distance, 1e-6)), 0.0, 1.0)
    spread = op("Mul", op("Add", inner_spread, outer_spread), SPREAD)
    ratio = op("Div", distance, op("Add", op("Add", distance, spread), NOISE))
    seen = op("Sub", op("Div", op("Min", inner_share, outer_share), SEEN), 1.0)
    ratio = op("Mul", ratio, op("Clip", seen, 0.0, 1.0))
    weight = op("Mul", op("Mul", ratio, ratio), WEIGHT)
    total = op("Add", total, op("Mul", alpha, weight))
    trust = op("Add", trust, weight)
    return op("Div", total, trust), alpha, ratio


def _sure(graph: GraphWriter, logits: ir.Value) -> ir.Value:
    beyond = graph.op("Div", graph.op("Sub", logits, SURE_FROM), SURE_AT - SURE_FROM)
    return graph.op("Clip", beyond, 0.0, 1.0)


def _clear(graph: GraphWriter, share: ir.Value) -> ir.Value:
    beyond = graph.op("Clip", graph.op("Sub", graph.op("Add", share, share), 1.0), 0.0, 1.0)
    return graph.op("Mul", beyond, beyond)


def _mean_colour(
    graph: GraphWriter, colour: ir.Value, sure: ir.Value, window: Window
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Give the weighted mean colour, its spread (the sum of the channels' variances) and the mean weight."""
    op = graph.op
    square = op("Mul", sure, _dot(graph, colour, colour))
    means = window.mean(op("Concat", op("Mul", sure, colour), square, sure, axis=0))
    share = _planes(graph, means, 4, 5)
    weighed = op("Div", means, op("Max", share, SEEN))
    colour = _planes(graph, weighed, 0, 3)
    spread = op("Sub", _planes(graph, weighed, 3, 4), _dot(graph, colour, colour))
    return colour, op("Max", spread, 0.0), share


def _filter(
    graph: GraphWriter, alpha: ir.Value, colour: ir.Value, window: Window
) -> tuple[ir.Value, ir.Value]:
    """Fit alpha = factors · colour + offset in each window; give the means over a pixel's windows."""
    op = graph.op
    mean = window.mean(colour)
    mean_alpha = window.mean(alpha)
    shared = op("Sub", window.mean(op("Mul", colour, alpha)), op("Mul", mean, mean_alpha))
    red, green, blue = (_planes(graph, colour, n, n + 1) for n in range(3))
    means = [_planes(graph, mean, n, n + 1) for n in range(3)]
    products = window.mean(op("Concat", op("Mul", red, colour), axis=0))
    rr, rg, rb = (
        op("Sub", _planes(graph, products, n, n + 1), op("Mul", means[0], means[n])) for n in range(3)
    )
    products = window.mean(
        op("Concat", op("Mul", green, green), op("Mul", green, blue), op("Mul", blue, blue), axis=0)
    )
    gg, gb, bb = (
        op("Sub", _planes(graph, products, n, n + 1), op("Mul", means[i], means[j]))
        for n, (i, j) in enumerate(((1, 1), (1, 2), (2, 2)))
    )
    rr, gg, bb = (op("Add", each, EPSILON) for each in (rr, gg, bb))
    factors = _solve(graph, ((rr, rg, rb), (rg, gg, gb), (rb, gb, bb)), shared)
    offset = op("Sub", mean_alpha, _dot(graph, factors, mean))
    return window.mean(factors), window.mean(offset)


def _solve(graph: GraphWriter, matrix: tuple[tuple[ir.Value, ...], ...], right: ir.Value) -> ir.Value:
    """Solve a symmetric 3 × 3 system at every pixel, by cofactors."""
    op = graph.op

    def minor(i: int, j: int) -> ir.Value:
        (a, b), (c, d) = [[matrix[r][k] for k in range(3) if k != j] for r in range(3) if r != i]
        return op("Sub", op("Mul", a, d), op("Mul", b, c))

    cofactors = {
        (i, j): minor(i, j) if (i + j) % 2 == 0 else op("Neg", minor(i, j))
        for i in range(3)
        for j in range(i, 3)
    }
    lines = [op("Concat", *(cofactors[min(i, j), max(i, j)] for j in range(3)), axis=0) for i in range(3)]
    first = op("Concat", *matrix[0], axis=0)
    determinant = _dot(graph, first, lines[0])
    solved = op("Concat", *(_dot(graph, line, right) for line in lines), axis=0)
    return op("Div", solved, determinant)


def _colours(
    graph: GraphWriter, alpha: ir.Value, colour: ir.Value, ones: ir.Value, radius: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Estimate what colours the object and its surroundings have at each pixel: widely, then closely."""
    op = graph.op
    near = op("Max", op("Div", radius, [6]), [1])
    rest = op("Sub", 1.0, alpha)
    inner = outer = colour
    for reach in (radius, near):
        window = Window(graph, reach, ones, twice=True)
        means = []
        for each, part in ((inner, alpha), (outer, rest)):
            weight = op("Add", op("Mul", op("Add", part, 1e-2), 1e-2), _clear(graph, part))
            mean = window.mean(op("Concat", op("Mul", each, weight), weight, axis=0))
            means.append(op("Div", _planes(graph, mean, 0, 3), _planes(graph, mean, 3, 4)))
        inner, outer = means
        missing = op("Sub", colour, op("Add", op("Mul", alpha, inner), op("Mul", rest, outer)))
        inner = op("Clip", op("Add", inner, op("Mul", alpha, missing)), -HALF, HALF)
        outer = op("Clip", op("Add", outer, op("Mul", rest, missing)), -HALF, HALF)
    return inner, outer


def _dot(graph: GraphWriter, one: ir.Value, other: ir.Value) -> ir.Value:
    """Give the sum of three planes' products, added in their order."""
    products = graph.op("Mul", one, other)
    first, second, third = (_planes(graph, products, n, n + 1) for n in range(3))
    return graph.op("Add", graph.op("Add", first, second), third)


def _planes(graph: GraphWriter, planes: ir.Value, start: int, stop: int) -> ir.Value:
    return graph.op("Slice", planes, [start], [stop], [0])

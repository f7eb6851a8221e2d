"""How soft an edge is in the photo: an object's hard edge is drawn narrow, hair stays as the filter found it.

It changes alpha's dependence on colour at working size, and never looks at the full-size photo.
"""

from __future__ import annotations

import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.pixels.bounds import OPEN
from clickcut_models.pixels.window import Window

HARD_FROM, SOFT_AT = 0.09, 0.2
"""Mean share of mixed colours along an edge: below the first it is hard, from the second on it is hair."""
SHARPER = 3.5
"""By how much alpha's way from 0 to 1 is shortened at a hard edge; at hair it stays 1."""
STEEP = 10.0
"""Where the colour changes from one side's to the other's within 2 pixels (of 1024), nothing is mixed: its
difference over two pixels is then this ÷ the radius in which colours are looked for."""
LEAST_OPEN = 0.02
"""Share of a window: fewer open pixels tell nothing."""
SURE_FROM, SURE_BY = 4.0, 1.0
"""At a hard edge, logits from here to `OPEN` add so much to the surer side."""


def softness(
    graph: GraphWriter,
    logits: ir.Value,
    colour_alpha: ir.Value,
    ratio: ir.Value,
    *,
    radius: ir.Value,
    window: Window,
) -> ir.Value:
    """Tell from 0 (hard) to 1 (hair) how soft the edge near each pixel is, float32 (1, height, width).

    Parameters
    ----------
    graph
        Written to.
    logits
        float32 (1, height, width).
    colour_alpha
        Likewise, how far a pixel's colour lies between the surroundings' and the object's.
    ratio
        Likewise, from 0 to 1, how well the two can be told apart.
    radius
        int64 (1,), in which those colours were looked for.
    window
        In which pixels vote; those do that the logits leave open.
    """
    op = graph.op
    mixed = op("Mul", op("Mul", colour_alpha, op("Sub", 1.0, colour_alpha)), 4.0)
    across, down = (_difference(graph, colour_alpha, axis) for axis in (2, 1))
    slope = op("Sqrt", op("Add", op("Mul", across, across), op("Mul", down, down)))
    steep = op("Div", op("Mul", slope, op("Cast", radius, to=ir.DataType.FLOAT.value)), STEEP)
    gentle = op("Sub", 1.0, op("Min", steep, 1.0))
    is_open = op("Cast", op("Less", op("Abs", logits), OPEN), to=ir.DataType.FLOAT.value)
    votes = op("Mul", op("Mul", op("Mul", mixed, ratio), gentle), is_open)
    means = window.mean(op("Concat", votes, is_open, axis=0))
    mean, share = op("Slice", means, [0], [1], [0]), op("Slice", means, [1], [2], [0])
    mean = op("Div", mean, op("Max", share, LEAST_OPEN))
    return op("Clip", op("Div", op("Sub", mean, HARD_FROM), SOFT_AT - HARD_FROM), 0.0, 1.0)


def sharpened(
    graph: GraphWriter, factors: ir.Value, offset: ir.Value, logits: ir.Value, soft: ir.Value
) -> tuple[ir.Value, ir.Value]:
    """Turn alpha = factors · colour + offset around 0.5, steeper the harder the edge is."""
    op = graph.op
    hard = op("Sub", 1.0, soft)
    gain = op("Add", op("Mul", hard, SHARPER - 1), 1.0)
    offset = op("Add", op("Mul", op("Sub", offset, 0.5), gain), 0.5)
    beyond = op("Sub", op("Clip", logits, -OPEN, OPEN), op("Clip", logits, -SURE_FROM, SURE_FROM))
    surer = op("Mul", beyond, SURE_BY / (OPEN - SURE_FROM))
    return op("Mul", factors, gain), op("Add", offset, op("Mul", surer, hard))


def _difference(graph: GraphWriter, plane: ir.Value, axis: int) -> ir.Value:
    """Give the next pixel less the one before along an axis; beyond the photo its border goes on."""
    padded = graph.op("Pad", plane, [1, 1], None, [axis], mode="edge")
    length = graph.op("Shape", plane, start=axis, end=axis + 1)
    end = graph.op("Add", length, [2])
    after = graph.op("Slice", padded, [2], end, [axis])
    return graph.op("Sub", after, graph.op("Slice", padded, [0], length, [axis]))

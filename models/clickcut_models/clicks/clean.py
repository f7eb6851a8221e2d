"""`clean.onnx`: takes out of a mask of the decoder what no object has, and measures it.

Where the decoder is unsure, its masks are lattices of dots, as its upscaling writes blocks of 4 × 4 pixels;
at edges it leaves islands and holes of a few pixels; and along the photo's border it is ragged. Pixels only
change sides, by comparisons and counts: given equal logits, every onnxruntime gives equal masks.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.clicks.figures import END, MASKS, figures, neighbours_differ, raggedness
from clickcut_models.clicks.parts import small_regions
from clickcut_models.graph import GraphWriter, output, tensor

SMALL = 0.0025
"""Share of the mask: a smaller island or hole goes, unless a click is in it. It is a quarter more than the
0.2 % that it is measured by at the photo's resolution."""
RAGGED = 14.0
"""Raggedness from which a mask is smoothed: of 330 masks that were right, 5 % had more than 13 and 1 % more
than 19."""
BLOCK = 5
"""Mask pixels: a dot is a pixel on another side than most of the block around it."""
CELL, REACH = 4, 1
"""Dots are counted in cells of so many pixels a side, and as many cells around."""
DOTS = 12.5 / 144
"""A lattice has this share of dots there. Edges and thin lines have fewer."""
HOLD = 0.5
"""Where a part is one mask pixel thin, its logits are at least this share of those beside it."""
BORDER = 1
"""Mask pixels along the photo's border that repeat those within."""
_FLOAT = onnx.TensorProto.FLOAT


def clean() -> onnx.ModelProto:
    """Clean one of four masks, and measure it.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), height and
        width in mask pixels of what is photo; `clicks` float32 (clicks, 2), rows and columns in mask pixels,
        whole at their centres; `bounds` float32 (1, 2, 256, 256), or (1, 2, 1, 1) for all alike, the least
        and the most that the mask's logits may be → `cleaned` float32 (1, 4, 256, 256), where some of this
        mask's logits have the other sign; `figures` float32 (1, 7), as
        `clickcut_models.clicks.figures.figures` says, of the cleaned mask.
    """
    graph = GraphWriter("clean/")
    op = graph.op
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index, extent = tensor("mask_index", "int32", (1,)), tensor("extent", "float32", (2,))
    clicks = tensor("clicks", "float32", ("clicks", 2))
    bounds = tensor("bounds", "float32", (1, 2, "rows", "columns"))

    mask = op("Gather", masks, mask_index, axis=1)
    sides = op("Cast", op("Ceil", extent), to=onnx.TensorProto.INT64)
    plane = _bordered(graph, mask, extent, sides)
    inside = op("Greater", plane, 0.0)
    smooth = op(
        "If",
        op("Greater", op("Squeeze", raggedness(graph, inside, 1)), RAGGED),
        then_branch=graph.branch(lambda branch: [branch.op("Xor", inside, _dots(branch, inside))], "smooth"),
        else_branch=graph.branch(lambda branch: [branch.op("Identity", inside)], "as_it_is"),
    )
    dots = op("Xor", inside, smooth)
    changes = op("Xor", dots, small_regions(graph, smooth, SMALL, _pixels(graph, clicks, sides)))
    plane = _held_together(graph, op("Where", changes, op("Neg", plane), plane))
    least, most = graph.ops("Split", bounds, axis=1, num_outputs=2, outputs=2)
    bound = op("Min", op("Max", _in_place(graph, plane, mask, sides), least), most)
    whole = op("Squeeze", masks, [0])
    place = op("Reshape", op("Cast", mask_index, to=onnx.TensorProto.INT64), [1, 1])
    cleaned = op("Unsqueeze", op("ScatterND", whole, place, op("Squeeze", bound, [0])), [0])
    told = figures(graph, op("Slice", bound, [0, 0], sides, [2, 3]), 1)
    outputs = [
        output(cleaned, "cleaned", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE)),
        output(told, "figures", "float32", (1, 7)),
    ]
    return graph.model("clean", [masks, mask_index, extent, clicks, bounds], outputs)


def _bordered(graph: GraphWriter, mask: ir.Value, extent: ir.Value, sides: ir.Value) -> ir.Value:
    """Give what is photo, with what is within its border repeated there, and where it ends amid a pixel."""
    op = graph.op
    whole = op("Cast", op("Floor", extent), to=onnx.TensorProto.INT64)
    end = op("Max", op("Sub", whole, np.array(BORDER)), np.array(1))
    start = op("Min", op("Sub", end, np.array(1)), np.array(BORDER))
    within = op("Slice", mask, start, end, [2, 3])
    none = np.zeros(2, np.int64)
    return op(
        "Pad", within, op("Concat", none, start, none, op("Sub", sides, end), axis=0), None, mode="edge"
    )


def _dots(graph: GraphWriter, inside: ir.Value) -> ir.Value:
    """Find the pixels of lattices that are on another side than most around them."""
    op = graph.op
    dots = op("Xor", inside, _mostly_inside(graph, inside))
    cells = op(
        "AveragePool",
        op("Cast", dots, to=_FLOAT),
        kernel_shape=[CELL] * 2,
        strides=[CELL] * 2,
        pads=[0, 0, CELL - 1, CELL - 1],
        count_include_pad=1,
    )
    share = op("AveragePool", cells, kernel_shape=[2 * REACH + 1] * 2, pads=[REACH] * 4, count_include_pad=1)
    many = op("Greater", share, DOTS)
    for axis in (3, 2):
        side = op("Squeeze", op("Shape", inside, start=axis, end=axis + 1), [0])
        cell = op("Div", op("Range", np.array(0), side, np.array(1)), np.array(CELL))
        many = op("Gather", many, cell, axis=axis)
    return op("And", dots, many)


def _mostly_inside(graph: GraphWriter, inside: ir.Value) -> ir.Value:
    """Tell where more than half of the block around a pixel is inside; beyond the photo, half is."""
    op = graph.op

    def cut(values: ir.Value, start: int, lost: int, axis: int) -> ir.Value:
        """Leave out `lost` pixels along an axis: `start` at the beginning, the rest at the end."""
        return op("Slice", values, [start], [start - lost or END], [axis])

    halves = op("Sub", op("Cast", inside, to=_FLOAT), 0.5)
    sums = op("Pad", halves, [0, 0, BLOCK // 2, BLOCK // 2] * 2, 0.0)
    for axis in (2, 3):
        pairs = op("Add", cut(sums, 0, 1, axis), cut(sums, 1, 1, axis))
        fours = op("Add", cut(pairs, 0, 2, axis), cut(pairs, 2, 2, axis))
        sums = op("Add", cut(fours, 0, 1, axis), cut(sums, 4, 4, axis))
    return op("Greater", sums, 0.0)


def _held_together(graph: GraphWriter, plane: ir.Value) -> ir.Value:
    """Strengthen what is one pixel thin, that interpolation leaves no gaps in it.

    A weak pixel between strong ones of the other sign would be thinner than the photo's pixels, and what it
    joins would fall to pieces. Thin is a pixel that is in no block of 2 × 2 on one side.
    """
    op = graph.op
    thin = op("Squeeze", op("NonZero", op("Reshape", _thin(graph, op("Greater", plane, 0.0)), [-1])), [0])
    lines = op("Reshape", plane, [-1])
    logits = op("Gather", lines, thin)
    height, width = (op("Shape", plane, start=axis, end=axis + 1) for axis in (2, 3))
    line = op("Div", thin, width)
    column = op("Sub", thin, op("Mul", line, width))
    stride = op("Add", width, [2])
    # In a plane with a border of one pixel all around, flat.
    framed = op("Reshape", op("Pad", plane, [0, 0, 1, 1] * 2, 0.0), [-1])
    place = op("Add", op("Mul", op("Add", line, op("Mul", op("Div", line, height), [2])), stride), column)
    around = [
        op("Gather", framed, op("Add", place, op("Add", op("Mul", stride, [down]), [across])))
        for down in range(3)
        for across in range(3)
    ]
    signs = op("Where", op("Greater", logits, 0.0), 1.0, -1.0)
    against = op("Max", *(op("Neg", op("Mul", each, signs)) for each in around))
    held = op("Mul", op("Max", op("Abs", logits), op("Mul", against, HOLD)), signs)
    return op("Reshape", op("ScatterElements", lines, thin, held), op("Shape", plane))


def _thin(graph: GraphWriter, inside: ir.Value) -> ir.Value:
    """Tell which pixels are in no block of 2 × 2 on one side."""
    op = graph.op

    def either(values: ir.Value, axis: int) -> ir.Value:
        """Join each pixel with the next along an axis."""
        return op("Or", op("Slice", values, [0], [-1], [axis]), op("Slice", values, [1], [END], [axis]))

    across, down = (neighbours_differ(graph, inside, axis) for axis in (3, 2))
    uniform = op("Not", op("Or", either(across, 2), either(down, 3)))
    blocks = op(
        "Pad", op("Cast", uniform, to=onnx.TensorProto.INT32), [0, 0, 1, 1] * 2, np.array(0, np.int32)
    )
    return op("Not", either(either(op("Cast", blocks, to=onnx.TensorProto.BOOL), 2), 3))


def _pixels(graph: GraphWriter, clicks: ir.Value, sides: ir.Value) -> ir.Value:
    """Give the pixels that were clicked, numbered row by row: int32 (clicks,)."""
    op = graph.op
    cells = op("Cast", op("Floor", op("Add", clicks, 0.5)), to=onnx.TensorProto.INT64)
    within = op("Min", op("Max", cells, np.array(0)), op("Sub", sides, np.array(1)))
    rows, columns = graph.ops("Split", within, axis=1, num_outputs=2, outputs=2)
    width = op("Gather", sides, [1])
    return op(
        "Cast", op("Reshape", op("Add", op("Mul", rows, width), columns), [-1]), to=onnx.TensorProto.INT32
    )


def _in_place(graph: GraphWriter, plane: ir.Value, mask: ir.Value, sides: ir.Value) -> ir.Value:
    """Put what is photo back into a whole mask."""
    op = graph.op
    height, width = (op("Gather", sides, [n]) for n in (0, 1))
    right = op(
        "Slice", mask, op("Concat", [0], width, axis=0), op("Concat", height, [MASK_SIDE], axis=0), [2, 3]
    )
    below = op("Slice", mask, height, [MASK_SIDE], [2])
    return op("Concat", op("Concat", plane, right, axis=3), below, axis=2)

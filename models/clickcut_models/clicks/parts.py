"""The islands and holes of a mask: what hangs together, and what of it is too small to be meant.

A region is pixels on one side of a mask's edge that touch along their sides: just those stay together when
logits are interpolated. A row's stretches on one side are its runs. Runs that touch in two rows are of one
region, whose label is the highest number of its runs: labels are passed on until all agree (after Zhang,
Azad & Hu, "FastSV: A Distributed-Memory Connected Component Algorithm with Fast Convergence", PP 2020). So
most of the work grows with the outline's length, not with the pixels.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir

from clickcut_models.clicks.figures import END, neighbours_differ
from clickcut_models.graph import GraphWriter

ROUNDS = 5
"""Of passing labels on: two more than 800 masks needed. Regions whose runs still differ count as large."""
_INT, _FLOAT = onnx.TensorProto.INT32, onnx.TensorProto.FLOAT
_ROWS, _COLUMNS = 2, 3
_Pairs = tuple[ir.Value, ir.Value]


def small_regions(graph: GraphWriter, inside: ir.Value, share: float, clicks: ir.Value) -> ir.Value:
    """Find the small islands and holes of a mask in which no click lies.

    An island in a small hole is none: with the hole filled, it is part of the mask.

    Parameters
    ----------
    inside
        bool (1, 1, height, width).
    share
        What is small, as a share of the mask's area.
    clicks
        int32 (clicks,), pixels of the mask, numbered row by row.

    Returns
    -------
    ir.Value
        bool (1, 1, height, width), the pixels of those regions.
    """
    op = graph.op
    runs = _Runs(graph, inside)
    labels, is_open = _labels(graph, runs)
    limit = op("Mul", op("ReduceSum", op("Cast", inside, to=_FLOAT), keepdims=0), share)
    sizes = op("Gather", _gathered(graph, labels, labels, runs.lengths, "add"), labels)
    clicked = op("Gather", labels, op("Gather", runs.numbers, clicks))
    kept = op("Concat", clicked, is_open, axis=0)
    is_kept = op("Gather", _gathered(graph, labels, kept, _ones(graph, kept), "max"), labels)
    is_large = op(
        "Or",
        op("Greater", op("Cast", is_kept, to=_FLOAT), 0.0),
        op("GreaterOrEqual", op("Cast", sizes, to=_FLOAT), limit),
    )
    large = op("Cast", is_large, to=_INT)
    ones, others = (op("Concat", *pair, axis=0) for pair in zip(*runs.opposed, strict=True))
    both = [op("Concat", *pair, axis=0) for pair in ((ones, others), (others, ones))]
    beside = _gathered(graph, labels, op("Gather", labels, both[0]), op("Gather", large, both[1]), "max")
    is_beside_large = op("Greater", op("Cast", op("Gather", beside, labels), to=_FLOAT), 0.0)
    is_small = op("And", op("Not", is_large), is_beside_large)
    return op("Reshape", op("GatherElements", is_small, runs.numbers), op("Shape", inside))


class _Runs:
    """The runs of all rows, numbered in order.

    Attributes
    ----------
    numbers
        int32 (height · width,), each pixel's run.
    starts, lengths
        int32 (runs,), each run's first pixel and how many it has.
    joined, opposed
        Pairs of runs that touch, on one side of the edge and on two: int32 of each pair's numbers.
    """

    def __init__(self, graph: GraphWriter, inside: ir.Value) -> None:
        op = graph.op
        shape = op("Cast", op("Shape", inside, start=_ROWS), to=_INT)
        width = op("Slice", shape, [1], [2], [0])
        first = op("Slice", inside, [0], [1], [_COLUMNS])
        begins = op(
            "Concat",
            op("Or", first, op("Not", first)),  # true: no run goes on from the row above
            neighbours_differ(graph, inside, _COLUMNS),
            axis=_COLUMNS,
        )
        begins_flat = op("Reshape", begins, [-1])
        counted = op("CumSum", op("Cast", begins_flat, to=_INT), np.array(0, np.int64))
        self.numbers = op("Sub", counted, np.array(1, np.int32))
        self.starts = _places(graph, begins_flat)
        count = op("Cast", op("Shape", begins_flat), to=_INT)
        ends = op("Concat", op("Slice", self.starts, [1], [END], [0]), count, axis=0)
        self.lengths = op("Sub", ends, self.starts)
        sides = op("Gather", op("Reshape", inside, [-1]), self.starts)

        # Two runs in neighbouring rows touch from where the later one of them begins.
        upper, lower = (op("Slice", begins, [start], [stop], [_ROWS]) for start, stop in ((0, -1), (1, END)))
        meets = op(
            "Pad", op("Cast", op("Or", upper, lower), to=_INT), [0] * 6 + [1, 0], np.array(0, np.int32)
        )
        above = _places(graph, op("Reshape", op("Cast", meets, to=onnx.TensorProto.BOOL), [-1]))
        touching = [op("Gather", self.numbers, each) for each in (above, op("Add", above, width))]
        agree = op("Equal", *(op("Gather", sides, each) for each in touching))
        self.joined = _chosen(graph, touching, agree)
        rows = op("Div", self.starts, width)
        after = op("Slice", rows, [1], [END], [0])
        left = _places(graph, op("Equal", after, op("Slice", rows, [0], [-1], [0])))
        self.opposed = (
            _chosen(graph, touching, op("Not", agree)),
            (left, op("Add", left, np.array(1, np.int32))),
        )


def _labels(graph: GraphWriter, runs: _Runs) -> _Pairs:
    """Give each run's label, and the labels of regions that have two: int32 (runs,) and any number."""
    op = graph.op
    count = op("Squeeze", op("Cast", op("Shape", runs.starts), to=_INT), [0])
    labels = op("Range", np.array(0, np.int32), count, np.array(1, np.int32))
    numbers = op("Concat", *runs.joined, axis=0)
    for _ in range(ROUNDS):
        found = [op("Gather", labels, each) for each in runs.joined]
        highest = op("Max", *found)
        twice = op("Concat", highest, highest, axis=0)
        labels = op("ScatterElements", labels, op("Concat", *found, axis=0), twice, reduction="max")
        labels = op("ScatterElements", labels, numbers, twice, reduction="max")
        for _ in range(2):
            labels = op("Gather", labels, labels)
    found = [op("Gather", labels, each) for each in runs.joined]
    return labels, op("Concat", *_chosen(graph, found, op("Not", op("Equal", *found))), axis=0)


def _gathered(
    graph: GraphWriter, like: ir.Value, places: ir.Value, values: ir.Value, reduction: str
) -> ir.Value:
    """Give int32 as many as `like`, the sum or the maximum of the values at each place, or 0."""
    nothing = graph.op("Sub", like, like)
    return graph.op("ScatterElements", nothing, places, values, reduction=reduction)


def _ones(graph: GraphWriter, like: ir.Value) -> ir.Value:
    return graph.op("Add", graph.op("Sub", like, like), np.array(1, np.int32))


def _chosen(graph: GraphWriter, pair: list[ir.Value], is_chosen: ir.Value) -> _Pairs:
    place = _places(graph, is_chosen)
    first, second = (graph.op("Gather", each, place) for each in pair)
    return first, second


def _places(graph: GraphWriter, is_there: ir.Value) -> ir.Value:
    """Give where a vector of bool is true: int32."""
    return graph.op("Cast", graph.op("Squeeze", graph.op("NonZero", is_there), [0]), to=_INT)

"""Sums and means over square windows, whose side is known only when the graph runs.

By running sums: what a pixel costs does not depend on the window, and every value is added in one order
only, so that every onnxruntime gives equal sums. What is summed should be centred on zero: a running
sum's rounding grows with its length. Source: Crow, "Summed-area tables", SIGGRAPH 1984.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import GraphWriter

_ROWS, _COLUMNS = 1, 2


class Window:
    """Windows of one radius over planes of one size.

    Parameters
    ----------
    graph
        Written to.
    radius
        int64 (1,): a window has a side of 2 · radius + 1 pixels.
    ones
        float32 (1, height, width) of ones: what lies beyond the planes counts as nothing.
    twice
        Take the mean of means: a window that falls off towards its rim like a tent, twice as wide.
    """

    def __init__(self, graph: GraphWriter, radius: ir.Value, ones: ir.Value, *, twice: bool = False) -> None:
        self._graph, self._twice = graph, twice
        self._radius = radius
        self._before = graph.op("Add", radius, [1])
        self._side = graph.op("Add", self._before, radius)
        self._pixels = self._sum(ones)

    def mean(self, planes: ir.Value) -> ir.Value:
        """Give the mean of each plane around each pixel; `planes` float32 (planes, height, width)."""
        means = self._graph.op("Div", self._sum(planes), self._pixels)
        if self._twice:
            means = self._graph.op("Div", self._sum(means), self._pixels)
        return means

    def _sum(self, planes: ir.Value) -> ir.Value:
        for axis in (_COLUMNS, _ROWS):
            planes = self._along(planes, axis)
        return planes

    def _along(self, planes: ir.Value, axis: int) -> ir.Value:
        op = self._graph.op
        length = op("Shape", planes, start=axis, end=axis + 1)
        padded = op("Pad", planes, op("Concat", self._before, self._radius, axis=0), 0.0, [axis])
        running = op("CumSum", padded, np.array(axis, np.int64))
        end = op("Add", length, self._side)
        return op(
            "Sub",
            op("Slice", running, self._side, end, [axis]),
            op("Slice", running, [0], length, [axis]),
        )

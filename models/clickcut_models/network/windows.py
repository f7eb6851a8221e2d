"""Cuts a map into square windows and puts it together again, heads and all, in one transpose each way.

Nothing here knows what the cells hold.
"""

from __future__ import annotations

import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network.sizes import HEAD, Stage


def complete(graph: GraphWriter, rows: ir.Value, stage: Stage) -> ir.Value:
    """Add zeros to a map's rows, float32 (cells, channels), until windows cover it."""
    missing = stage.covered - stage.side
    x = graph.op("Reshape", rows, [stage.side, stage.side, stage.channels])
    return graph.op("Reshape", graph.op("Pad", x, [0, 0, 0, missing, missing, 0]), [-1, stage.channels])


def split(graph: GraphWriter, rows: ir.Value, stage: Stage) -> ir.Value:
    """Turn rows, float32 (cells, heads · 32), into (windows, heads, cells of a window, 32)."""
    n, w = stage.windows, stage.window
    x = graph.op("Reshape", rows, [n, w, n, w, stage.heads, HEAD])
    x = graph.op("Transpose", x, perm=[0, 2, 4, 1, 3, 5])
    return graph.op("Reshape", x, [n * n, stage.heads, w * w, HEAD])


def join(graph: GraphWriter, x: ir.Value, stage: Stage) -> ir.Value:
    """Undo `split` and `complete`: rows, float32 (side · side, channels)."""
    n, w = stage.windows, stage.window
    x = graph.op("Reshape", x, [n, n, stage.heads, w, w, HEAD])
    x = graph.op("Transpose", x, perm=[0, 3, 1, 4, 2, 5])
    x = graph.op("Reshape", x, [stage.covered, stage.covered, stage.channels])
    x = graph.op("Slice", x, [0, 0], [stage.side, stage.side])
    return graph.op("Reshape", x, [-1, stage.channels])

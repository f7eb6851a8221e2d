"""Cuts a map into square windows and puts it together again; splits rows by attention heads.

Nothing here knows what the cells hold.
"""

from __future__ import annotations

import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network.sizes import HEAD, Stage


def cut(graph: GraphWriter, rows: ir.Value, stage: Stage) -> ir.Value:
    """Order a map's rows, float32 (cells, channels), by windows; zeros stand for cells beyond the map."""
    missing, n, w = stage.covered - stage.side, stage.windows, stage.window
    x = graph.op("Reshape", rows, [stage.side, stage.side, stage.channels])
    x = graph.op("Pad", x, [0, 0, 0, missing, missing, 0])
    x = graph.op("Transpose", graph.op("Reshape", x, [n, w, n, w, -1]), perm=[0, 2, 1, 3, 4])
    return graph.op("Reshape", x, [-1, stage.channels])


def join(graph: GraphWriter, rows: ir.Value, stage: Stage) -> ir.Value:
    """Undo `cut`."""
    n, w = stage.windows, stage.window
    x = graph.op("Transpose", graph.op("Reshape", rows, [n, n, w, w, -1]), perm=[0, 2, 1, 3, 4])
    x = graph.op("Reshape", x, [stage.covered, stage.covered, stage.channels])
    x = graph.op("Slice", x, [0, 0], [stage.side, stage.side])
    return graph.op("Reshape", x, [-1, stage.channels])


def split_heads(graph: GraphWriter, rows: ir.Value, stage: Stage) -> ir.Value:
    """Turn rows by windows into float32 (windows, heads, cells of a window, 32)."""
    x = graph.op("Reshape", rows, [-1, stage.window**2, stage.heads, HEAD])
    return graph.op("Transpose", x, perm=[0, 2, 1, 3])


def join_heads(graph: GraphWriter, x: ir.Value, stage: Stage) -> ir.Value:
    """Undo `split_heads`."""
    return graph.op("Reshape", graph.op("Transpose", x, perm=[0, 2, 1, 3]), [-1, stage.channels])

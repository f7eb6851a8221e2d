"""Cuts a map into square windows, and those by attention heads, and puts it together again.

Nothing here knows what the cells hold.
"""

from __future__ import annotations

from collections.abc import Sequence

import onnx_ir as ir

from clickcut_models.encoder.sizes import HEAD, Stage
from clickcut_models.graph import GraphWriter


def cut(graph: GraphWriter, rows: ir.Value, stage: Stage, *, parts: int) -> Sequence[ir.Value]:
    """Order a map's rows by windows and heads, in one pass; zeros stand for cells beyond the map.

    Parameters
    ----------
    rows
        float32 (cells, parts · channels): what heads read, one beside the other.

    Returns
    -------
    Sequence[onnx_ir.Value]
        Each part, float32 (windows, heads, cells of a window, 32).
    """
    missing, n, w = stage.covered - stage.side, stage.windows, stage.window
    x = graph.op("Reshape", rows, [stage.side, stage.side, parts * stage.channels])
    x = graph.op("Pad", x, [0, 0, 0, missing, missing, 0])
    x = graph.op("Reshape", x, [n, w, n, w, parts, stage.heads, HEAD])
    x = graph.op("Transpose", x, perm=[4, 0, 2, 5, 1, 3, 6])
    x = graph.op("Reshape", x, [parts * n * n, stage.heads, w * w, HEAD])
    if parts == 1:
        return [x]
    return graph.ops("Split", x, outputs=parts, axis=0, num_outputs=parts)


def join(graph: GraphWriter, x: ir.Value, stage: Stage) -> ir.Value:
    """Undo `cut` for one part: rows of the map, float32 (cells, channels)."""
    n, w = stage.windows, stage.window
    x = graph.op("Reshape", x, [n, n, stage.heads, w, w, HEAD])
    x = graph.op("Transpose", x, perm=[0, 3, 1, 4, 2, 5])
    x = graph.op("Reshape", x, [stage.covered, stage.covered, stage.channels])
    x = graph.op("Slice", x, [0, 0], [stage.side, stage.side])
    return graph.op("Reshape", x, [-1, stage.channels])

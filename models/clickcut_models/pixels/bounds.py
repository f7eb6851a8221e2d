"""What the logits leave open: near zero the photo decides, far from it the mask stands.

So alpha is exactly 0 and 1 away from the edge, and no colour that is alike can tear a hole into the object.
"""

from __future__ import annotations

import onnx_ir as ir

from clickcut_models.graph import GraphWriter

OPEN = 5.0
"""Logits between minus this and this leave alpha free …"""
RAMP = 2.0
"""… and fix it over so many more."""
DECIDED = OPEN + RAMP
"""From here on alpha is 1, or below minus this 0."""


CLEAR = 0.02
"""Alpha this close to 0 or 1 is 0 or 1: less can't be told from the filter's own error."""


def cleared(graph: GraphWriter, alpha: ir.Value) -> ir.Value:
    """Stretch alpha so that what is nearly 0 or 1 lies beyond."""
    return graph.op("Div", graph.op("Sub", alpha, CLEAR), 1 - 2 * CLEAR)


def within(graph: GraphWriter, alpha: ir.Value, logits: ir.Value) -> ir.Value:
    """Hold alpha between (logit − OPEN) and (logit + OPEN), each as a ramp around zero from 0 to 1."""
    least, most = (
        graph.op("Add", graph.op("Div", graph.op("Add", logits, shift), 2 * RAMP), 0.5)
        for shift in (-OPEN, OPEN)
    )
    alpha = graph.op("Max", graph.op("Min", alpha, most), least)
    return graph.op("Clip", alpha, 0.0, 1.0)

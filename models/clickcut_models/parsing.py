"""Small graphs written as ONNX's own text: https://onnx.ai/onnx/repo-docs/Syntax.html."""

from __future__ import annotations

import onnx
from onnx import parser

_HEAD = '<ir_version: 8, opset_import: ["": 17], producer_name: "clickcut">'


def parsed(text: str) -> onnx.ModelProto:
    """Read a graph and check it.

    Raises
    ------
    onnx.checker.ValidationError, onnx.parser.ParseError
        When the text is wrong.
    """
    made = parser.parse_model(_HEAD + text)
    onnx.checker.check_model(made, full_check=True)
    return made

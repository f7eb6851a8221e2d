"""Small graphs written as ONNX's own text, and graphs in a row: https://onnx.ai/onnx/repo-docs/Syntax.html."""

from __future__ import annotations

import onnx
from onnx import parser

_HEAD = '<ir_version: 9, opset_import: ["": 20], producer_name: "clickcut">'


def parsed(text: str) -> onnx.ModelProto:
    """Read a graph and check it.

    Raises
    ------
    onnx.checker.ValidationError, onnx.parser.ParseError
        When the text is wrong.
    """
    return _checked(parser.parse_model(_HEAD + text))


def joined(first: onnx.ModelProto, second: onnx.ModelProto) -> onnx.ModelProto:
    """Run one graph after another, as one: what they name alike is the same.

    The two must name nothing alike by chance.
    """
    made = onnx.ModelProto()
    made.CopyFrom(first)
    given = {each.name for each in (*first.graph.input, *first.graph.output)}
    made.graph.output.extend(second.graph.output)
    made.graph.input.extend(each for each in second.graph.input if each.name not in given)
    made.graph.node.extend(second.graph.node)
    made.graph.initializer.extend(second.graph.initializer)
    return _checked(made)


def _checked(made: onnx.ModelProto) -> onnx.ModelProto:
    onnx.checker.check_model(made, full_check=True)
    return made

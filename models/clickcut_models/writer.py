"""Writes an ONNX graph node by node, so that a network reads as a few lines of arithmetic.

It names tensors and collects them; it knows no network and optimises nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx
from numpy.typing import ArrayLike
from onnx import helper, numpy_helper

OPSET = 17  # the stock decoder's; every operator used has a kernel in onnxruntime-web 1.30's wasm build
IR_VERSION = 8  # likewise; well below the newest that onnxruntime-web reads
PRODUCER = "clickcut"

Dims = Sequence[int | str]
Attribute = int | float | str | Sequence[int]


class GraphWriter:
    """Collects the nodes and constants of one graph."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []

    def constant(self, value: ArrayLike, dtype: str = "float32") -> str:
        """Add a constant and give its name."""
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def op(self, op_type: str, *inputs: str, output: str = "", **attributes: Attribute) -> str:
        """Add a node with one output and give that output's name."""
        name = output or f"{op_type.lower()}_{len(self.nodes)}"
        node = helper.make_node(op_type, inputs, [name], name=name)
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return name


def value(name: str, dtype: str, dims: Dims) -> onnx.ValueInfoProto:
    """Describe a graph's input or output; a string among the dims is a dynamic one."""
    return helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(np.dtype(dtype)), dims)


def model(graph: onnx.GraphProto, *, opset: int = OPSET, ir_version: int = IR_VERSION) -> onnx.ModelProto:
    """Wrap a graph as a checked model without anything that changes from run to run."""
    made = helper.make_model(
        graph,
        opset_imports=[helper.make_operatorsetid("", opset)],
        producer_name=PRODUCER,
        ir_version=ir_version,
    )
    onnx.checker.check_model(made)
    return made

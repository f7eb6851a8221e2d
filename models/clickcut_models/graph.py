"""Writes an ONNX graph node by node, so that a network reads as a few lines of arithmetic.

It names tensors and collects them; it knows no network and optimises nothing. It stands on onnx-ir's
tape rather than on onnxscript: our graphs come out of ordinary Python loops over a dictionary of
weights, which a decorator that parses source code does not see, and onnx-ir is the smaller package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import onnx
import onnx_ir as ir
from numpy.typing import NDArray

# Oldest that has every operator used (LayerNormalization came with 17, Gelu with 20); onnxruntime-web
# 1.30 and onnxruntime ≥ 1.20 have kernels for it. IR 9 is the one that came with opset 20.
OPSET, IR_VERSION = 20, 9
CONTRIB = "com.microsoft"  # onnxruntime's own operators, in its CPU and wasm builds alike
PRODUCER = "clickcut"

Array = NDArray[np.generic]
Operand = ir.Value | Array | float | Sequence[int]
Attribute = int | float | str | Sequence[int] | ir.Graph
Dims = Sequence[int | str]


class GraphWriter:
    """Collects the nodes and constants of one graph, or of one branch of it.

    Parameters
    ----------
    scope
        Put before every name; branches need one, as their names must differ from the outer graph's.
    """

    def __init__(self, scope: str = "") -> None:
        self._scope = scope
        self._tape = ir.tape.Tape()
        self._constants: dict[tuple[str, tuple[int, ...], bytes], ir.Value] = {}

    def op(
        self, op_type: str, *inputs: Operand | None, domain: str = "", **attributes: Attribute
    ) -> ir.Value:
        """Add a node with one output and give that output.

        Numbers and arrays among the inputs become constants: a number is float32, a list of
        integers is an int64 vector.
        """
        return self.ops(op_type, *inputs, outputs=1, domain=domain, **attributes)[0]

    def ops(
        self,
        op_type: str,
        *inputs: Operand | None,
        outputs: int,
        domain: str = "",
        **attributes: Attribute,
    ) -> Sequence[ir.Value]:
        """Add a node with several outputs."""
        values = self._tape.op_multi_out(
            op_type,
            [None if each is None else self._value(each) for each in inputs],
            attributes,
            num_outputs=outputs,
            domain=domain,
            name=self._name(op_type),
        )
        for number, each in enumerate(values):
            each.name = f"{self._name(op_type)}_{number}" if number else self._name(op_type)
        return values

    def branch(self, outputs: Callable[[GraphWriter], Sequence[ir.Value]], scope: str) -> ir.Graph:
        """Write one branch of an `If`; it may read the outer graph's values."""
        inner = GraphWriter(f"{self._scope}{scope}_{len(self._tape.nodes)}/")
        made = outputs(inner)
        return ir.Graph([], made, nodes=inner._tape.nodes, initializers=inner._tape.initializers, name=scope)

    def model(self, name: str, inputs: Sequence[ir.Value], outputs: Sequence[ir.Value]) -> onnx.ModelProto:
        """Close the graph and give it without anything that changes from run to run."""
        graph = ir.Graph(
            inputs,
            outputs,
            nodes=self._tape.nodes,
            initializers=self._tape.initializers,
            opset_imports={"": OPSET, CONTRIB: 1},
            name=name,
        )
        return ir.to_proto(ir.Model(graph, ir_version=IR_VERSION, producer_name=PRODUCER))

    def _value(self, operand: Operand) -> ir.Value:
        if isinstance(operand, ir.Value):
            return operand
        if isinstance(operand, np.ndarray):
            array = np.ascontiguousarray(operand)
        elif isinstance(operand, int | float):
            array = np.array(operand, np.float32)
        else:
            array = np.array(operand, np.int64)
        key = (array.dtype.str, array.shape, array.tobytes())
        if key not in self._constants:
            name = f"{self._scope}constant_{len(self._constants)}"
            self._constants[key] = self._tape.initializer(ir.tensor(array, name=name))
        return self._constants[key]

    def _name(self, op_type: str) -> str:
        return f"{self._scope}{op_type.lower()}_{len(self._tape.nodes)}"


def tensor(name: str, dtype: str, dims: Dims) -> ir.Value:
    """Make a graph's input; a string among the dims is a dynamic one."""
    return ir.Value(
        name=name,
        shape=ir.Shape(dims),
        type=ir.TensorType(ir.DataType.from_numpy(np.dtype(dtype))),
    )


def output(value: ir.Value, name: str, dtype: str, dims: Dims) -> ir.Value:
    """Make a value a graph's output: give it its public name, type and shape."""
    value.name = name
    value.shape = ir.Shape(dims)
    value.type = ir.TensorType(ir.DataType.from_numpy(np.dtype(dtype)))
    return value

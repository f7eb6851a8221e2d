"""`manifest.json`: what the built graphs are, where they come from, and how to know them again.

It describes and checks files; it neither builds nor runs them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnx
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE
from onnx import helper

from clickcut_models import encoder
from clickcut_models.source import Source

FORMAT = "clickcut-models/1"
FILE = "manifest.json"
MASK_THRESHOLD = 0.0  # Source: `mask_threshold` of Sam in segment-anything's modeling/sam.py


@dataclass(frozen=True, slots=True)
class Manifest:
    """A folder of built graphs whose every file is the one that was written.

    Attributes
    ----------
    folder
        Where the files are.
    model
        Id of the weights; an embedding of another model is refused.
    graphs
        By name (the encoders and the fields of `clickcut_core.image.Graphs`): `file`, `bytes`,
        `sha256`, `opset`, `inputs` and `outputs` as lists of `{name, dtype, dims}`.
    known_answer
        What a runtime is checked with; see `clickcut_core.known_answer`.
    """

    folder: Path
    model: str
    graphs: Mapping[str, Mapping[str, Any]]
    known_answer: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a folder's manifest and check every file it lists.

        Raises
        ------
        ClickcutError
            `model-missing` or `model-altered`, naming the file.
        """
        try:
            content = json.loads((folder / FILE).read_bytes())
            graphs, known = dict(content["graphs"]), dict(content["known_answer"])
            listed = cls(folder, str(content["model"]), graphs, known)
            entries = [(str(e["file"]), int(e["bytes"]), str(e["sha256"])) for e in listed.graphs.values()]
        except FileNotFoundError as error:
            raise ClickcutError("model-missing", file=FILE) from error
        except (ValueError, LookupError, TypeError) as error:
            raise ClickcutError("model-altered", file=FILE) from error
        if content.get("format") != FORMAT:
            raise ClickcutError("model-altered", file=FILE)
        for file, size, digest in entries:
            _check(folder / file, size, digest)
        return listed

    def path(self, graph_name: str) -> Path:
        """Give the path of a graph's file."""
        return self.folder / str(self.graphs[graph_name]["file"])


def describe(
    graphs: Mapping[str, tuple[onnx.ModelProto, bytes]], source: Source, known_answer: Mapping[str, Any]
) -> str:
    """Write the manifest of graphs, given as model and file content by name."""
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
        "graphs": {name: _entry(name, model, data) for name, (model, data) in graphs.items()},
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


def _check(path: Path, size: int, digest: str) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ClickcutError("model-missing", file=path.name) from error
    if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
        raise ClickcutError("model-altered", file=path.name)

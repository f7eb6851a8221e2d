"""onnxruntime's own format, which it loads without reading ONNX: for phones and small builds.

Source: https://onnxruntime.ai/docs/performance/model-optimizations/ort-format-models.html
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path

import onnx
import onnxruntime as ort
from onnxruntime.tools.ort_format_model import create_config_from_models

# It tells the folder of its own, which is not the one that is being written.
logging.getLogger("ort_format_model.utils").setLevel(logging.WARNING)
# Folding would store narrow weights as the wide ones that are made of them: a decoder of 7.1 MB would have
# 28.7. The other one lays convolutions out for the processor that converts.
_LEFT_OUT = ["ConstantFolding", "NchwcTransformer"]


def ort_format(model: onnx.ModelProto) -> bytes:
    """Convert a graph, with no more optimisation than every processor has use for."""
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.add_session_config_entry("session.save_model_format", "ORT")
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "model.ort")
        options.optimized_model_filepath = str(made)
        ort.InferenceSession(
            model.SerializeToString(),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_LEFT_OUT,
        )
        return made.read_bytes()


def operators(files: Mapping[str, bytes]) -> str:
    """List what a build of onnxruntime must have for files of `ort_format`.

    Returns
    -------
    str
        A line `domain;opset;operators` for each set, as `build.py --include_ops_by_config` reads it.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        listed = Path(folder, "operators.config")
        create_config_from_models(paths, listed, enable_type_reduction=False)
        lines = listed.read_text("utf-8").splitlines()
    return "".join(f"{line}\n" for line in lines if not line.startswith("#"))  # these name our folder

"""Runs the built graphs on native onnxruntime, for comparing and measuring.

The command line and the browser reach the same files through `clickcut_core`'s session instead.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
from numpy.typing import NDArray

from clickcut_models.manifest import Manifest
from clickcut_models.oracle import Floats, Prompt, session
from clickcut_models.sample import Image


class Built:
    """The built encoder, context and decoder, with a way in for a float32 embedding.

    Parameters
    ----------
    folder
        Folder with a manifest.
    encoder
        Which of its encoders: `encoder`, or `encoder_8bit`.
    """

    def __init__(self, folder: Path, *, encoder: str = "encoder") -> None:
        manifest = Manifest.read(folder)
        self.model = manifest.model
        self._encoder = session(manifest.path(encoder))
        self._context = session(manifest.path("context"))
        self._float_context = session(without_dequantising(onnx.load(manifest.path("context"))))
        self._decoder = session(manifest.path("decoder"))

    def encode(self, image: Image) -> dict[str, NDArray[Any]]:
        """Give the three tensors of an embedding file."""
        return _run(self._encoder, {"image": image})

    def context(self, embedding: dict[str, NDArray[Any]] | Floats) -> dict[str, NDArray[Any]]:
        """Prepare a quantised or a float32 embedding for clicks."""
        if isinstance(embedding, dict):
            return _run(self._context, embedding)
        return _run(self._float_context, {self._float_context.get_inputs()[0].name: embedding})

    def decode(self, context: dict[str, NDArray[Any]], prompt: Prompt) -> tuple[Floats, Floats]:
        """Give masks, float32 (4, 256, 256) of logits, and scores, float32 (4,)."""
        outputs = self.run_decoder({**context, **prompt.feeds()})
        return outputs["masks"][0], outputs["iou_predictions"][0]

    def run_decoder(self, feeds: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Run the decoder on tensors as its contract names them."""
        return _run(self._decoder, feeds)


def without_dequantising(context: onnx.ModelProto) -> onnx.ModelProto:
    """Give the context graph with the float32 embedding as its only input.

    DequantizeLinear is its first node by contract; what that node made becomes the input.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(context)
    name = copy.graph.node[0].output[0]
    del copy.graph.node[0]
    dims = [dim.dim_value for dim in context.graph.input[0].type.tensor_type.shape.dim]
    del copy.graph.input[:]
    copy.graph.input.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, dims))
    return copy


def _run(graph: Any, feeds: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    names = [output.name for output in graph.get_outputs()]
    return dict(zip(names, graph.run(names, feeds), strict=True))

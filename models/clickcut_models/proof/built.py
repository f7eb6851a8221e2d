"""Runs our graphs on native onnxruntime, for comparing and measuring.

The command line and the browser reach the same files through `clickcut_core`'s session instead.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import onnx
from numpy.typing import NDArray

from clickcut_models.encoder.encoder import encoder
from clickcut_models.manifest import Manifest
from clickcut_models.network.context import context
from clickcut_models.network.decoder import decoder
from clickcut_models.proof.oracle import Floats, Graph, Prompt, session
from clickcut_models.proof.sample import Image
from clickcut_models.source import find
from clickcut_models.weights import read


class Built:
    """An encoder, a context and a decoder of ours, with a way in for a float32 embedding.

    Parameters
    ----------
    model
        Id of the weights.
    encoder, context, decoder
        The graphs, or where they are.
    """

    def __init__(self, model: str, encoder: Graph, context: Graph, decoder: Graph) -> None:
        self.model = model
        self._encoder = session(encoder)
        self._context = session(context)
        self._float_context = session(without_dequantising(context))
        self._decoder = session(decoder)

    @classmethod
    def read(cls, folder: Path, *, encoder: str = "encoder") -> Built:
        """Load the files of a folder with a manifest, with one of its encoders.

        Raises
        ------
        ClickcutError
            `model-missing` or `model-altered`.
        """
        manifest = Manifest.read(folder)
        paths = (manifest.path(name) for name in (encoder, "context", "decoder"))
        return cls(manifest.model, *paths)

    @classmethod
    def exact(cls, source: Path) -> Built:
        """Make the graphs anew from the published weights, all of them float32, GELU as in the stock graphs.

        Raises
        ------
        ClickcutError
            `model-missing` or `model-source`.
        """
        weights = read(source)
        graphs = (encoder(weights), context(weights), decoder(weights, exact=True))
        return cls(find(source).model, *graphs)

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


def without_dequantising(context: Graph) -> onnx.ModelProto:
    """Give the context graph with the float32 embedding as its only input.

    What DequantizeLinear made of the inputs becomes the input; weights are stored without that operator.
    """
    copy = onnx.ModelProto()
    copy.CopyFrom(onnx.load(context) if isinstance(context, Path) else context)
    (dequantise,) = (node for node in copy.graph.node if node.op_type == "DequantizeLinear")
    dims = [dim.dim_value for dim in copy.graph.input[0].type.tensor_type.shape.dim]
    copy.graph.node.remove(dequantise)
    del copy.graph.input[:]
    embedding = onnx.helper.make_tensor_value_info(dequantise.output[0], onnx.TensorProto.FLOAT, dims)
    copy.graph.input.append(embedding)
    return copy


def _run(graph: Any, feeds: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    names = [output.name for output in graph.get_outputs()]
    return dict(zip(names, graph.run(names, feeds), strict=True))

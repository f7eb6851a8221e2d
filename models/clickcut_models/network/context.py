"""`context.onnx`: everything about a photo that no prompt can change, once per photo.

Its outputs are the decoder's inputs by name; the session hands them over without knowing them.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network import positions, projections
from clickcut_models.network.layers import HEADS, WIDTH, Weights, single
from clickcut_models.network.positions import PIXELS, SIDE

_HEADS = (HEADS, 16, PIXELS)

# See `projections` for what each is; all float32.
TENSORS: dict[str, tuple[int, ...]] = {
    "keys_0": _HEADS,  # what tokens match in layer 0, positions included
    "values_0": _HEADS,  # and read
    "queries_0": _HEADS,  # what the image asks of tokens in layer 0
    "keys_1": _HEADS,  # x₀ as the readers of later layers see it
    "values_1": _HEADS,
    "queries_1": _HEADS,
    "keys_2": _HEADS,
    "values_2": _HEADS,
    "upscaled": (PIXELS, 4 * 64),
    "reach_0": _HEADS,  # x₀ as it meets what is added to it, in the norms
    "reach_1": _HEADS,
    "reach_2": _HEADS,
    "mask_reach_0": (projections.MASK_RANK, PIXELS),
    "mask_reach_1": (projections.MASK_RANK, PIXELS),
    "shift_reach_2": (1, PIXELS),
    "square_1": (1, PIXELS),  # |x₀|²
    "square_2": (1, PIXELS),  # |x₀∘g₁·C|²
}


def context(weights: Weights) -> onnx.ModelProto:
    """Write the graph.

    Returns
    -------
    onnx.ModelProto
        `image_embeddings` uint8 (1, 256, 64, 64), `scale` float32 (256,), `zero_point` uint8 (256,) →
        `TENSORS`, float32.
    """
    graph = GraphWriter()
    inputs = [
        tensor("image_embeddings", "uint8", (1, WIDTH, SIDE, SIDE)),
        tensor("scale", "float32", (WIDTH,)),
        tensor("zero_point", "uint8", (WIDTH,)),
    ]
    embedding = graph.op("DequantizeLinear", *inputs, axis=1)
    made = prepared(graph, embedding, weights)
    outputs = [output(made[name], name, "float32", dims) for name, dims in TENSORS.items()]
    return graph.model("context", inputs, outputs)


def prepared(graph: GraphWriter, embedding: ir.Value, weights: Weights) -> dict[str, ir.Value]:
    """Give `TENSORS` of an embedding, float32 (1, 256, 64, 64)."""
    keys = graph.op("Reshape", embedding, [WIDTH, PIXELS])
    keys = graph.op("Add", keys, weights["prompt_encoder.no_mask_embed.weight"].reshape(-1, 1))
    bias = projections.image_to_token(weights, 0).out.bias
    x = graph.op("Add", keys, single(bias[:, None]))
    x = graph.op("Sub", x, graph.op("ReduceMean", x, [0]))
    made = {
        **_layer_0(graph, keys, weights),
        **_readers(graph, x, weights),
        **_norms(graph, x, weights),
    }
    return {name: graph.op("Reshape", made[name], dims) for name, dims in TENSORS.items()}


def _layer_0(graph: GraphWriter, keys: ir.Value, weights: Weights) -> dict[str, ir.Value]:
    place = graph.op("Transpose", positions.encode_grid(graph, weights), perm=[1, 0])
    placed = graph.op("Add", keys, place)
    made = {}
    for name, reader in projections.first_readers(weights).items():
        x = _planes(graph, keys if name == "values_0" else placed, reader.weight)
        made[name] = graph.op("Add", x, single(reader.bias[:, None]))
    return made


def _readers(graph: GraphWriter, x: ir.Value, weights: Weights) -> dict[str, ir.Value]:
    readers = projections.readers(weights) | projections.late_readers(weights)
    made = {name: _planes(graph, x, reader.image) for name, reader in readers.items()}
    return {**made, "upscaled": graph.op("Transpose", made["upscaled"], perm=[1, 0])}


def _norms(graph: GraphWriter, x: ir.Value, weights: Weights) -> dict[str, ir.Value]:
    made = {}
    for name, matrix in projections.norms(weights).items():
        heads, rest = np.split(matrix, [128], axis=1)
        made[name] = _planes(graph, x, heads)
        made[f"{'shift' if name == 'reach_2' else 'mask'}_{name}"] = _planes(graph, x, rest)
    scale, _ = projections.norm(weights, 0)
    scaled = graph.op("Mul", x, single(scale[:, None]))
    scaled = graph.op("Sub", scaled, graph.op("ReduceMean", scaled, [0]))
    made["square_1"] = graph.op("ReduceSumSquare", x, [0])
    made["square_2"] = graph.op("ReduceSumSquare", scaled, [0])
    return made


def _planes(graph: GraphWriter, x: ir.Value, matrix: np.ndarray) -> ir.Value:
    """Multiply planes, float32 (256, 4096), by a matrix (256, channels)."""
    return graph.op("MatMul", single(matrix.T), x)

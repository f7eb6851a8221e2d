"""The token side: prompts become a few rows that attend to each other. Cheap; never touches a pixel."""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir

from clickcut_models.graph import CONTRIB, GraphWriter
from clickcut_models.network import layers, positions
from clickcut_models.network.layers import HEADS, Linear, Weights, single

OUTPUT_TOKENS = 5  # one for the scores, four for the masks
TRANSFORMER = "mask_decoder.transformer"


def prompt_tokens(graph: GraphWriter, coords: ir.Value, labels: ir.Value, weights: Weights) -> ir.Value:
    """Give the tokens of a prompt, float32 (5 + points, 256): the network's own first, then the points.

    Source: `PromptEncoder._embed_points` in segment-anything's modeling/prompt_encoder.py and
    `MaskDecoder.predict_masks` in mask_decoder.py.
    """
    place = positions.encode_points(graph, graph.op("Reshape", coords, [-1, 2]), weights)
    label = graph.op("Reshape", labels, [-1, 1])
    padding = graph.op("Equal", label, -1.0)
    place = graph.op("Where", padding, 0.0, place)  # a padding point lies nowhere
    kinds = np.concatenate(
        [weights["prompt_encoder.not_a_point_embed.weight"]]
        + [weights[f"prompt_encoder.point_embeddings.{label}.weight"] for label in range(4)]
    )
    index = graph.op("Cast", graph.op("Reshape", labels, [-1]), to=onnx.TensorProto.INT64)
    kind = graph.op("Gather", kinds, graph.op("Add", index, np.array(1, np.int64)), axis=0)
    own = np.concatenate(
        [weights["mask_decoder.iou_token.weight"], weights["mask_decoder.mask_tokens.weight"]]
    )
    return graph.op("Concat", own, graph.op("Add", place, kind), axis=0)


def self_attention(
    graph: GraphWriter, queries: ir.Value, place: ir.Value | None, weights: Weights, layer: int
) -> ir.Value:
    """Let tokens attend to each other, add and normalise.

    Layer 0 knows no places and replaces its input instead of adding to it
    (`skip_first_layer_pe` of TwoWayAttentionBlock in segment-anything's modeling/transformer.py).
    """
    name = f"{TRANSFORMER}.layers.{layer}.self_attn"
    query, key, value, out = (Linear.of(weights, f"{name}.{part}_proj") for part in ("q", "k", "v", "out"))
    placed = queries if place is None else graph.op("Add", queries, place)
    attended = graph.op(
        "MultiHeadAttention",
        *(
            graph.op("Unsqueeze", layers.linear(graph, x, projection), [0])
            for x, projection in ((placed, query), (placed, key), (queries, value))
        ),
        domain=CONTRIB,
        num_heads=HEADS,
    )
    attended = layers.linear(graph, graph.op("Squeeze", attended, [0]), out)
    summed = attended if place is None else graph.op("Add", queries, attended)
    return layers.layer_norm(graph, summed, weights, f"{TRANSFORMER}.layers.{layer}.norm1")


def feed_forward(graph: GraphWriter, queries: ir.Value, weights: Weights, layer: int) -> ir.Value:
    """Apply the block's two linear layers to each token, add and normalise."""
    name = f"{TRANSFORMER}.layers.{layer}"
    wide = graph.op("Relu", layers.linear(graph, queries, Linear.of(weights, f"{name}.mlp.lin1")))
    summed = graph.op("Add", queries, layers.linear(graph, wide, Linear.of(weights, f"{name}.mlp.lin2")))
    return layers.layer_norm(graph, summed, weights, f"{name}.norm3")


def perceptrons(graph: GraphWriter, tokens: ir.Value, weights: Weights, names: list[str]) -> ir.Value:
    """Apply one three-layer perceptron to each token, float32 (n, 256), as `perceptrons_of_many` does."""
    made = perceptrons_of_many(graph, graph.op("Unsqueeze", tokens, [1]), weights, names)
    return graph.op("Squeeze", made, [1])


def perceptrons_of_many(graph: GraphWriter, tokens: ir.Value, weights: Weights, names: list[str]) -> ir.Value:
    """Apply one three-layer perceptron to each of n tokens of many prompts, all at once.

    Parameters
    ----------
    tokens
        float32 (n, prompts, 256).
    names
        The perceptrons' module names, n of them, alike in shape.

    Returns
    -------
    onnx_ir.Value
        float32 (n, prompts, outputs).
    """
    x = tokens
    for depth in range(3):
        stack = [Linear.of(weights, f"{name}.layers.{depth}") for name in names]
        x = graph.op("MatMul", x, single(np.stack([layer.weight for layer in stack])))
        x = graph.op("Add", x, single(np.stack([layer.bias[None] for layer in stack])))
        x = x if depth == 2 else graph.op("Relu", x)
    return x

"""The image looks at tokens, and what it sees is added to it: as a product of low rank, never in full."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir

from clickcut_models.graph import GraphWriter
from clickcut_models.network import image, layers, projections
from clickcut_models.network.image import Product
from clickcut_models.network.layers import HEADS, Linear, single
from clickcut_models.network.mask_prompt import RANK
from clickcut_models.network.projections import Attention
from clickcut_models.network.reading import placed_planes
from clickcut_models.network.scene import Scene


def layer_0(scene: Scene, queries: ir.Value) -> Product:
    """Give P₀: what the mask prompt and layer 0's tokens add to the embedding."""
    graph, photo, mask = scene.graph, scene.photo, scene.mask
    attention = projections.image_to_token(scene.weights, 0)
    key, value, first = _against_first(scene, queries, attention)
    scores = graph.op("MatMul", key, photo["queries_0"])
    masked = layers.transposed_product(graph, key, mask.queries)
    scores = graph.op("Add", scores, graph.op("MatMul", masked, mask.planes))
    reach = [photo["reach_0"], photo["reach_1"]]
    around = [
        image.Around([mask.planes], [image.ones()]),
        image.Around([mask.reach_0], [_met(graph, first, reach[0])]),
        image.Around([mask.reach_1], [_met(graph, first, reach[1])]),
    ]
    written = image.write(graph, scene.few, scores, value, reach, around)
    right = graph.op("Pad", image.stack(graph, written.right, first), [0, 0, 0, RANK])
    return Product(written.left, image.stack(graph, mask.right, right), written.reach)


def layer_1(scene: Scene, queries: ir.Value, first: Product, factor: ir.Value) -> Product:
    """Give P₁: what layer 1's tokens and two constants add, given P₀ and r₁."""
    graph, photo = scene.graph, scene.photo
    attention, reader = projections.image_to_token(scene.weights, 1), projections.readers(scene.weights)
    _, shift = projections.norm(scene.weights, 0)
    key, value, own = _against_first(scene, queries, attention)
    right = image.through(graph, first, reader["queries_1"].first)
    scores = image.match_all(graph, scene.few, key, photo["queries_1"], right, first.left)
    shifted = Linear(attention.query.weight, shift @ attention.query.weight + attention.query.bias)
    scores = graph.op("Mul", scores, factor)
    scores = graph.op("Add", scores, graph.op("MatMul", key, placed_planes(scene, shifted)))
    met = graph.op("Add", _met(graph, own, photo["reach_2"]), photo["shift_reach_2"])
    around = [image.Around([], [image.ones()]), image.Around([], [met])]
    written = image.write(graph, scene.few, scores, value, [photo["reach_2"]], around)
    constant = graph.op("Concat", own, np.ones((1, 1), np.float32), axis=1)
    right = image.stack(graph, graph.op("Pad", written.right, [0, 0, 0, 1]), constant)
    return Product(written.left, right, written.reach)


def _against_first(
    scene: Scene, queries: ir.Value, attention: Attention
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Give keys and values of all tokens but the first, less the first one's, and its own values.

    Softmax weights sum to one, so one token in seven need not be counted. Biases drop out of differences.

    Returns
    -------
    tuple
        float32 (8, T − 1, 16) twice, and float32 (1, 128).
    """
    graph = scene.graph

    def differences(rows: ir.Value, layer: Linear) -> ir.Value:
        rest, first = graph.op("Slice", rows, [1], [2**31]), graph.op("Slice", rows, [0], [1])
        made = graph.op("MatMul", graph.op("Sub", rest, first), single(layer.weight))
        return layers.split_heads(graph, made)

    first = layers.linear(graph, graph.op("Slice", queries, [0], [1]), attention.value)
    return differences(scene.placed(queries), attention.key), differences(queries, attention.value), first


def _met(graph: GraphWriter, row: ir.Value, planes: ir.Value) -> ir.Value:
    """Multiply a row over all heads, float32 (1, 128), with planes, float32 (8, 16, 4096)."""
    return graph.op("MatMul", row, graph.op("Reshape", planes, [HEADS * 16, -1]))

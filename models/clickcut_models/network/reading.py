"""Tokens look at the image: in layer 0, in layer 1, and once more at the end.

The image side is never written out (see `projections`): scores and values are sums of what the context
holds for the photo and of what goes through the products that tokens have added.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx_ir as ir

from clickcut_models.network import image, layers, projections
from clickcut_models.network.image import Product
from clickcut_models.network.layers import HEADS, Floats, Linear, single
from clickcut_models.network.scene import Scene
from clickcut_models.network.tokens import OUTPUT_TOKENS, TRANSFORMER


@dataclass(frozen=True, slots=True)
class Changed:
    """The image side after layer 1.

    Attributes
    ----------
    products
        P₀ and P₁.
    left
        float32 (rank, 4096): r₁r₂·left₀ above r₂·left₁.
    factor
        float32 (1, 4096), r₁·r₂.
    """

    products: tuple[Product, Product]
    left: ir.Value
    factor: ir.Value


def layer_0(scene: Scene, queries: ir.Value) -> ir.Value:
    """Let tokens look at the photo and the mask prompt."""
    graph, mask = scene.graph, scene.mask
    attention = projections.token_to_image(scene.weights, 0)
    query = layers.split_heads(graph, layers.linear(graph, scene.placed(queries), attention.query))
    scores = graph.op("MatMul", query, scene.photo["keys_0"])
    masked = layers.transposed_product(graph, query, mask.keys)
    scores = graph.op("Add", scores, graph.op("MatMul", masked, mask.planes))
    seen_by = graph.op("Softmax", scores, axis=-1)
    seen = layers.transposed_product(graph, seen_by, scene.photo["values_0"])
    masked = graph.op("MatMul", layers.transposed_product(graph, seen_by, mask.planes), mask.values)
    return _added(scene, queries, graph.op("Add", seen, masked), attention.out, "layers.0.norm2")


def layer_1(scene: Scene, queries: ir.Value, first: Product, factor: ir.Value) -> ir.Value:
    """Let tokens look at keys₁, given P₀ and r₁."""
    graph = scene.graph
    attention, reader = projections.token_to_image(scene.weights, 1), projections.readers(scene.weights)
    _, shift = projections.norm(scene.weights, 0)
    query = layers.split_heads(graph, layers.linear(graph, scene.placed(queries), attention.query))
    right = image.through(graph, first, reader["keys_1"].first)
    scores = image.match_all(graph, scene.few, query, scene.photo["keys_1"], right, first.left)
    scores = graph.op("Mul", scores, factor)
    scores = graph.op("Add", scores, graph.op("MatMul", query, placed_planes(scene, attention.key)))
    seen_by = graph.op("Mul", graph.op("Softmax", scores, axis=-1), factor)
    right = image.through(graph, first, reader["values_1"].first)
    seen = image.look_all(graph, scene.few, seen_by, scene.photo["values_1"], right, first.left)
    seen = graph.op("Add", seen, _shifted(shift, attention.value))
    return _added(scene, queries, seen, attention.out, "layers.1.norm2")


def last(scene: Scene, queries: ir.Value, changed: Changed) -> ir.Value:
    """Let the network's own tokens look at keys₂, and give only them, float32 (5, 256)."""
    graph = scene.graph
    attention = projections.token_to_image(scene.weights, None)
    _, shift = projections.norm(scene.weights, 1)
    placed = graph.op("Slice", scene.placed(queries), [0], [OUTPUT_TOKENS])
    query = layers.split_heads(graph, layers.linear(graph, placed, attention.query))
    right = late_rows(scene, changed, "keys_2")
    of_photo, of_products = image.match(graph, query, scene.photo["keys_2"], right, changed.left)
    scores = graph.op("Add", graph.op("Mul", of_photo, changed.factor), of_products)
    scores = graph.op("Add", scores, graph.op("MatMul", query, placed_planes(scene, attention.key)))
    seen_by = graph.op("Softmax", scores, axis=-1)
    scaled = graph.op("Mul", seen_by, changed.factor)
    right = late_rows(scene, changed, "values_2")
    seen = image.look(graph, (scaled, seen_by), scene.photo["values_2"], right, changed.left)
    seen = graph.op("Add", seen, _shifted(shift, attention.value))
    own = graph.op("Slice", queries, [0], [OUTPUT_TOKENS])
    return _added(scene, own, seen, attention.out, "norm_final_attn")


def late_rows(scene: Scene, changed: Changed, name: str) -> ir.Value:
    """Give both products' rows through a reader of keys₂, in the order of `Changed.left`."""
    reader = projections.late_readers(scene.weights)[name]
    rows = zip(changed.products, (reader.first, reader.second), strict=True)
    return image.stack(
        scene.graph, *(image.through(scene.graph, product, matrix) for product, matrix in rows)
    )


def placed_planes(scene: Scene, projection: Linear) -> ir.Value:
    """Give what cells' places add to keys or queries, float32 (8, 16, 4096).

    A constant; onnxruntime computes it when it loads the graph, which keeps the file small.
    """
    graph = scene.graph
    made = graph.op("Gemm", scene.grid, single(projection.weight), single(projection.bias))
    return graph.op("Reshape", graph.op("Transpose", made, perm=[1, 0]), [HEADS, 16, -1])


def _added(scene: Scene, queries: ir.Value, seen: ir.Value, out: Linear, norm: str) -> ir.Value:
    graph = scene.graph
    summed = graph.op("Add", queries, layers.linear(graph, layers.join_heads(graph, seen), out))
    return layers.layer_norm(graph, summed, scene.weights, f"{TRANSFORMER}.{norm}")


def _shifted(shift: np.ndarray, value: Linear) -> Floats:
    """Give the value of a cell that is nothing but its norm's shift, float32 (8, 1, 16)."""
    return single((shift @ value.weight + value.bias).reshape(HEADS, 1, -1))

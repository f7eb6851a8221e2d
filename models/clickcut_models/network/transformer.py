"""The two-way transformer: tokens look at the image and the image at tokens, twice; then a last look.

Source: `TwoWayTransformer` in segment-anything's modeling/transformer.py; how the image side is computed
without being written out: `projections`.
"""

from __future__ import annotations

import onnx_ir as ir

from clickcut_models.network import image, norms, projections, reading, tokens, writing
from clickcut_models.network.image import Product
from clickcut_models.network.layers import single
from clickcut_models.network.reading import Changed
from clickcut_models.network.scene import Scene


def two_way(scene: Scene) -> tuple[ir.Value, Changed]:
    """Run both layers and the last look.

    Returns
    -------
    tuple
        The network's own tokens, float32 (5, 256), and the image side.
    """
    graph, weights = scene.graph, scene.weights
    queries = tokens.self_attention(graph, scene.place, None, weights, 0)
    queries = reading.layer_0(scene, queries)
    queries = tokens.feed_forward(graph, queries, weights, 0)
    first = writing.layer_0(scene, queries)
    factor = _first_factor(scene, first)

    queries = tokens.self_attention(graph, queries, scene.place, weights, 1)
    queries = reading.layer_1(scene, queries, first, factor)
    queries = tokens.feed_forward(graph, queries, weights, 1)
    second = writing.layer_1(scene, queries, first, factor)
    last_factor = _second_factor(scene, first, second, factor)

    both = graph.op("Mul", factor, last_factor)
    left = image.stack(graph, graph.op("Mul", first.left, both), graph.op("Mul", second.left, last_factor))
    changed = Changed((first, second), left, both)
    return reading.last(scene, queries, changed), changed


def upscaled(scene: Scene, changed: Changed) -> ir.Value:
    """Give the first upscaling of keys₂, float32 (4096, 4 · 64): see `upscaling.masks`."""
    graph = scene.graph
    _, constant = projections.upscaling(scene.weights)
    right = image.stack(graph, reading.late_rows(scene, changed, "upscaled"), single(constant[None]))
    left = image.stack(graph, changed.left, image.ones())
    base = graph.op("Mul", scene.photo["upscaled"], graph.op("Reshape", changed.factor, [-1, 1]))
    return graph.op("Gemm", left, right, base, transA=1)


def _first_factor(scene: Scene, first: Product) -> ir.Value:
    """Give r₁, from |x₀ + P₀|²."""
    gram = single(projections.grams(scene.weights)["first"])
    squares = norms.squared(scene.graph, first, first.reach[0], gram, exact=scene.exact)
    return norms.factor(scene.graph, scene.graph.op("Add", scene.photo["square_1"], squares))


def _second_factor(scene: Scene, first: Product, second: Product, factor: ir.Value) -> ir.Value:
    """Give r₂, from |x₂|² = r₁²·|(x₀ + P₀)∘g₁·C|² + what P₁ adds, which meets r₁·(x₀ + P₀)∘g₁."""
    graph = scene.graph
    gram = {name: single(each) for name, each in projections.grams(scene.weights).items()}
    squares = norms.squared(graph, first, first.reach[1], gram["scaled"], exact=scene.exact)
    squares = graph.op("Add", scene.photo["square_2"], squares)
    squares = graph.op("Mul", squares, graph.op("Mul", factor, factor))
    across = graph.op("MatMul", norms.meet(graph, second.right, gram["across"], first.right), first.left)
    reach = graph.op("Mul", graph.op("Add", second.reach[0], across), factor)
    return norms.factor(
        graph,
        graph.op("Add", squares, norms.squared(graph, second, reach, gram["second"], exact=scene.exact)),
    )

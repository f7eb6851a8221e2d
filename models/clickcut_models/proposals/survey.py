"""`survey.onnx`: what each of many clicks would give, seen from afar.

A photo is asked at hundreds of points and most answers are thrown away. So only one pixel of each 4 × 4
block of the decoder's masks is made, and what the photo is to all points is read once for all of them.
"""

from __future__ import annotations

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.proposals.grid import SAMPLE

from clickcut_models.graph import CONTRIB, GraphWriter, output, tensor
from clickcut_models.network import context, norms, projections, tokens, upscaling
from clickcut_models.network.layers import PLANE_EPSILON, Weights, single
from clickcut_models.network.mask_prompt import RANK
from clickcut_models.network.positions import SIDE
from clickcut_models.network.tokens import OUTPUT_TOKENS
from clickcut_models.proposals import reading, writing
from clickcut_models.proposals.crowd import Crowd
from clickcut_models.proposals.products import Changed, Rows, Written, late_rows, meet, squared

_COLUMNS = slice(3 * upscaling.CHANNELS, 4 * upscaling.CHANNELS)
"""Of a block of 4 × 4 mask pixels row and column `SAMPLE`: in the first transposed convolution row 1 and
column 1 of 2 × 2."""
_PLACE = SAMPLE % 2, SAMPLE % 2
"""And in the second."""


def survey(weights: Weights) -> onnx.ModelProto:
    """Write the graph.

    Returns
    -------
    onnx.ModelProto
        `context.TENSORS`, `point_coords` float32 (points, 2) in the model frame → `masks` float32
        (points, 4, 64, 64), logits, and `iou_predictions` float32 (points, 4): of each point what
        `decoder.onnx` gives for it as a single click, at rows and columns `SAMPLE`, `SAMPLE` + 4, ….
    """
    graph = GraphWriter()
    photo = {name: tensor(name, "float32", dims) for name, dims in context.TENSORS.items()}
    coords = tensor("point_coords", "float32", ("points", 2))
    crowd = Crowd.of(graph, weights, photo, coords)
    own, changed = _two_way(crowd)
    own = graph.op("Transpose", own, perm=[1, 0, 2])
    scores = tokens.perceptrons_of_many(
        graph, graph.op("Slice", own, [0], [1]), weights, ["mask_decoder.iou_prediction_head"]
    )
    names = [f"mask_decoder.output_hypernetworks_mlps.{mask}" for mask in range(upscaling.MASKS)]
    mixers = tokens.perceptrons_of_many(graph, graph.op("Slice", own, [1], [OUTPUT_TOKENS]), weights, names)
    masks = _sampled(crowd, changed, graph.op("Transpose", mixers, perm=[1, 0, 2]))
    outputs = [
        output(masks, "masks", "float32", ("points", upscaling.MASKS, SIDE, SIDE)),
        output(graph.op("Squeeze", scores, [0]), "iou_predictions", "float32", ("points", upscaling.MASKS)),
    ]
    return graph.model("survey", [*photo.values(), coords], outputs)


def _two_way(crowd: Crowd) -> tuple[ir.Value, Changed]:
    """Run both layers and the last look; see `network.transformer`.

    Returns
    -------
    tuple
        The network's own tokens, float32 (N, 5, 256), and the image side.
    """
    graph = crowd.graph
    queries = reading.self_attention(crowd, crowd.place, 0, placed=False)
    queries = reading.layer_0(crowd, queries)
    queries = reading.feed_forward(crowd, queries, 0)
    first = writing.layer_0(crowd, queries)
    left = graph.op("Concat", first.weights, first.constant, axis=1)
    factor = _first_factor(crowd, first, left)

    queries = reading.self_attention(crowd, queries, 1, placed=True)
    queries = reading.layer_1(crowd, queries, first, left, factor)
    queries = reading.feed_forward(crowd, queries, 1)
    second = writing.layer_1(crowd, queries, first, left, factor)
    lefts = left, graph.op("Concat", second.weights, second.constant, axis=1)
    last_factor = _second_factor(crowd, (first, second), lefts, factor)
    changed = Changed((first, second), lefts, graph.op("Mul", factor, last_factor))
    return reading.last(crowd, queries, changed), changed


def _first_factor(crowd: Crowd, first: Written, left: ir.Value) -> ir.Value:
    """Give r₁, from |x₀ + P₀|²."""
    gram = projections.grams(crowd.weights)["first"][:-RANK, :-RANK]
    squares = squared(crowd, first, 0, [Rows(meet(crowd, first.right, gram, first.right), left)])
    return norms.factor(crowd.graph, crowd.graph.op("Add", crowd.photo["square_1"], squares))


def _second_factor(
    crowd: Crowd, written: tuple[Written, Written], left: tuple[ir.Value, ir.Value], factor: ir.Value
) -> ir.Value:
    """Give r₂, from |x₂|² = r₁²·(|(x₀ + P₀)∘g₁·C|² + what P₁ ÷ r₁ adds, which meets (x₀ + P₀)∘g₁)."""
    op, grams, (first, second) = crowd.graph.op, projections.grams(crowd.weights), written
    scaled = meet(crowd, first.right, grams["scaled"][:-RANK, :-RANK], first.right)
    across = meet(crowd, second.right, grams["across"][:, :-RANK], first.right)
    own = meet(crowd, second.right, grams["second"], second.right)
    squares = op("Add", crowd.photo["square_2"], squared(crowd, first, 1, [Rows(scaled, left[0])]))
    others = [Rows(across, left[0]), Rows(own, left[1])]
    squares = op("Add", squares, squared(crowd, second, 0, others))
    return norms.factor(crowd.graph, op("Mul", squares, op("Mul", factor, factor)))


def _sampled(crowd: Crowd, changed: Changed, mixers: ir.Value) -> ir.Value:
    """Upscale one pixel of each block, float32 (N, 4, 64, 64); see `network.upscaling`."""
    op, weights, name = crowd.graph.op, crowd.weights, "mask_decoder.output_upscaling"
    reader = projections.late_readers(weights)["upscaled"]
    rows = late_rows(crowd, changed, (reader.first[:-RANK, _COLUMNS], reader.second[:, _COLUMNS]))
    _, constant = projections.upscaling(weights)
    seen = op("Slice", crowd.photo["upscaled"], [_COLUMNS.start], [_COLUMNS.stop], [1])
    factor = op("Transpose", changed.factor, perm=[0, 2, 1])
    first, second = (op("MatMul", op("Transpose", each.right, perm=[0, 2, 1]), each.left) for each in rows)
    x = op("Add", first, second)
    x = op("Mul", op("Transpose", x, perm=[0, 2, 1]), factor)
    seen = op("Mul", seen, factor)
    scale, shift = weights[f"{name}.1.weight"], weights[f"{name}.1.bias"]
    x = op(
        "SkipSimplifiedLayerNormalization",
        x,
        seen,
        scale,
        single(constant[_COLUMNS]),
        domain=CONTRIB,
        epsilon=PLANE_EPSILON,
    )
    x = op("FastGelu", x, shift, domain=CONTRIB)
    x = op("MatMul", x, np.ascontiguousarray(weights[f"{name}.3.weight"][:, :, *_PLACE]))
    x = op("FastGelu", x, weights[f"{name}.3.bias"], domain=CONTRIB)
    logits = op("FusedMatMul", mixers, x, domain=CONTRIB, transB=1)
    return op("Reshape", logits, [0, 0, SIDE, SIDE])

"""`decoder.onnx`: one click, from prompts to four masks of logits.

Full resolution is not made here: it would cost more than everything else (see `upsample`).
"""

from __future__ import annotations

from collections.abc import Mapping

import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network import context, image, positions, tokens, transformer, upscaling
from clickcut_models.network.layers import Weights
from clickcut_models.network.mask_prompt import mask_prompt
from clickcut_models.network.scene import Scene
from clickcut_models.network.tokens import OUTPUT_TOKENS

MASKS = upscaling.MASKS


def decoder(weights: Weights, *, exact: bool = False) -> onnx.ModelProto:
    """Write the graph.

    Parameters
    ----------
    exact
        For comparing: slower, with the stock graph's own GELU, and in double precision where float32 loses
        most; see `upscaling.masks` and `norms.squared`.

    Returns
    -------
    onnx.ModelProto
        `context.TENSORS`, `point_coords` float32 (1, points, 2) in the model frame (the graph adds the half
        pixel and divides by 1024), `point_labels` float32 (1, points), `mask_input` float32
        (1, 1, 256, 256), `has_mask_input` float32 (1,) → `masks` float32 (1, 4, 256, 256), logits,
        and `iou_predictions` float32 (1, 4).
    """
    graph = GraphWriter()
    photo = {name: tensor(name, "float32", dims) for name, dims in context.TENSORS.items()}
    coords = tensor("point_coords", "float32", (1, "points", 2))
    labels = tensor("point_labels", "float32", (1, "points"))
    mask_input = tensor("mask_input", "float32", (1, 1, MASK_SIDE, MASK_SIDE))
    has_mask = tensor("has_mask_input", "float32", (1,))
    masks, scores = answered(graph, photo, (coords, labels, mask_input, has_mask), weights, exact=exact)
    outputs = [
        output(masks, "masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE)),
        output(scores, "iou_predictions", "float32", (1, MASKS)),
    ]
    return graph.model("decoder", [*photo.values(), coords, labels, mask_input, has_mask], outputs)


def answered(
    graph: GraphWriter,
    photo: Mapping[str, ir.Value],
    prompt: tuple[ir.Value, ir.Value, ir.Value, ir.Value],
    weights: Weights,
    *,
    exact: bool = False,
) -> tuple[ir.Value, ir.Value]:
    """Give masks and scores, as `decoder` does, of the context's tensors and a prompt.

    Parameters
    ----------
    prompt
        `point_coords`, `point_labels`, `mask_input` and `has_mask_input`.
    """
    coords, labels, mask_input, has_mask = prompt
    place = tokens.prompt_tokens(graph, coords, labels, weights)
    scene = Scene(
        graph=graph,
        weights=weights,
        photo=photo,
        mask=mask_prompt(graph, mask_input, has_mask, photo, weights),
        place=place,
        grid=positions.encode_grid(graph, weights),
        few=image.few_tokens(graph, place),
        exact=exact,
    )
    own, changed = transformer.two_way(scene)
    scores = tokens.perceptrons(
        graph, graph.op("Slice", own, [0], [1]), weights, ["mask_decoder.iou_prediction_head"]
    )
    names = [f"mask_decoder.output_hypernetworks_mlps.{mask}" for mask in range(MASKS)]
    mixers = tokens.perceptrons(graph, graph.op("Slice", own, [1], [OUTPUT_TOKENS]), weights, names)
    masks = upscaling.masks(graph, transformer.upscaled(scene, changed), mixers, weights, exact=exact)
    return masks, scores

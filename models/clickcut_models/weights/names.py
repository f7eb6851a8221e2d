"""What each weight is called and how it is shaped.

Names are the modules' of the official implementation, with three things done beforehand: batch norms are
folded into their convolutions, whose weights are then the module's own; attention biases are spread over
all pairs of cells in a window (`attention_bias`); and the classification head is left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from clickcut_models.encoder.sizes import STAGES

Weights = dict[str, NDArray[np.float32]]
Shapes = dict[str, tuple[int, ...]]


def checked(weights: Mapping[str, NDArray[np.float32]]) -> Weights:
    """Give exactly the weights the network needs.

    Raises
    ------
    ValueError
        When one is missing or shaped differently.
    """
    for name, shape in shapes().items():
        if name not in weights or weights[name].shape != shape:
            found = weights[name].shape if name in weights else "nothing"
            raise ValueError(f"{name} is {found}, not {shape}")
    return {name: np.ascontiguousarray(weights[name], np.float32) for name in shapes()}


def shapes() -> Shapes:
    """Give every weight's shape by name, in order of use."""
    return {**_encoder(), **_prompt_encoder(), **_decoder()}


def _encoder() -> Shapes:
    p = "image_encoder"
    made = _layer(f"{p}.patch_embed.seq.0", 32, 3, 3, 3) | _layer(f"{p}.patch_embed.seq.2", 64, 32, 3, 3)
    for block in range(2):
        made |= _inverted(f"{p}.layers.0.blocks.{block}", 64, 256, 64)
    made |= _inverted(f"{p}.layers.0.downsample", 64, 128, 128)
    for stage, following in zip(STAGES, [*STAGES[1:], None], strict=True):
        c = stage.channels
        for block in range(stage.depth):
            name = f"{p}.layers.{stage.layer}.blocks.{block}"
            made |= _norm(f"{name}.attn.norm", c) | _layer(f"{name}.attn.qkv", 3 * c, c)
            made[f"{name}.attn.attention_bias"] = (stage.heads, stage.window**2, stage.window**2)
            made |= _layer(f"{name}.attn.proj", c, c) | _layer(f"{name}.local_conv", c, 1, 3, 3)
            made |= _norm(f"{name}.mlp.norm", c)
            made |= _layer(f"{name}.mlp.fc1", 4 * c, c) | _layer(f"{name}.mlp.fc2", c, 4 * c)
        if following:
            name = f"{p}.layers.{stage.layer}.downsample"
            made |= _inverted(name, c, following.channels, following.channels)
    made[f"{p}.neck.0.weight"] = (256, STAGES[-1].channels, 1, 1)
    made[f"{p}.neck.2.weight"] = (256, 256, 3, 3)
    return made | _norm(f"{p}.neck.1", 256) | _norm(f"{p}.neck.3", 256)


def _prompt_encoder() -> Shapes:
    p = "prompt_encoder"
    made: Shapes = {f"{p}.pe_layer.positional_encoding_gaussian_matrix": (2, 128)}
    kinds = [f"point_embeddings.{label}" for label in range(4)]
    for name in (*kinds, "not_a_point_embed", "no_mask_embed"):
        made[f"{p}.{name}.weight"] = (1, 256)
    made |= _layer(f"{p}.mask_downscaling.0", 4, 1, 2, 2) | _norm(f"{p}.mask_downscaling.1", 4)
    made |= _layer(f"{p}.mask_downscaling.3", 16, 4, 2, 2) | _norm(f"{p}.mask_downscaling.4", 16)
    return made | _layer(f"{p}.mask_downscaling.6", 256, 16, 1, 1)


def _decoder() -> Shapes:
    p = "mask_decoder"
    made: Shapes = {f"{p}.iou_token.weight": (1, 256), f"{p}.mask_tokens.weight": (4, 256)}
    for layer in range(2):
        name = f"{p}.transformer.layers.{layer}"
        made |= _attention(f"{name}.self_attn", 256)
        made |= _attention(f"{name}.cross_attn_token_to_image", 128)
        made |= _attention(f"{name}.cross_attn_image_to_token", 128)
        made |= _layer(f"{name}.mlp.lin1", 2048, 256) | _layer(f"{name}.mlp.lin2", 256, 2048)
        for number in range(1, 5):
            made |= _norm(f"{name}.norm{number}", 256)
    made |= _attention(f"{p}.transformer.final_attn_token_to_image", 128)
    made |= _norm(f"{p}.transformer.norm_final_attn", 256)
    made |= {f"{p}.output_upscaling.0.weight": (256, 64, 2, 2), f"{p}.output_upscaling.0.bias": (64,)}
    made |= _norm(f"{p}.output_upscaling.1", 64)
    made |= {f"{p}.output_upscaling.3.weight": (64, 32, 2, 2), f"{p}.output_upscaling.3.bias": (32,)}
    for mask in range(4):
        made |= _perceptron(f"{p}.output_hypernetworks_mlps.{mask}", 32)
    return made | _perceptron(f"{p}.iou_prediction_head", 4)


def _layer(name: str, outputs: int, *inputs: int) -> Shapes:
    return {f"{name}.weight": (outputs, *inputs), f"{name}.bias": (outputs,)}


def _norm(name: str, channels: int) -> Shapes:
    return _layer(name, channels) | {f"{name}.weight": (channels,)}


def _inverted(name: str, inputs: int, hidden: int, outputs: int) -> Shapes:
    return (
        _layer(f"{name}.conv1", hidden, inputs, 1, 1)
        | _layer(f"{name}.conv2", hidden, 1, 3, 3)
        | _layer(f"{name}.conv3", outputs, hidden, 1, 1)
    )


def _attention(name: str, inner: int) -> Shapes:
    made = _layer(f"{name}.out_proj", 256, inner)
    for part in ("q", "k", "v"):
        made |= _layer(f"{name}.{part}_proj", inner, 256)
    return made


def _perceptron(name: str, outputs: int) -> Shapes:
    sizes = (256, 256, outputs)
    return {
        key: shape
        for depth, size in enumerate(sizes)
        for key, shape in _layer(f"{name}.layers.{depth}", size, 256).items()
    }

"""How each reader sees the embedding: the matrices that context and decoder share.

keys₀ is the embedding with the no-mask (or mask) embedding added; x₀ is keys₀ plus layer 0's output bias,
less its mean over channels. Tokens write into it through few rows, so with r₁, r₂ the factors of the two
normalisations, g, b their scales and shifts, and C taking a row's mean away:

    x₁ = x₀ + P₀                P₀ = left₀ᵀ · right₀ · basis₀
    keys₁ = r₁·x₁∘g₁ + b₁
    x₂ = r₁·(x₁∘g₁)·C + P₁      P₁ = left₁ᵀ · right₁ · basis₁
    keys₂ = r₂·x₂∘g₂ + b₂

A reader that multiplies keys by a matrix gets x₀ · matrix from the context and needs only
basis · matrix, a constant, for the rest. Source of the network: `TwoWayTransformer` in
segment-anything's modeling/transformer.py.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clickcut_models.network.layers import WIDTH, Linear, Weights
from clickcut_models.network.tokens import TRANSFORMER

Doubles = NDArray[np.float64]
MASK_RANK = 17
MASK_NAME = "prompt_encoder.mask_downscaling"
_SCORE = 0.25  # 1 / √depth, depth 16 in every attention between tokens and image


@dataclass(frozen=True, slots=True)
class Attention:
    """One attention between tokens and image; token-side projections carry the scores' 1/√depth."""

    query: Linear
    key: Linear
    value: Linear
    out: Linear


@dataclass(frozen=True, slots=True)
class Reader:
    """One matrix as x₀ and both bases meet it.

    Attributes
    ----------
    image
        float64 (256, channels), for x₀.
    first
        float64 (145, channels), basis₀ through it.
    """

    image: Doubles
    first: Doubles


@dataclass(frozen=True, slots=True)
class LateReader(Reader):
    """A reader of keys₂.

    Attributes
    ----------
    second
        float64 (129, channels), basis₁ through it.
    """

    second: Doubles


def token_to_image(weights: Weights, layer: int | None) -> Attention:
    """Read the attention by which tokens look at the image; None is the one after the last layer."""
    name = "final_attn_token_to_image" if layer is None else f"layers.{layer}.cross_attn_token_to_image"
    query, key, value, out = _projections(weights, name)
    return Attention(query.scaled(_SCORE), key, value, out)


def image_to_token(weights: Weights, layer: int) -> Attention:
    """Read the attention by which the image looks at tokens; its queries are the image's."""
    query, key, value, out = _projections(weights, f"layers.{layer}.cross_attn_image_to_token")
    return Attention(query, key.scaled(_SCORE), value, out)


def norm(weights: Weights, layer: int) -> tuple[Doubles, Doubles]:
    """Give the scale g and shift b after a layer's image side."""
    name = f"{TRANSFORMER}.layers.{layer}.norm4"
    return weights[f"{name}.weight"].astype(np.float64), weights[f"{name}.bias"].astype(np.float64)


def mask_rows(weights: Weights) -> Doubles:
    """Give the rows that a mask's 16 planes and a plane of ones stand for, float64 (17, 256).

    They replace the no-mask embedding.
    """
    last = Linear.of(weights, f"{MASK_NAME}.6")
    constant = last.bias - weights["prompt_encoder.no_mask_embed.weight"][0]
    return np.concatenate([last.weight, constant[None]])


def first_basis(weights: Weights) -> Doubles:
    """Give basis₀, float64 (145, 256): layer 0's output projection, then what a mask prompt adds."""
    out = image_to_token(weights, 0).out.weight
    return centred(np.concatenate([out, mask_rows(weights)]))


def second_basis(weights: Weights) -> Doubles:
    """Give basis₁, float64 (129, 256): layer 1's output projection, then b₁ and its bias."""
    out, (_, shift) = image_to_token(weights, 1).out, norm(weights, 0)
    return centred(np.concatenate([out.weight, (shift + out.bias)[None]]))


def first_readers(weights: Weights) -> dict[str, Linear]:
    """Give layer 0's readers of keys₀."""
    look, answer = token_to_image(weights, 0), image_to_token(weights, 0)
    return {"keys_0": look.key, "values_0": look.value, "queries_0": answer.query}


def readers(weights: Weights) -> dict[str, Reader]:
    """Give the readers of keys₁, without r₁ and without what places and shifts add."""
    look, answer = token_to_image(weights, 1), image_to_token(weights, 1)
    scale, _ = norm(weights, 0)
    matrices = {"keys_1": look.key, "values_1": look.value, "queries_1": answer.query}
    basis = scale * first_basis(weights)
    return {
        name: Reader(scale[:, None] * each.weight, basis @ each.weight) for name, each in matrices.items()
    }


def late_readers(weights: Weights) -> dict[str, LateReader]:
    """Give the readers of keys₂, without r₁, r₂ and without what places and shifts add."""
    look, (scale, _), (last_scale, _) = token_to_image(weights, None), norm(weights, 0), norm(weights, 1)
    matrices = {
        "keys_2": last_scale[:, None] * look.key.weight,
        "values_2": last_scale[:, None] * look.value.weight,
        "upscaled": upscaling(weights)[0],
    }
    made = {}
    for name, matrix in matrices.items():
        of_image = scale[:, None] * (matrix - matrix.mean(axis=0))
        made[name] = LateReader(of_image, first_basis(weights) @ of_image, second_basis(weights) @ matrix)
    return made


def norms(weights: Weights) -> dict[str, Doubles]:
    """Give the matrices by which x₀ meets what is added to it in |x₁|² and |x₂|², float64 (256, rows).

    Doubled, as a cross term is.
    """
    scale, _ = norm(weights, 0)
    first, second = first_basis(weights), second_basis(weights)
    return {
        "reach_0": 2 * first.T,
        "reach_1": 2 * scale[:, None] * centred(scale * first).T,
        "reach_2": 2 * scale[:, None] * second.T,
    }


def grams(weights: Weights) -> dict[str, Doubles]:
    """Give how the bases meet each other: in |x₁|², in |x₁∘g₁·C|², twice across, and in |P₁|²."""
    scale, _ = norm(weights, 0)
    first, second = first_basis(weights), second_basis(weights)
    scaled = centred(scale * first)
    return {
        "first": first @ first.T,
        "scaled": scaled @ scaled.T,
        "across": 2 * second @ scaled.T,
        "second": second @ second.T,
    }


def upscaling(weights: Weights) -> tuple[Doubles, Doubles]:
    """Give the first transposed convolution as a matrix on x₂, without r₂, and a constant.

    Columns are (dy, dx, channel). The mean over the 64 channels, which the normalisation that follows
    takes away, is already out of it.
    """
    scale, shift = norm(weights, 1)
    name = "mask_decoder.output_upscaling.0"
    kernel = centred(weights[f"{name}.weight"].astype(np.float64).transpose(0, 2, 3, 1))
    matrix = kernel.reshape(WIDTH, -1)
    bias = np.tile(centred(weights[f"{name}.bias"].astype(np.float64)), 4)
    return scale[:, None] * matrix, shift @ matrix + bias


def centred(rows: Doubles) -> Doubles:
    """Take the mean of the last axis away."""
    made: Doubles = rows - rows.mean(axis=-1, keepdims=True)
    return made


def _projections(weights: Weights, name: str) -> list[Linear]:
    return [Linear.of(weights, f"{TRANSFORMER}.{name}.{part}_proj") for part in ("q", "k", "v", "out")]

"""Layers that several parts of the network share, and how their weights are laid out for ONNX.

A weight read as a matrix multiplies from the right: rows are inputs, columns are outputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import onnx_ir as ir
from numpy.typing import NDArray

from clickcut_models.graph import CONTRIB, GraphWriter

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]

HEADS = 8  # Source: `num_heads` of TwoWayTransformer in segment-anything's build_sam.py
WIDTH = 256  # `prompt_embed_dim` there
TRANSFORMER_EPSILON = 1e-5  # torch.nn.LayerNorm's default
PLANE_EPSILON = 1e-6  # LayerNorm2d in segment-anything's modeling/common.py


@dataclass(frozen=True, slots=True)
class Linear:
    """y = x · weight + bias; weight float64 (inputs, outputs), bias float64 (outputs,).

    Kept in double precision until written, as several are multiplied with one another first.
    """

    weight: NDArray[np.float64]
    bias: NDArray[np.float64]

    @classmethod
    def of(cls, weights: Weights, name: str) -> Linear:
        """Read a linear layer, or a 1×1 convolution, by its module's name."""
        weight = weights[f"{name}.weight"].astype(np.float64)
        return cls(weight.reshape(len(weight), -1).T, weights[f"{name}.bias"].astype(np.float64))

    def scaled(self, factor: float) -> Linear:
        """Give the layer whose output is a multiple of this one's."""
        return Linear(self.weight * factor, self.bias * factor)

    def without_bias(self) -> Linear:
        """Give the layer with zeros for its bias."""
        return Linear(self.weight, np.zeros_like(self.bias))


def beside(*layers: Linear) -> Linear:
    """Give the layer whose outputs are those of several, one beside the other."""
    return Linear(
        np.concatenate([each.weight for each in layers], axis=1),
        np.concatenate([each.bias for each in layers]),
    )


def single(array: NDArray[np.float64]) -> Floats:
    """Round to what the graph holds."""
    return np.ascontiguousarray(array, np.float32)


def linear(graph: GraphWriter, x: ir.Value, layer: Linear) -> ir.Value:
    """Apply a linear layer to rows, float32 (rows, inputs)."""
    return graph.op("Gemm", x, single(layer.weight), single(layer.bias))


def layer_norm(graph: GraphWriter, x: ir.Value, weights: Weights, name: str) -> ir.Value:
    """Normalise rows."""
    return graph.op(
        "LayerNormalization",
        x,
        weights[f"{name}.weight"],
        weights[f"{name}.bias"],
        epsilon=TRANSFORMER_EPSILON,
    )


def split_heads(graph: GraphWriter, x: ir.Value, *, heads: int = HEADS) -> ir.Value:
    """Turn rows, float32 (tokens, heads · depth), into float32 (heads, tokens, depth)."""
    return graph.op("Transpose", graph.op("Reshape", x, [0, heads, -1]), perm=[1, 0, 2])


def join_heads(graph: GraphWriter, x: ir.Value) -> ir.Value:
    """Turn float32 (heads, tokens, depth) into rows, float32 (tokens, heads · depth)."""
    return graph.op("Reshape", graph.op("Transpose", x, perm=[1, 0, 2]), [0, -1])


def transposed_product(graph: GraphWriter, a: ir.Value, b: ir.Value) -> ir.Value:
    """Multiply batches of matrices, a · bᵀ, without writing the transpose."""
    return graph.op("FusedMatMul", a, b, domain=CONTRIB, transB=1)

"""Positional encoding: where something lies, as sines and cosines of random projections."""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
from clickcut_core.geometry import MODEL_SIDE

from clickcut_models.graph import GraphWriter
from clickcut_models.network.layers import Floats, Weights

SIDE = 64
PIXELS = SIDE * SIDE
MATRIX = "prompt_encoder.pe_layer.positional_encoding_gaussian_matrix"


def encode(graph: GraphWriter, unit: ir.Value | Floats, weights: Weights) -> ir.Value:
    """Encode positions, float32 (rows, 2) of x and y in −1 … 1, as float32 (rows, 256).

    Source: `PositionEmbeddingRandom._pe_encoding` in segment-anything's modeling/prompt_encoder.py.
    """
    angle = graph.op("MatMul", unit, (2 * np.pi * weights[MATRIX].astype(np.float64)).astype(np.float32))
    return graph.op("Concat", graph.op("Sin", angle), graph.op("Cos", angle), axis=-1)


def encode_points(graph: GraphWriter, coords: ir.Value, weights: Weights) -> ir.Value:
    """Encode points, float32 (rows, 2) in the model frame; the centre of pixel 0 is at 0.5."""
    unit = graph.op("Mul", graph.op("Add", coords, 0.5), 2 / MODEL_SIDE)
    return encode(graph, graph.op("Sub", unit, 1.0), weights)


def encode_grid(graph: GraphWriter, weights: Weights) -> ir.Value:
    """Encode the centres of the 64 × 64 embedding cells, row by row, as float32 (4096, 256)."""
    return encode(graph, grid(), weights)


def grid() -> Floats:
    """Give the cells' centres as float32 (4096, 2) of x and y in −1 … 1."""
    centre = (np.arange(SIDE) + 0.5) / SIDE * 2 - 1
    y, x = np.meshgrid(centre, centre, indexing="ij")
    return np.stack([x, y], axis=-1).reshape(-1, 2).astype(np.float32)

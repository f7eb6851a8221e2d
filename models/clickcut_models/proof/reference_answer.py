"""Makes the question that a browser's runtime is checked with, and its answer; see the core's part.

The embedding is a drawn photo's, of which each channel keeps 4 × 4 cells, so that it weighs next to nothing.
"""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import onnx
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE, ImageSize

from clickcut_models.network.positions import SIDE
from clickcut_models.proof.oracle import Prompt, session
from clickcut_models.proof.sample import sample_photo

_CELLS = 4
_POINTS = ((400.0, 380.0, 1), (700.0, 900.0, 0))


def known_answer(
    encoder: onnx.ModelProto, context: onnx.ModelProto, decoder: onnx.ModelProto
) -> dict[str, Any]:
    """Ask the graphs, on native onnxruntime, and give the plain form that `KnownAnswer.from_json` reads."""
    photo = sample_photo(ImageSize(MODEL_SIDE, MODEL_SIDE))
    embeddings, scale, zero_point = session(encoder).run(
        ["image_embeddings", "scale", "zero_point"], {"image": photo}
    )
    each = SIDE // _CELLS
    cells = embeddings[..., each // 2 :: each, each // 2 :: each]
    feeds = {
        "image_embeddings": cells.repeat(each, axis=2).repeat(each, axis=3),
        "scale": scale,
        "zero_point": zero_point,
    }
    graph = session(context)
    names = [value.name for value in graph.get_outputs()]
    tensors = dict(zip(names, graph.run(names, feeds), strict=True))
    rows = [*_POINTS, (0.0, 0.0, -1)]
    prompt = Prompt("known", tuple((x, y) for x, y, _ in rows), tuple(label for *_, label in rows))
    (masks,) = session(decoder).run(["masks"], {**tensors, **prompt.feeds()})
    random = np.random.default_rng(0)
    probes = random.integers(0, MASK_SIDE, (24, 2))
    return {
        "cells": base64.b64encode(cells.tobytes()).decode(),
        "scale": [float(value) for value in scale],
        "zero_point": base64.b64encode(zero_point).decode(),
        "prompts": {"points": [{"x": x, "y": y, "label": label} for x, y, label in _POINTS], "box": None},
        "probes": probes.tolist(),
        "logits": [round(float(value), 5) for value in masks[0][:, probes[:, 0], probes[:, 1]].ravel()],
    }

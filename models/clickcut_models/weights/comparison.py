"""How far weights that somebody has trained further are from those that they began with."""

from __future__ import annotations

import numpy as np

from clickcut_models.weights.names import Weights


def compared(weights: Weights, known: Weights) -> str:
    """Say in a line how weights differ from known ones of the same names: norm of the change ÷ norm."""
    differing = sum(not np.array_equal(weights[name], value) for name, value in known.items())
    parts = [
        f"{_change(weights, known, is_encoder=is_encoder):.2%} in the {name}"
        for name, is_encoder in (("encoder", True), ("decoder", False))
    ]
    return f"{differing} of {len(known)} arrays differ from MobileSAM's, by {' and '.join(parts)}"


def _change(weights: Weights, known: Weights, *, is_encoder: bool) -> float:
    names = [name for name in known if name.startswith("image_encoder.") is is_encoder]
    change = sum(float(np.square(weights[name] - known[name]).sum()) for name in names)
    return float(np.sqrt(change / sum(float(np.square(known[name]).sum()) for name in names)))

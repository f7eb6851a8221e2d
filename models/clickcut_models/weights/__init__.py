"""The network's weights as one dictionary, whatever file they come from."""

from __future__ import annotations

from pathlib import Path

from clickcut_models import source
from clickcut_models.weights import checkpoint, names, npm
from clickcut_models.weights.names import Weights

__all__ = ["Weights", "read"]


def read(folder: Path) -> Weights:
    """Read the weights a folder holds, hash first; see `names` for what they are called.

    Raises
    ------
    ClickcutError
        `model-missing` or `model-source`.
    """
    found = source.find(folder)
    if found is source.OFFICIAL:
        weights = checkpoint.read(source.check(found, folder / source.CHECKPOINT))
    else:
        stock = source.read(folder)
        weights = npm.read(stock.encoder, stock.decoder)
    return names.checked(weights)

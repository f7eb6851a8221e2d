"""The network's weights as one dictionary, whatever file they come from."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

from clickcut_core.errors import ClickcutError

from clickcut_models import source
from clickcut_models.weights import checkpoint, names, npm
from clickcut_models.weights.names import Weights

__all__ = ["Weights", "read"]

# What reading a file of somebody else's runs into: no archive, no tensors, others than these.
_UNFIT = (
    *(AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError),
    *(pickle.UnpicklingError, zipfile.BadZipFile),
)


def read(place: Path, accepted: str = "") -> Weights:
    """Read the weights that a place holds, hash first.

    See `source.find` for the place, and `names` for what they are called.

    Raises
    ------
    ClickcutError
        `model-missing`, `model-source`, `model-unknown`, or `model-unfit` for a checkpoint of other layers.
    """
    file = source.checkpoint_in(place)
    if file is None:
        stock = source.read(place)
        return names.checked(npm.read(stock.encoder, stock.decoder))
    content = source.read_checkpoint(source.find(place, accepted), file)
    try:
        return names.checked(checkpoint.read(content))
    except _UNFIT as error:
        raise ClickcutError("model-unfit", file=file.name, reason=str(error) or "it is damaged") from error

"""Fills the dictionary of weights from the official `mobile_sam.pt`, without PyTorch.

A checkpoint is a zip file: a pickle that describes the tensors and a member for each one's bytes. A pickle
can run code; this reader knows four names and refuses any other.
"""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clickcut_models.encoder.sizes import STAGES
from clickcut_models.weights.names import Weights

_DTYPES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}
_BATCH_NORM_EPSILON = 1e-5  # torch.nn.BatchNorm2d's default


def read(content: bytes) -> Weights:
    """Give every weight of a checkpoint under its canonical name; see `weights.names`.

    Parameters
    ----------
    content
        The file's bytes; the caller has compared their hash.

    Raises
    ------
    pickle.UnpicklingError
        When the file asks for anything but tensors.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pickled = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
        state = _Unpickler(archive.read(pickled), archive, pickled.removesuffix("data.pkl")).load()
    return _spread(_folded({name: value for name, value in state.items() if value.dtype == np.float32}))


class _Unpickler(pickle.Unpickler):
    """Builds dictionaries of numpy arrays and nothing else."""

    def __init__(self, pickled: bytes, archive: zipfile.ZipFile, root: str) -> None:
        super().__init__(io.BytesIO(pickled))
        self._archive, self._root = archive, root

    def find_class(self, module_name: str, global_name: str) -> Any:
        known: dict[tuple[str, str], Any] = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _tensor,
            **{("torch", name): dtype for name, dtype in _DTYPES.items()},
        }
        if (module_name, global_name) not in known:
            raise pickle.UnpicklingError(f"a checkpoint has no business with {module_name}.{global_name}")
        return known[module_name, global_name]

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        _, dtype, key, _, _ = pid
        return np.frombuffer(self._archive.read(f"{self._root}data/{key}"), dtype)


def _tensor(storage: NDArray[Any], offset: int, shape: Sequence[int], strides: Sequence[int], *_: Any) -> Any:
    """Stand in for `torch._utils._rebuild_tensor_v2`."""
    steps = [step * storage.itemsize for step in strides]
    if shape and offset + sum((n - 1) * s for n, s in zip(shape, strides, strict=True)) >= storage.size:
        raise pickle.UnpicklingError("a tensor reaches beyond its storage")
    return np.lib.stride_tricks.as_strided(storage[offset:], shape, steps).copy()


def _folded(state: Weights) -> Weights:
    """Fold each batch norm, `x.bn`, into its convolution, `x.c`, and call the result `x`."""
    folded = {name: value for name, value in state.items() if ".c." not in name and ".bn." not in name}
    for name in [name.removesuffix(".c.weight") for name in state if name.endswith(".c.weight")]:
        gain, shift, mean, variance = (
            state[f"{name}.bn.{part}"].astype(np.float64)
            for part in ("weight", "bias", "running_mean", "running_var")
        )
        scale = gain / np.sqrt(variance + _BATCH_NORM_EPSILON)
        folded[f"{name}.weight"] = (state[f"{name}.c.weight"] * scale.reshape(-1, 1, 1, 1)).astype(np.float32)
        folded[f"{name}.bias"] = (shift - mean * scale).astype(np.float32)
    return folded


def _spread(state: Weights) -> Weights:
    """Spread attention biases, one for each distance, over all pairs of cells.

    Source: `attention_bias_idxs` of Attention in MobileSAM's modeling/tiny_vit_sam.py.
    """
    for stage in STAGES:
        y, x = np.divmod(np.arange(stage.window**2), stage.window)
        index = np.abs(y[:, None] - y) * stage.window + np.abs(x[:, None] - x)
        for block in range(stage.depth):
            name = f"image_encoder.layers.{stage.layer}.blocks.{block}.attn.attention_bias"
            state[name] = state[f"{name}es"][:, index]
    return state

"""An operator's own encoder, in the form that docs/encoder.md describes, between our first and last steps.

Whether its embeddings suit our decoder nobody can check: it must be one that SAM's decoder was made for.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from clickcut_core.embedding import LAYOUT
from clickcut_core.errors import ClickcutError
from numpy.typing import NDArray

from clickcut.encoding.gpu import load_network

_INPUT, _OUTPUT = (1, 3, 1024, 1024), (1, 256, 64, 64)


class OwnEncoder:
    """Runs a network as `encoder.onnx` is run: `run(outputs, {"image": …})`.

    Parameters
    ----------
    path
        The network.
    around
        The graphs before and after it.
    options, on_gpu
        How to run it.

    Raises
    ------
    ClickcutError
        `encoder-unusable` when the file does not hold to the contract; it is run once to see that.
    """

    def __init__(
        self, path: Path, around: tuple[Path, Path], options: ort.SessionOptions, *, on_gpu: bool
    ) -> None:
        self._file = path.name
        self._before, self._after = map(_on_one_thread, around)
        try:
            self._network = load_network(path, options, on_gpu=on_gpu)
        except Exception as error:  # onnxruntime's own share no class
            raise self._unusable(f"onnxruntime can't load it ({str(error)[:200]})") from error
        self._check_signature()
        self.run(list(LAYOUT), {"image": np.zeros((1024, 1024, 3), np.uint8)})

    def run(
        self, outputs: list[str], feeds: dict[str, NDArray[np.uint8]], options: ort.RunOptions | None = None
    ) -> list[NDArray[Any]]:
        """Give the tensors of an embedding by name."""
        (pixels,) = self._before.run(None, feeds)
        (embedding,) = self._network.run(None, {self._network.get_inputs()[0].name: pixels}, options)
        if embedding.shape != _OUTPUT or embedding.dtype != np.float32 or not np.isfinite(embedding).all():
            raise self._unusable(
                f"it gives {embedding.dtype} {embedding.shape}, not finite float32 {_OUTPUT}"
            )
        arrays: list[NDArray[Any]] = self._after.run(outputs, {"embedding": embedding})
        return arrays

    def _check_signature(self) -> None:
        for kind, values, dims in (
            ("input", self._network.get_inputs(), _INPUT),
            ("output", self._network.get_outputs(), _OUTPUT),
        ):
            if len(values) != 1:
                raise self._unusable(f"it has {len(values)} {kind}s, not one")
            (value,) = values
            fixed = [
                (found, dim) for found, dim in zip(value.shape, dims, strict=False) if isinstance(found, int)
            ]
            if (
                value.type != "tensor(float)"
                or len(value.shape) != len(dims)
                or any(found != dim for found, dim in fixed)
            ):
                raise self._unusable(
                    f"its {kind} is {value.type} {value.shape}, not tensor(float) {list(dims)}"
                )

    def _unusable(self, reason: str) -> ClickcutError:
        return ClickcutError("encoder-unusable", file=self._file, reason=reason)


def _on_one_thread(graph: Path) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    return load_network(graph, options)

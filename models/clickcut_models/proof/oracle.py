"""Runs the stock graphs as their contract says: the truth that ours are compared with.

Test and verification only; nothing a visitor or server uses comes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE
from numpy.typing import NDArray

from clickcut_models import source
from clickcut_models.encoder.encoder import MEAN, STD

Floats = NDArray[np.float32]
Feeds = Mapping[str, NDArray[Any]]
Graph = onnx.ModelProto | Path | bytes


def session(model: Graph, *, threads: int = 0) -> Any:
    """Load a graph on the CPU."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    content = model.SerializeToString() if isinstance(model, onnx.ModelProto) else model
    return ort.InferenceSession(content, options, providers=["CPUExecutionProvider"])


@dataclass(frozen=True, slots=True)
class Prompt:
    """One row of a comparison, in the model frame.

    Attributes
    ----------
    name
        What a report calls it.
    coords, labels
        (x, y) pairs and SAM's labels; without a box the padding point (0, 0, −1) is one of them.
    mask
        float32 (256, 256), logits of an earlier mask, if any.
    """

    name: str
    coords: tuple[tuple[float, float], ...]
    labels: tuple[int, ...]
    mask: Floats | None = field(default=None, compare=False)

    def feeds(self) -> dict[str, NDArray[Any]]:
        """Give the decoder's four prompt tensors."""
        mask = np.zeros((MASK_SIDE, MASK_SIDE), np.float32) if self.mask is None else self.mask
        return {
            "point_coords": np.array([self.coords], np.float32),
            "point_labels": np.array([self.labels], np.float32),
            "mask_input": mask[None, None],
            "has_mask_input": np.array([self.mask is not None], np.float32),
        }


class Oracle:
    """The stock encoder and decoder."""

    def __init__(self, folder: Path) -> None:
        stock = source.read(folder)
        self._encoder, self._decoder = session(stock.encoder), session(stock.decoder)

    def embed(self, image: NDArray[np.uint8]) -> Floats:
        """Embed uint8 (height, width, 3), longest side 1024, as float32 (1, 256, 64, 64)."""
        pixels = (image - np.array(MEAN, np.float32)) / np.array(STD, np.float32)
        square = np.zeros((1, 3, MODEL_SIDE, MODEL_SIDE), np.float32)
        square[0, :, : image.shape[0], : image.shape[1]] = pixels.transpose(2, 0, 1)
        embedding: Floats = self._encoder.run(None, {"input": square})[0]
        return embedding

    def decode(self, embedding: Floats, prompt: Prompt) -> tuple[Floats, float]:
        """Give the mask the stock contract chooses, float32 (256, 256) of logits, and its score."""
        size = np.array([MASK_SIDE, MASK_SIDE], np.float32)
        feeds = {"image_embeddings": embedding, "orig_im_size": size, **prompt.feeds()}
        low_res, scores = self._decoder.run(["low_res_masks", "iou_predictions"], feeds)
        return low_res[0, 0], float(scores[0, 0])


def choose(scores: Floats, points: int) -> int:
    """Choose among four masks as the stock graph does.

    Source: `SamOnnxModel.select_masks` in segment-anything's utils/onnx.py; `points` counts the padding
    point too.
    """
    weight = np.array([1000.0, 0.0, 0.0, 0.0], np.float32)
    return int(np.argmax(scores + np.float32(points - 2.5) * weight))

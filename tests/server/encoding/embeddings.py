"""Embedding files for the tests of what keeps them: right in everything but what they mean."""

from math import prod

from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.runtime import Tensor

MODEL = "0123456789abcdef"
FRAME = Frame.of(ImageSize(height=200, width=300))
NAMES = [f"{number:064x}" for number in range(5)]


def embedding(sha256: str, *, model: str = MODEL) -> bytes:
    """No two photos' are alike."""
    sizes = {"uint8": 1, "float32": 4}
    tensors = {
        name: Tensor(dtype, dims, bytes([int(sha256, 16) % 256]) * (prod(dims) * sizes[dtype]))
        for name, (dtype, dims) in LAYOUT.items()
    }
    return Embedding(tensors, model, sha256, FRAME, fingerprint=bytes(64)).to_bytes()


SIZE = len(embedding(NAMES[0]))

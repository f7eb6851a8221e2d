"""Encoding on the visitor's own device: what its worker is told to do, and the file of what it gives.

It sees no pixel; the worker's graphs do, see shell/device/encoder_worker.js.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.fingerprint import Fingerprint
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.masks.image import STRIP_PIXELS
from clickcut_core.photo_shape import check_shape
from clickcut_core.runtime import Tensor

if TYPE_CHECKING:
    from clickcut_core import worker_protocol

NAME = "device"
"""What the embedding's metadata call this encoder."""


def plan(photo: ImageSize) -> worker_protocol.Encoding:
    """Say how a photo of this upright size comes to the encoder's.

    Returns
    -------
    dict
        `size`, height and width for the encoder, and `strips`, `[[start, stop], …]` of the photo's rows.

    Raises
    ------
    ClickcutError
        What `check_shape` raises.
    """
    check_shape(photo)
    size = Frame.of(photo).resized
    rows = max(1, STRIP_PIXELS // photo.width)
    strips = [[start, min(start + rows, photo.height)] for start in range(0, photo.height, rows)]
    return {"size": [size.height, size.width], "strips": strips}


def embedding_of(
    content: bytes, photo: ImageSize, tensors: Mapping[str, bytes], fingerprint: Fingerprint, *, model: str
) -> Embedding:
    """Give the embedding of a photo's file from the bytes of the encoder's outputs."""
    return Embedding(
        {name: Tensor(dtype, dims, tensors[name]) for name, (dtype, dims) in LAYOUT.items()},
        model,
        hashlib.sha256(content).hexdigest(),
        Frame.of(photo),
        encoder=NAME,
        fingerprint=fingerprint,
    )

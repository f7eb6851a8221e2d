"""The encoder: a photo's bytes in, its embedding out, on native onnxruntime.

The server and the command line share it, so a photo has one embedding. It neither caches nor queues; that
is `EncoderService`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.runtime import Tensor
from clickcut_models.manifest import Manifest

from clickcut.encoding.choice import EncoderChoice, choose_encoder
from clickcut.encoding.gpu import load_network
from clickcut.encoding.own_encoder import OwnEncoder
from clickcut.native_runtime import session_options
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, Photo, photo_sha256, read_photo
from clickcut.settings import Settings


def read_manifest(dist: Path) -> Manifest:
    """Read and verify the models in the folder of what was built.

    Raises
    ------
    ClickcutError
        `model-missing` or `model-altered`.
    """
    return Manifest.read(dist / "models")


class Encoder:
    """One encoder, loaded; calls from several threads at once are safe."""

    def __init__(self, choice: EncoderChoice, *, model: str, threads: int, limits: PhotoLimits) -> None:
        self.model = model
        self._name = choice.name
        self._limits = limits
        options = session_options(threads)
        # Or a second run of the same shape asks for one block of 200 MB, beside what the first one left.
        options.enable_mem_pattern = False
        self._session: Any = (
            OwnEncoder(choice.path, choice.around, options, on_gpu=choice.on_gpu)
            if choice.around
            else load_network(choice.path, options, on_gpu=choice.on_gpu)
        )

    @classmethod
    def from_settings(
        cls, settings: Settings, manifest: Manifest | None = None, choice: EncoderChoice | None = None
    ) -> Encoder:
        """Load the encoder that the settings describe, or the one that was chosen by them elsewhere.

        The models are verified unless given verified.

        Raises
        ------
        ClickcutError
            `model-missing`, `model-altered` or `encoder-unusable`.
        """
        manifest = manifest or read_manifest(settings.dist)
        return cls(
            choice or choose_encoder(settings.encoder, manifest),
            model=manifest.model,
            threads=settings.encoder_threads,
            limits=PhotoLimits(max_megapixels=settings.max_megapixels),
        )

    def encode_photo(self, content: bytes) -> Embedding:
        """Encode a photo's file.

        Raises
        ------
        ClickcutError
            What `read_photo` raises.
        """
        return self.encode(read_photo(content, self._limits), photo_sha256(content))

    def encode(self, photo: Photo, sha256: str) -> Embedding:
        """Encode a photo that was read from the file with that SHA-256."""
        return self.encode_input(EncoderInput.of(photo), sha256)

    def encode_input(
        self, read: EncoderInput, sha256: str, options: ort.RunOptions | None = None
    ) -> Embedding:
        """Encode what was read from the file with that SHA-256; `options` can end the run early."""
        arrays = self._session.run(list(LAYOUT), {"image": read.pixels}, options)
        tensors = {
            name: Tensor(dtype, dims, np.ascontiguousarray(array, dtype=dtype))
            for (name, (dtype, dims)), array in zip(LAYOUT.items(), arrays, strict=True)
        }
        return Embedding(tensors, self.model, sha256, read.frame, read.notes, self._name, read.fingerprint)

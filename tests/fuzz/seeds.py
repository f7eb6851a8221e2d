"""What fuzzing begins with: a few small files of each kind, made from numbers, and what it once found."""

import io
import json
import struct
import zlib
from functools import cache

import numpy as np
from clickcut.photos.coded_colours import CodedColours
from PIL import Image

from tests.server import photos, tiffs

from . import documents

_SIZE = 24, 20
_ALTERATIONS = [bytes((place, choice)) for place in range(0, 64, 5) for choice in (0, 11, 15, 28, 60)]


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*chunks: bytes) -> bytes:
    """A PNG with these chunks before its pixels."""
    whole = photos.file(photos.picture(*_SIZE))
    return whole[:33] + b"".join(chunks) + whole[33:]


@cache
def seeds() -> dict[str, list[bytes]]:
    """Give them by target."""
    files, header = _files(), json.dumps(documents.embedding()).encode()
    return {
        "recipe": [json.dumps(documents.recipe()).encode(), b"[" * 100],
        "altered_recipe": _ALTERATIONS,
        "embedding": [header, struct.pack("<Q", len(header)) + header + bytes(64)],
        "altered_embedding": _ALTERATIONS,
        "profile": files,
        "orientation": [*files, photos.orientation(6)[6:], photos.orientation(8)[6:]],
        "png": [each for each in files if each[:4] == b"\x89PNG"],
        "avif": [each for each in files if each[4:8] == b"ftyp"],
        "head": files,
        "photo": files,
        "metadata": files,
        "drawing": [bytes(range(64)), b"\xff\xf0" * 16 + "a-2\0<&\ufffe\x85".encode("utf-16")],
        "run_lengths": [bytes(range(64)), b"\xff\x00" * 16, b"oZ2[1"],
    }


def _files() -> list[bytes]:
    small = photos.picture(*_SIZE)
    profiled = {"icc_profile": CodedColours.of_curve(1.8).profile()}
    turned = {"exif": photos.orientation(6)}
    jpeg = photos.file(small, "JPEG", **profiled, **turned)
    points = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
    grey = np.linspace(0, 1, 480, dtype=np.float32).reshape(20, 24, 1)
    return [
        jpeg,
        photos.file(small, "JPEG", progressive=True)[:-2],
        photos.file(small, "PNG", **profiled, **turned),
        png_with(chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"cHRM", points)),
        png_with(chunk(b"cICP", bytes((9, 16, 0, 1)))),
        _hidden_default(),
        photos.file(small, "WEBP", **profiled, **turned),
        photos.file(small.convert("RGBA"), "WEBP", lossless=True),
        photos.file(small, "TIFF", compression="tiff_lzw", **profiled),
        tiffs.tiff(tiffs.Page(grey, predictor=3, compression=8)),
        tiffs.tiff(tiffs.Page((grey * 65535).astype(np.uint16), photometric=0), order=">", is_big=True),
        photos.file(small, "AVIF", **turned),
        photos.file(small, "HEIF"),
        photos.file(small, "GIF"),
        photos.file(small, "BMP"),
    ]


def _hidden_default() -> bytes:
    """An animated PNG whose first frame comes after the picture that is never shown."""
    frames = [Image.new("RGB", _SIZE, colour) for colour in ("red", "green", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, default_image=True, append_images=frames[1:])
    return target.getvalue()

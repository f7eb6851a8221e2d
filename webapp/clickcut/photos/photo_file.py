"""A photo's file out of whatever a Python program has: a path, an address, bytes, an array, a picture.

Files stay as they are, so that hash and recipe are those of the command line. It checks nothing that
`clickcut.photos.photo` will check.
"""

from __future__ import annotations

import io
import urllib.request
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit

import numpy as np
from clickcut_core.errors import ClickcutError
from PIL import Image

# What PNG can hold as it is; other modes become RGB.
_PNG_MODES = {"1", "L", "LA", "P", "RGB", "RGBA", "I;16"}
_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photo's file and what to call it."""

    name: str
    content: bytes


def photo_file(photo: Any, *, max_bytes: int) -> PhotoFile:
    """Give a photo's file.

    Parameters
    ----------
    photo
        A path or an http(s) address, a file's bytes, an array, uint8 (height, width) of grey or
        (height, width, 3 or 4) of sRGB with straight alpha, or a Pillow image. An array and an image
        become a PNG of exactly these pixels; an image's EXIF orientation is not applied.
    max_bytes
        Most to read from an address.

    Raises
    ------
    ClickcutError
        `photo-unreachable`, `too-many-bytes` or `photo-array`.
    TypeError
        When it is none of these.
    """
    if isinstance(photo, bytes | bytearray | memoryview):
        return PhotoFile("photo", bytes(photo))
    if isinstance(photo, np.ndarray):
        return PhotoFile("photo.png", _png(_picture(photo)))
    if isinstance(photo, Image.Image):
        return PhotoFile("photo.png", _png(photo))
    if isinstance(photo, str) and urlsplit(photo).scheme in ("http", "https"):
        return _fetched(photo, max_bytes)
    if isinstance(photo, str | Path):
        path = Path(photo)
        try:
            return PhotoFile(path.name, path.read_bytes())
        except OSError as error:
            raise ClickcutError("photo-unreachable", url=path) from error
    raise TypeError(
        f"A photo is a path, an address, bytes, an array or a Pillow image, not {type(photo).__name__}."
    )


def _picture(array: np.ndarray) -> Image.Image:
    is_picture = array.ndim == 2 or (array.ndim == 3 and array.shape[2] in (3, 4))
    if not is_picture or array.dtype != np.uint8:
        raise ClickcutError("photo-array", dtype=array.dtype, shape=array.shape)
    return Image.fromarray(np.ascontiguousarray(array))


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    kept = picture if picture.mode in _PNG_MODES else picture.convert("RGB")
    profile = picture.info.get("icc_profile") if kept is picture else None
    # The fastest compression: it is read once and not kept.
    kept.save(file, "PNG", compress_level=1, icc_profile=profile)
    return file.getvalue()


def _fetched(url: str, max_bytes: int) -> PhotoFile:
    try:
        with urllib.request.urlopen(url, timeout=_SECONDS) as response:  # noqa: S310  the scheme was looked at
            content = response.read(max_bytes + 1)
    except (HTTPException, OSError, ValueError) as error:
        if isinstance(error, HTTPError):
            error.close()  # it holds the answer
        raise ClickcutError("photo-unreachable", url=url) from error
    if len(content) > max_bytes:
        raise ClickcutError("too-many-bytes", limit=max_bytes // 2**20)
    return PhotoFile(unquote(PurePosixPath(urlsplit(url).path).name) or "photo", content)

"""The formats a photo may come in: told apart by their first bytes, opened, and seen to be cut short.

It reads headers and lets Pillow decode; what the pixels mean is `photo_colour`'s. Pillow's plugins are used
directly, not through `Image.open`: nothing is registered for the whole process, no other format can be
reached, and Pillow's process-wide limit of pixels does not stand in for ours.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pillow_heif
from clickcut_core.errors import ClickcutError
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from PIL.Image import DecompressionBombError
from PIL.ImageFile import ImageFile

from clickcut.photos.limits import PhotoLimits

_OPENERS: dict[str, Callable[[io.BytesIO], ImageFile]] = {
    "avif": AvifImagePlugin.AvifImageFile,
    "bmp": BmpImagePlugin.BmpImageFile,
    "gif": GifImagePlugin.GifImageFile,
    "heic": pillow_heif.HeifImageFile,
    # Not `jpeg_factory`: a phone's JPEG with a gain map or a depth map is one photo, not several.
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "tiff": TiffImagePlugin.TiffImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
}
_SIGNATURES = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),  # BigTIFF
    (b"MM\0+", "tiff"),
)
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}  # their lengths tell the versions apart
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}


def detect(content: bytes) -> str | None:
    """Name a photo's format, going by its bytes alone: a file's name or Content-Type proves nothing."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    if content[4:8] == b"ftyp":
        length = min(int.from_bytes(content[:4], "big"), 256)
        brands = {content[8:12], *(content[at : at + 4] for at in range(16, length, 4))}
        return "avif" if brands & _AVIF_BRANDS else "heic" if brands & _HEIF_BRANDS else None
    if content[:2] == b"BM" and int.from_bytes(content[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    return next((name for signature, name in _SIGNATURES if content.startswith(signature)), None)


@contextmanager
def opened(content: bytes, limits: PhotoLimits) -> Iterator[ImageFile]:
    """Open a photo; what goes wrong inside while its pixels are decoded is told as the photo's fault.

    Raises
    ------
    ClickcutError
        `empty-photo`, `not-a-photo`, `truncated-photo`, or what `PhotoLimits.check` raises.
    """
    if not content:
        raise ClickcutError("empty-photo")
    name = detect(content)
    if name is None:
        raise ClickcutError("not-a-photo")
    try:
        with _OPENERS[name](io.BytesIO(content)) as image:
            limits.check(*image.size)
            yield image
    except (ClickcutError, MemoryError):
        raise
    except DecompressionBombError as error:
        # Only WebP's plugin asks for Pillow's own limit before it tells the size.
        limits.check(*_webp_size(content))
        raise ClickcutError("not-a-photo") from error
    except Exception as error:
        # Decoders fed with damaged bytes raise nearly everything: OSError, ValueError, SyntaxError …
        code = "truncated-photo" if _tells_of_an_end(error) else "not-a-photo"
        raise ClickcutError(code) from error


def _tells_of_an_end(error: BaseException) -> bool:
    """Say whether a decoder missed bytes; those of WebP, AVIF and compressed TIFF mostly can't tell."""
    said = str(error).lower()
    return any(words in said for words in ("truncated", "unexpected end of file")) or any(
        isinstance(cause, EOFError | IndexError | struct.error) for cause in (error, error.__cause__)
    )


def _webp_size(content: bytes) -> tuple[int, int]:
    """Read width and height (https://developers.google.com/speed/webp/docs/riff_container)."""
    if content[12:16] == b"VP8X":
        return tuple(1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))  # type: ignore[return-value]
    if content[12:16] == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width, height

"""What browsers show of a photo's file: which of its pictures, and turned how.

This is the one statement of both. Whoever makes or checks an embedding follows it, for a mask must lie on
what the page shows. It was measured in Chromium 156 and Firefox ESR, and reads headers, never a pixel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from clickcut_core.files.containers import JPEG, PNG, PngChunk, jpeg_segments, png_chunks

UPRIGHT = 1
_APP1 = 0xE1
_EXIF = b"Exif\0"  # and one more byte, whatever it is
_ORIENTATION, _SHORT = 0x0112, 3
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}


def orientation_of(content: bytes) -> int:
    """Give EXIF's number for how browsers turn the picture, 1 to 8 (CIPA DC-008, 4.6.5).

    - A JPEG is turned by its first EXIF segment before the pixels.
    - A PNG is turned by the first sound `eXIf` before `IDAT`: not by a later one, nor by a text.
    - A WebP is never turned.
    - XMP counts nowhere, and a number that isn't one SHORT from 1 to 8 is as good as none.

    AVIF, HEIC and TIFF are turned by what decodes them; for these, as for other formats, it is 1.
    """
    if content.startswith(PNG):
        head = takewhile(lambda chunk: chunk.name != b"IDAT", png_chunks(content))
        found = (chunk.data(content) for chunk in head if chunk.name == b"eXIf" and chunk.is_sound(content))
    elif content.startswith(JPEG):
        segments = jpeg_segments(content)
        found = (each.data[6:] for each in segments if each.marker == _APP1 and each.data.startswith(_EXIF))
    else:
        return UPRIGHT
    return _in_exif(next(found, b""))


def _in_exif(block: bytes) -> int:
    """Read the first directory of a TIFF block (TIFF 6.0, section 2)."""
    order = _ORDERS.get(block[:4])
    if order is None:
        return UPRIGHT
    try:
        (first,) = struct.unpack_from(f"{order}I", block, 4)
        (count,) = struct.unpack_from(f"{order}H", block, first)
        for at in range(first + 2, first + 2 + 12 * count, 12):
            *entry, value = struct.unpack_from(f"{order}HHIH", block, at)
            if entry == [_ORIENTATION, _SHORT, 1]:
                return value if value in range(1, 9) else UPRIGHT
    except struct.error:  # it ends too early
        pass
    return UPRIGHT


@dataclass(frozen=True, slots=True)
class HiddenDefault:
    """The first frame of an animated PNG whose own picture browsers never show.

    Attributes
    ----------
    x, y, width, height
        Where it lies on the canvas, in pixels. The rest is transparent.
    parts
        Slices of the file that together are its compressed pixels.
    """

    x: int
    y: int
    width: int
    height: int
    parts: tuple[slice, ...]


def first_frame(content: bytes) -> HiddenDefault | None:
    """Find the frame of a PNG that browsers show first, where that isn't the picture in `IDAT`.

    An animation whose first `fcTL` comes after `IDAT` hides the picture there from all who can show frames.
    https://www.w3.org/TR/png-3/#apng-frame-based-animation
    """
    if not content.startswith(PNG):
        return None
    chunks = png_chunks(content)
    before = list(takewhile(lambda chunk: chunk.name != b"IDAT", chunks))
    names = [
        chunk.name for chunk in before if chunk.name not in (b"acTL", b"fcTL") or chunk.is_sound(content)
    ]
    if b"acTL" not in names or b"fcTL" in names:
        return None
    header = next((chunk.data(content) for chunk in before if chunk.name == b"IHDR"), b"")
    canvas = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    control = next((chunk for chunk in chunks if chunk.name == b"fcTL"), None)
    if control is None or not control.is_sound(content):
        return None
    data = control.data(content)
    width, height, x, y = (int.from_bytes(data[at : at + 4], "big") for at in (4, 8, 12, 16))
    parts = tuple(slice(chunk.start + 4, chunk.end) for chunk in _frame_data(chunks))
    fits = 0 < width <= canvas[0] - x and 0 < height <= canvas[1] - y
    return HiddenDefault(x, y, width, height, parts) if fits and parts else None


def _frame_data(chunks: Iterator[PngChunk]) -> Iterator[PngChunk]:
    for chunk in chunks:
        if chunk.name in (b"fcTL", b"IEND"):
            return
        if chunk.name == b"fdAT":
            yield chunk

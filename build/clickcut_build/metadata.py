"""Takes out of a photo's file what is said beside the picture: place, time, camera, names, thumbnails.

Lossless: coded pixels and their colours stay as they are, and so does how a JPEG is to be turned. It knows
containers, not what the pixels mean.
"""

from __future__ import annotations

import re
import struct

from clickcut_core.files.shown_picture import UPRIGHT

# JPEG (ITU-T T.81, table B.1): frame and scan headers, tables, restart interval, the number of lines.
_JPEG_CODING = {*range(0xC0, 0xD0), 0xDA, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}
# What decides the colours: JFIF, Adobe's transform, the profile. Not MPF, which names further pictures.
_JPEG_COLOUR = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
# In a scan, 0xFF is followed by 0, by a restart marker, or by the marker that ends it.
_SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")

# PNG, third edition, section 11.
_PNG_KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT", b"pHYs", b"bKGD", b"sBIT"),
    *(b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI"),
}
_WEBP_KEPT = {b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04


def without_metadata(content: bytes, kind: str, *, orientation: int) -> bytes | None:
    """Copy a file without its metadata.

    Parameters
    ----------
    content
        A JPEG, PNG or WebP file.
    kind
        Its format: `jpeg`, `png` or `webp`; for any other there is no lossless way here.
    orientation
        How browsers turn the file's pixels (`clickcut_core.files.shown_picture`). It is all of EXIF that a
        JPEG keeps.

    Returns
    -------
    bytes or None
        None where the file's structure is not understood, or was cut short; and for a PNG or WebP that is to
        be turned, as there are browsers that wouldn't.
    """
    try:
        if kind == "jpeg":
            return _jpeg(content, _exif(orientation))
        way = {"png": _png, "webp": _webp}.get(kind)
        return way(content) if way and orientation == UPRIGHT else None
    except (IndexError, struct.error):
        return None


def _exif(orientation: int) -> bytes:
    """Write a TIFF block of one entry, the orientation; nothing for pixels that are upright."""
    if orientation == UPRIGHT:
        return b""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _jpeg(content: bytes, exif: bytes) -> bytes | None:
    kept = [b"\xff\xd8"]
    block = b"Exif\0\0" + exif
    orientation = b"\xff\xe1" + struct.pack(">H", 2 + len(block)) + block if exif else b""
    at = 2
    while True:
        if content[at] != 0xFF:
            return None
        marker = content[at + 1]
        if marker == 0xFF:  # fill
            at += 1
            continue
        if marker == _EOI:
            return b"".join([*kept, b"\xff\xd9"])  # what follows is no part of this picture
        end = at + 2 + int(struct.unpack_from(">H", content, at + 2)[0])
        if marker == _SOS:
            found = _SCAN_END.search(content, end)
            if found is None:
                return None
            end = found.start()
        colour = _JPEG_COLOUR.get(marker)
        if marker in _JPEG_CODING or (colour and content.startswith(colour, at + 4)):
            if marker != 0xE0:  # JFIF's own comes first
                kept.append(orientation)
                orientation = b""
            kept.append(content[at:end])
        at = end


def _png(content: bytes) -> bytes | None:
    kept = [content[:8]]
    at = 8
    while True:
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            return None
        if name in _PNG_KEPT:
            kept.append(content[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end


def _webp(content: bytes) -> bytes | None:
    size = 8 + int(struct.unpack_from("<I", content, 4)[0])
    if size > len(content):
        return None
    kept = []
    at = 12
    while at + 8 <= size:
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > size:
            return None
        chunk = content[at:end]
        if name == b"VP8X":
            flags = chunk[8] & ~(_WEBP_EXIF | _WEBP_XMP)
            kept.append(chunk[:8] + bytes([flags]) + chunk[9:])
        elif name in _WEBP_KEPT:
            kept.append(chunk)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body

"""A JPEG as Pillow is given it, and one without its end marker: whether every pixel is there all the same."""

from __future__ import annotations

import hashlib
import io
import struct

from clickcut_core.errors import ClickcutError
from clickcut_core.files.containers import JPEG, JpegSegment, jpeg_segments
from PIL import Image, JpegImagePlugin

_END = b"\xff\xd9"
_SCAN = b"\xff\xda"
_ROWS_AT_ONCE = 256
_MOST_SCANS = 500  # encoders make a dozen
_PROGRESSIVE = {0xC2, 0xCA}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BESIDE = {*range(0xE0, 0xF0), 0xFE}  # application segments and comments
# How those begin that say what colours mean, and how long they are at least: JFIF, a profile's part, Adobe.
_COLOURS = {0xE0: (b"JFIF\0", 14), 0xE2: (b"ICC_PROFILE\0", 15), 0xEE: (b"Adobe", 12)}
_DECODED = {0xC0, 0xC1, 0xC2, 0xC9, 0xCA}
# Something to decode for a decoder that still wants pixels, in any stretch between two restart markers.
_NOISE = bytes(number * 73 % 251 for number in range(512))
_FILLING = _NOISE + b"".join(bytes((0xFF, 0xD0 + number)) + _NOISE for number in range(8)) * 2


def is_variant(content: bytes) -> bool:
    """Tell what browsers don't decode either: lossless and hierarchical JPEG, and more than 8 bits."""
    frame = _frame(content)
    return frame is not None and (frame.marker not in _DECODED or frame.data[:1] not in (b"\x08", b""))


def bare(content: bytes) -> bytes:
    """Leave out what Pillow could stumble over: of what is beside the picture, only its colours stay."""
    kept, end = [JPEG], len(JPEG)
    for each in jpeg_segments(content):
        end = each.end
        start, least = _COLOURS.get(each.marker, (b"", 0))
        if each.marker in _BESIDE and not (start and each.data.startswith(start) and len(each.data) >= least):
            continue
        kept.append(struct.pack(">BBH", 0xFF, each.marker, 2 + len(each.data)) + each.data)
    scan = content.find(_SCAN, end)
    return b"".join([*kept, content[scan:]]) if scan >= 0 else content


def _frame(content: bytes) -> JpegSegment | None:
    return next((each for each in jpeg_segments(content) if each.marker in _FRAMES), None)


def completed(content: bytes) -> JpegImagePlugin.JpegImageFile:
    """Decode a file that ends too early, if only its end marker is missing.

    A decoder makes up the pixels that it lacks. So the picture is whole if it comes out the same
    whatever bytes follow it.

    Raises
    ------
    ClickcutError
        `truncated-photo`, where pixels are missing.
    """
    if not _has_every_scan(content):
        raise ClickcutError("truncated-photo")
    try:
        filled = _digest(_decoded(content + _FILLING + _END))
        image = _decoded(content + _END)
    except (OSError, SyntaxError, ValueError) as error:
        raise ClickcutError("truncated-photo") from error
    if _digest(image) != filled:
        raise ClickcutError("truncated-photo")
    return image


def _decoded(content: bytes) -> JpegImagePlugin.JpegImageFile:
    image = JpegImagePlugin.JpegImageFile(io.BytesIO(content))
    image.load()
    return image


def _digest(image: Image.Image) -> bytes:
    """Hash the pixels in strips, as a copy of all would take as much memory again."""
    digest = hashlib.sha256()
    for top in range(0, image.height, _ROWS_AT_ONCE):
        strip = image.crop((0, top, image.width, min(top + _ROWS_AT_ONCE, image.height)))
        digest.update(strip.tobytes())
    return digest.digest()


def _has_every_scan(content: bytes) -> bool:
    """Tell whether a progressive file has come to the last bit of each coefficient (ITU-T T.81, G.1.1)."""
    frame = _frame(content)
    if frame is None or frame.marker not in _PROGRESSIVE:
        return True
    wanted = {(component, at) for component in frame.data[6::3] for at in range(64)}
    start = -2
    for _ in range(_MOST_SCANS):
        start = content.find(_SCAN, start + 2)
        if start < 0:
            break
        length = int.from_bytes(content[start + 2 : start + 4], "big")
        header = content[start + 4 : start + 2 + length]
        # More components than four are none, and would be work without end (B.2.3).
        if len(header) >= 6 and len(header) == 4 + 2 * header[0] <= 12:
            first, last, bits = header[-3:]
            if bits & 15 == 0:
                wanted -= {(name, at) for name in header[1:-3:2] for at in range(first, last + 1)}
    return not wanted

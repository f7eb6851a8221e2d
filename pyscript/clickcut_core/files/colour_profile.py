"""The colour profile in a photo's file: found in JPEG, PNG and WebP, and checked before it is handed on.

It reads headers alone and no pixel; a profile that is damaged, or not for RGB, is as good as none.
"""

from __future__ import annotations

import zlib
from itertools import takewhile

from clickcut_core.files.containers import JPEG, PNG, jpeg_segments, png_chunks, webp_chunks

HEAD_BYTES = 1 << 20
"""Of a file: where a profile is looked for. Formats put it before the pixels, cameras write 600 bytes."""

_JPEG_ICC = b"ICC_PROFILE\0"
_RGB_TYPES = (2, 3, 6)  # of a PNG: RGB, palette, RGBA
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # JPEG's markers SOF0 to SOF15
_CLASSES = (b"mntr", b"scnr", b"spac")
_MATRIX = {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}
_TABLE = b"A2B0"
_HEADER = 128


def profile_of(head: bytes) -> bytes | None:
    """Give the ICC profile of an RGB photo of 8 bits, by the first `HEAD_BYTES` of its file; or None.

    Not looked for: more bits, grey and CMYK, other formats, and a PNG whose `cICP` counts instead.
    """
    if head.startswith(PNG):
        profile = _in_png(head)
    elif head.startswith(JPEG):
        profile = _in_jpeg(head)
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        profile = next((data for name, data in webp_chunks(head) if name == b"ICCP"), None)
    else:
        profile = None
    return profile if profile is not None and _is_sound(profile) else None


def _in_png(head: bytes) -> bytes | None:
    """See https://www.w3.org/TR/png-3/#11iCCP."""
    chunks = takewhile(lambda chunk: chunk.name != b"IDAT", png_chunks(head))
    before: dict[bytes, bytes] = {}
    for each in chunks:
        if each.is_sound(head):
            before.setdefault(each.name, each.data(head))  # of two, browsers take the first
    header, chunk = before.get(b"IHDR", b""), before.get(b"iCCP")
    if (
        len(header) != 13
        or header[8] > 8
        or header[9] not in _RGB_TYPES
        or chunk is None
        or b"cICP" in before
    ):
        return None
    return inflated(chunk, HEAD_BYTES)


def inflated(chunk: bytes, most: int) -> bytes | None:
    """Give the profile in an `iCCP` chunk, if it has a name, a known compression and at most `most` bytes."""
    name, _, rest = chunk.partition(b"\0")
    if not name or rest[:1] != b"\0":
        return None
    inflater = zlib.decompressobj()
    try:
        profile = inflater.decompress(rest[1:], most)
    except zlib.error:
        return None
    return profile if inflater.eof else None


def _in_jpeg(head: bytes) -> bytes | None:
    """Join the parts of a profile (ICC.1:2022, B.4); None unless each is there once."""
    parts: list[tuple[int, int, bytes]] = []
    components = 0
    for segment in jpeg_segments(head):
        marker, data = segment.marker, segment.data
        if marker == 0xE2 and data.startswith(_JPEG_ICC) and len(data) > len(_JPEG_ICC) + 2:
            number, count = data[len(_JPEG_ICC)], data[len(_JPEG_ICC) + 1]
            parts.append((number, count, data[len(_JPEG_ICC) + 2 :]))
        elif marker in _FRAMES and len(data) > 5:
            components = data[5]
    parts.sort(key=lambda part: part[0])
    expected = [(number, len(parts)) for number in range(1, len(parts) + 1)]
    if components != 3 or not parts or [part[:2] for part in parts] != expected:
        return None
    return b"".join(data for _, _, data in parts)


def _is_sound(profile: bytes) -> bool:
    """Tell whether a profile is whole, for RGB, and says what its numbers mean (ICC.1:2022, 7.2 and 7.3)."""
    if len(profile) < _HEADER + 4 or int.from_bytes(profile[:4], "big") != len(profile):
        return False
    if profile[36:40] != b"acsp" or profile[12:16] not in _CLASSES:
        return False
    if profile[16:20] != b"RGB " or profile[20:24] not in (b"XYZ ", b"Lab "):
        return False
    count = int.from_bytes(profile[_HEADER : _HEADER + 4], "big")
    table = profile[_HEADER + 4 : _HEADER + 4 + 12 * count]
    entries = [table[at : at + 12] for at in range(0, len(table), 12)]
    names = {entry[:4] for entry in entries}
    ends = [int.from_bytes(entry[4:8], "big") + int.from_bytes(entry[8:12], "big") for entry in entries]
    is_whole = len(table) == 12 * count and max(ends, default=0) <= len(profile)
    return is_whole and (names >= _MATRIX or _TABLE in names)

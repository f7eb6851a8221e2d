"""The colour code of an AVIF's or HEIC's picture, which decoders don't tell, and refuse where it is reserved.

It reads boxes (ISO/IEC 14496-12 and 23008-12), and no pixel.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from clickcut.photos.coded_colours import CodedColours

_MOST_BOXES = 10_000  # in a box; a few dozen are usual
_CODE = re.compile(rb"(colrnclx)(.{6})", re.DOTALL)
_UNSPECIFIED = 2
# What ITU-T H.273 reserves, for primaries, transfer and matrix: all numbers but these.
_KNOWN = ({1, 2, *range(4, 13), 22}, {1, 2, *range(4, 19)}, {0, 1, 2, *range(4, 18)})


def coded_colours(content: bytes) -> CodedColours | None:
    """Give what the primary picture's `colr` of type `nclx` says; None without one, or where it is sRGB."""
    try:
        code = _code(content)
    except (struct.error, IndexError):
        return None
    colours = CodedColours.of_video(*code) if code else None
    return None if colours is None or colours.is_srgb else colours


def with_known_codes(content: bytes) -> bytes:
    """Give a file whose reserved codes say "unspecified", which is what browsers take them for."""
    return _CODE.sub(_known, content)


def _known(found: re.Match[bytes]) -> bytes:
    codes = zip(struct.unpack(">HHH", found[2]), _KNOWN, strict=True)
    return found[1] + struct.pack(">HHH", *(code if code in known else _UNSPECIFIED for code, known in codes))


def _code(content: bytes) -> tuple[int, int] | None:
    meta = _first(content, b"meta")
    primary = _number(_first(meta, b"pitm", skip=4))
    properties = _first(meta, b"iprp", skip=4)
    described = [data for _, data in _boxes(_first(properties, b"ipco"))]
    names = [name for name, _ in _boxes(_first(properties, b"ipco"))]
    for index in _associated(_first(properties, b"ipma"), primary):
        if 0 < index <= len(names) and names[index - 1] == b"colr" and described[index - 1][:4] == b"nclx":
            primaries, transfer = struct.unpack_from(">HH", described[index - 1], 4)
            return primaries, transfer
    return None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, name = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif length == 0:
            length = len(data) - at
        yield name, data[at + head : at + length]
        at += max(length, 8)


def _first(data: bytes, name: bytes, *, skip: int = 0) -> bytes:
    """Give the content of the first box of a name, which stands behind `skip` bytes; empty without one."""
    return next((inside for found, inside in _boxes(data[skip:]) if found == name), b"")


def _number(pitm: bytes) -> int:
    """Read which picture is the file's own."""
    return int.from_bytes(pitm[4:8] if pitm[:1] == b"\1" else pitm[4:6], "big")


def _associated(ipma: bytes, item: int) -> list[int]:
    """Give the numbers, from 1, of the properties that a picture has."""
    version, flags = ipma[0], ipma[3]
    (count,) = struct.unpack_from(">I", ipma, 4)
    at, wide = 8, flags & 1
    for _ in range(min(count, _MOST_BOXES)):
        (found,) = struct.unpack_from(">H" if version < 1 else ">I", ipma, at)
        at += 2 if version < 1 else 4
        entries = ipma[at]
        each = 2 if wide else 1
        if found == item:
            values = [
                int.from_bytes(ipma[start : start + each], "big")
                for start in range(at + 1, at + 1 + entries * each, each)
            ]
            return [value & (0x7FFF if wide else 0x7F) for value in values]
        at += 1 + entries * each
    return []

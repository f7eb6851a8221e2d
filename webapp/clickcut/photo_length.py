"""How long a photo's file says it is, to tell one that was cut short from one that is broken.

Only for containers whose Pillow plugins don't say so themselves; it judges nothing else.
"""

from __future__ import annotations

from typing import Literal

# Bytes of a value by its TIFF type (TIFF 6.0, section 2; 16 to 18 are BigTIFF's).
_TIFF_WIDTHS = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    16: 8,
    17: 8,
    18: 8,
}


def claimed_length(name: str, content: bytes) -> int:
    """Give the least number of bytes a file of a format (`detect`) needs to be complete; 0 if unknown."""
    match name:
        case "webp":
            return 8 + int.from_bytes(content[4:8], "little")
        case "avif" | "heic":
            return _boxes(content)
        case "tiff":
            return _directory(content)
    return 0


def _boxes(content: bytes) -> int:
    """Add up the top-level boxes (ISO/IEC 14496-12, 4.2)."""
    at = 0
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        if length == 1:  # a 64-bit length follows the type
            length = int.from_bytes(content[at + 8 : at + 16], "big")
        if length < 8:  # 0: to the end of the file; less makes no sense
            return at
        at += length
    return at


def _directory(content: bytes) -> int:
    """Find the end of the first directory and of the values it points to (TIFF 6.0, section 2)."""
    order: Literal["little", "big"] = "little" if content.startswith(b"II") else "big"

    def number(at: int, width: int) -> int:
        return int.from_bytes(content[at : at + width], order)

    # BigTIFF doubles every offset and count: 8-byte offsets, 20-byte entries.
    offset, entry, head = (8, 20, 8) if 43 in content[2:4] else (4, 12, 2)
    start = number(offset, offset)
    first = start + head
    end = first + number(start, head) * entry
    if end > len(content):
        return end
    for at in range(first, end, entry):
        size = _TIFF_WIDTHS.get(number(at + 2, 2), 0) * number(at + 4, offset)
        if size > offset:
            end = max(end, number(at + 4 + offset, offset) + size)
    return end

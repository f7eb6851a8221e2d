"""How large a GIF's first picture makes it.

Source: CompuServe, "Graphics Interchange Format, Version 89a", 1990, sections 18 and 20.
"""

from __future__ import annotations

import struct

_HEADER = 13  # bytes, until the global colour table
_EXTENSION, _IMAGE = 0x21, 0x2C


def gif_size(content: bytes) -> tuple[int, int]:
    """Give width and height of a GIF's canvas, grown to hold its first picture, as browsers and Pillow do.

    Raises
    ------
    ValueError, IndexError, struct.error
        When there is no first picture.
    """
    width, height, packed = struct.unpack_from("<HHB", content, 6)
    at = _HEADER + _table(packed)
    while content[at] != _IMAGE:
        if content[at] == _EXTENSION:
            at += 2
            while content[at]:
                at += 1 + content[at]
        at += 1  # also over bytes that are no block, as Pillow does
    left, top, across, down = struct.unpack_from("<HHHH", content, at + 1)
    return max(width, left + across), max(height, top + down)


def _table(packed: int) -> int:
    """Bytes of a colour table."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0

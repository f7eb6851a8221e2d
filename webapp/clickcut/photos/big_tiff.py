"""BigTIFFs of a byte order that Pillow doesn't read, described once more as a TIFF of 32-bit offsets.

Pixels stay where they are; a directory is added to the file.
"""

from __future__ import annotations

import struct

from clickcut.photos.tiff import STRIP_BYTES, STRIPS, TILE_BYTES, TILES, Directory, Layout

_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 16: 8, 17: 8}
"""Of a value, by its type (TIFF 6.0, section 2; https://www.awaresystems.be/imaging/tiff/bigtiff.html)."""
_LONG, _LONG8, _SLONG8 = 4, 16, 17
_DIRECTORIES = {330, 34665, 34853, 40965}  # further ones below this one, which are 64-bit themselves
_PIECES = {STRIPS, STRIP_BYTES, TILES, TILE_BYTES}
_MOST_PIECES = 1 << 20


def with_short_offsets(content: bytes, directory: Directory) -> tuple[bytes, Directory]:
    """Give a file that Pillow reads, and its only directory; any other than a big-endian BigTIFF as it is."""
    order = directory.layout.order
    if not directory.layout.is_big or order == "<":
        return content, directory
    layout = Layout(order, is_big=False)
    start = len(content) + len(content) % 2
    added, entries = bytearray(), {}
    for tag, entry in sorted(directory.entries.items()):
        kind, count = struct.unpack_from(f"{order}HQ", entry, 2)
        is_wide = kind in (_LONG8, _SLONG8)
        # Long lists are made anew, of which a file could have as many as it has tags.
        if kind not in _BYTES or tag in _DIRECTORIES or (is_wide and count > 1 and tag not in _PIECES):
            continue
        place = entry[12:]
        if is_wide:
            values = directory.values(content, tag, most=_MOST_PIECES)
            kind, count, data = _LONG, len(values), struct.pack(f"{order}{len(values)}I", *values)
        else:
            data = place[: _BYTES[kind] * count]
            if _BYTES[kind] * count > len(place):
                (elsewhere,) = struct.unpack(f"{order}Q", place)
                data = b""
        if not data:
            short = struct.pack(f"{order}I", elsewhere)
        elif len(data) > 4:
            short = struct.pack(f"{order}I", start + len(added))
            added += data
        else:
            short = data.ljust(4, b"\0")
        entries[tag] = struct.pack(f"{order}HHI", tag, kind, count) + short
    added += bytes(len(added) % 2)
    at = start + len(added)
    table = struct.pack(layout.count, len(entries)) + b"".join(entries.values()) + bytes(4)
    head = content[:2] + struct.pack(f"{order}HI", 42, at)
    whole = b"".join([head, memoryview(content)[len(head) :], bytes(len(content) % 2), added, table])
    return whole, Directory(at, layout, entries)

"""The parts that a photo's file is made of: a PNG's chunks, a JPEG's segments, a WebP's chunks.

It reads lengths and names, and goes on over damage as browsers do; what is in a part it doesn't know.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
# Of a file: half a gigabyte in chunks of 8 kB. Empty ones could come by the million.
_MOST_PARTS = 1 << 16
_START_OF_SCAN, _END = 0xDA, 0xD9
_ALONE = {0x01, *range(0xD0, 0xD9)}  # JPEG's markers without a length


@dataclass(frozen=True, slots=True)
class PngChunk:
    """A chunk of a PNG; its data lie from `start` to `end`, which the file's end may come before."""

    name: bytes
    start: int
    end: int

    def data(self, content: bytes) -> bytes:
        """Give its data out of the file."""
        return content[self.start : self.end]

    def is_sound(self, content: bytes) -> bool:
        """Tell whether its checksum is right; not asked of pixels, which have one of their own."""
        stored = int.from_bytes(content[self.end : self.end + 4], "big")
        return zlib.crc32(self.data(content), zlib.crc32(self.name)) == stored


def png_chunks(content: bytes) -> Iterator[PngChunk]:
    """Give the chunks of a PNG, the last one perhaps cut short. https://www.w3.org/TR/png-3/#5Chunk-layout."""
    at = len(PNG)
    for _ in range(_MOST_PARTS):
        if at + 8 > len(content):
            return
        end = at + 8 + int.from_bytes(content[at : at + 4], "big")
        yield PngChunk(content[at + 4 : at + 8], at + 8, end)
        at = end + 4


@dataclass(frozen=True, slots=True)
class JpegSegment:
    """A segment of a JPEG; its data end at `end` of the file, or with the file."""

    marker: int
    data: bytes
    end: int


def jpeg_segments(content: bytes) -> Iterator[JpegSegment]:
    """Give the segments before the first scan (ITU-T T.81, annex B), whatever lies between them."""
    at = len(JPEG)
    for _ in range(_MOST_PARTS):
        at = content.find(b"\xff", at)
        if at < 0 or at + 4 > len(content):
            return
        marker = content[at + 1]
        if marker in (_START_OF_SCAN, _END):
            return
        if marker in (0x00, 0xFF) or marker in _ALONE:  # no marker; filling; a marker without data
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        yield JpegSegment(marker, content[at + 4 : end], end)
        at = max(end, at + 4)


def webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Give names and data. https://developers.google.com/speed/webp/docs/riff_container."""
    at = 12
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2

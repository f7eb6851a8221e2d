"""A PNG as Pillow is given it: the picture that browsers show, and nothing that isn't pixels.

What is damaged, or huge, in a text or a date must not cost a person the photo. What the numbers mean is read
here too, as Pillow would only read a part of it; it decodes nothing.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import takewhile

from clickcut_core.files.colour_profile import inflated
from clickcut_core.files.containers import PNG, PngChunk, png_chunks
from clickcut_core.files.shown_picture import HiddenDefault, first_frame

from clickcut.photos.coded_colours import CodedColours

_PIXELS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")  # damage in these is the photo's
MOST_PROFILE_BYTES = 16 << 20  # unpacked; Chromium applies one of 9 MB, too
_NEARLY_SRGB = 0.05  # by how far 2.2 × gAMA may differ from 1, as in libpng and Chromium
_UNITS = 100_000  # of gAMA and cHRM


@dataclass(frozen=True, slots=True)
class Png:
    """A PNG for Pillow.

    Attributes
    ----------
    content
        A file with one picture's pixels, whole or cut short as the source is.
    frame
        Where that lies on the canvas, when it is an animation's first frame.
    canvas
        Width and height of the whole picture; None where the header lacks them.
    frames
        How many pictures the file says that it has.
    profile, colours
        What the numbers mean: an ICC profile, or a code; with neither they are sRGB's.
    """

    content: bytes
    frame: HiddenDefault | None
    canvas: tuple[int, int] | None
    frames: int
    profile: bytes | None
    colours: CodedColours | None


def read_png(content: bytes) -> Png:
    """Take apart a file that begins as a PNG."""
    chunks = list(png_chunks(content))
    head = _head(content, chunks)
    header = head.get(b"IHDR", b"")
    canvas = struct.unpack(">II", header[:8]) if len(header) >= 8 else None
    frame = first_frame(content)
    animated = head.get(b"acTL", b"")
    return Png(
        _alone(content, chunks, header, frame),
        frame,
        canvas,
        int.from_bytes(animated[:4], "big") or 1,
        *_colours(head),
    )


def _head(content: bytes, chunks: list[PngChunk]) -> dict[bytes, bytes]:
    """Give the chunks before the pixels, but for damaged ones; of two, the first."""
    found: dict[bytes, bytes] = {}
    for chunk in takewhile(lambda chunk: chunk.name != b"IDAT", chunks):
        if chunk.name not in found and (chunk.name in _PIXELS or chunk.is_sound(content)):
            found[chunk.name] = chunk.data(content)
    return found


def _alone(content: bytes, chunks: list[PngChunk], header: bytes, frame: HiddenDefault | None) -> bytes:
    kept = [PNG]
    for chunk in chunks:
        if frame and chunk.name == b"IDAT":
            continue
        if frame and chunk.name == b"IHDR":
            kept.append(_chunk(b"IHDR", struct.pack(">II", frame.width, frame.height) + header[8:]))
        elif frame and chunk.name == b"IEND":
            kept += [_chunk(b"IDAT", content[part]) for part in frame.parts]
            kept.append(_chunk(b"IEND", b""))
        elif chunk.name in _PIXELS or (chunk.name == b"tRNS" and chunk.is_sound(content)):
            kept.append(content[chunk.start - 8 : chunk.end + 4])
        if chunk.name == b"IEND":
            break
    return b"".join(kept)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(name)))


def _colours(head: dict[bytes, bytes]) -> tuple[bytes | None, CodedColours | None]:
    """Say what the numbers mean. Which chunk counts: https://www.w3.org/TR/png-3/#4Concepts.ColourSpaces."""
    code = head.get(b"cICP", b"")
    if len(code) == 4 and code[2:] == b"\0\1":
        coded = CodedColours.of_png(code[0], code[1])
        if coded is not None:
            return None, None if coded.is_srgb else coded
    profile = inflated(head.get(b"iCCP", b""), MOST_PROFILE_BYTES)
    if profile is not None:
        return profile, None
    return None, None if b"sRGB" in head else _by_gamma(head)


def _by_gamma(head: dict[bytes, bytes]) -> CodedColours | None:
    """Read gAMA and cHRM; Chromium ignores the second without the first."""
    gamma = int.from_bytes(head.get(b"gAMA", b"")[:4], "big") / _UNITS
    if not gamma:
        return None
    points = head.get(b"cHRM", b"")
    if len(points) == 32:
        white_x, white_y, *colours = (value / _UNITS for value in struct.unpack(">8I", points))
        coded = CodedColours((*colours, white_x, white_y), 1 / gamma)
        return coded if coded.is_possible else None
    is_srgb = abs(gamma * 2.2 - 1) <= _NEARLY_SRGB
    return None if is_srgb else CodedColours.of_curve(1 / gamma)

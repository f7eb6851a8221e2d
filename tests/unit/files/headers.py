"""Files that say how they are to be turned, without pixels: their headers alone are read."""

import struct
import zlib

SHORT, LONG, BYTE = 3, 4, 1
HEADER = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)


def exif(value: int, *, order: str = "<", kind: int = SHORT, count: int = 1) -> bytes:
    """A TIFF block of one entry."""
    number = {SHORT: f"{order}HH", LONG: f"{order}I", BYTE: f"{order}Bxxx"}[kind]
    values = (value, 0) if kind == SHORT else (value,)
    start = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return (
        start + struct.pack(f"{order}HHHI", 1, 0x0112, kind, count) + struct.pack(number, *values) + bytes(4)
    )


def chunk(name: bytes, data: bytes, *, is_sound: bool = True) -> bytes:
    return (
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data) ^ (not is_sound))
    )


def png(*before: bytes, after: bytes = b"") -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", HEADER), *before, chunk(b"IDAT", b"pixels"), after]
    return b"".join([*parts, chunk(b"IEND", b"")])


def jpeg(*segments: bytes) -> bytes:
    written = (b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data for data in segments)
    return b"\xff\xd8\xff\xff" + b"".join(written) + b"\xff\xda\0\x02\xff\xd9"


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """A file of chunks by name, after the one that says what is in it."""
    parts = [(b"VP8X", struct.pack("<B9x", 8)), *chunks]
    body = b"".join(name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2) for name, data in parts)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body

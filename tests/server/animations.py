"""Files of several pictures, as programs write them and as only their formats allow."""

import io
import struct
from collections.abc import Sequence

from PIL import Image

SIZE = (96, 64)
PLACE, PART = (20, 10), (40, 30)
RED, GREEN, BLUE = (200, 30, 30), (30, 200, 30), (30, 30, 200)


def frames() -> list[Image.Image]:
    """Pictures that differ all over, each with a mark in another place."""
    made = []
    for number, colour in enumerate((RED, GREEN, BLUE)):
        frame = Image.new("RGB", SIZE, colour)
        frame.paste((240, 240, 240), (10 + 20 * number, 10, 30 + 20 * number, 40))
        made.append(frame)
    return made


def animated(kind: str, made: Sequence[Image.Image] | None = None, **options: object) -> bytes:
    """Write pictures one after the other."""
    first, *others = made or frames()
    file = io.BytesIO()
    first.save(file, kind, save_all=True, append_images=others, **options)
    return file.getvalue()


def gif(*, count: int = 1, transparent: int | None = None, background: int = 1) -> bytes:
    """Pictures that leave a part of the screen free, each of one colour of four."""
    palette = bytes([0, 90, 180, *RED, *GREEN, *BLUE])
    content = b"GIF89a" + struct.pack("<HHBBB", *SIZE, 0x81, background, 0) + palette
    for number in range(count):
        if transparent is not None:
            content += b"\x21\xf9\4" + struct.pack("<BHB", 1, 10, transparent) + b"\0"
        pixels = b"".join(_gif_codes(number + 1))
        pieces = [pixels[at : at + 255] for at in range(0, len(pixels), 255)]
        content += b"\x2c" + struct.pack("<HHHHB", *PLACE, *PART, 0) + b"\2"
        content += b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"
    return content + b"\x3b"


def _gif_codes(colour: int) -> list[bytes]:
    """LZW of three bits that never grows: each two pixels begin anew (4); 5 is the end."""
    codes = [4, colour, colour] * (PART[0] * PART[1] // 2) + [5]
    bits = sum(code << (3 * place) for place, code in enumerate(codes))
    return [bits.to_bytes(-(-3 * len(codes) // 8), "little")]


def webp(*, count: int = 2, alpha: int | None = None) -> bytes:
    """Pictures that leave a part of a canvas free that is said to be red."""
    body = b"ANIM" + struct.pack("<I4BH", 6, 0, 0, 255, 255, 0)
    for colour in (GREEN, BLUE)[:count]:
        picture = (
            Image.new("RGB", PART, colour) if alpha is None else Image.new("RGBA", PART, (*colour, alpha))
        )
        file = io.BytesIO()
        picture.save(file, "WEBP", lossless=True)
        numbers = (PLACE[0] // 2, PLACE[1] // 2, PART[0] - 1, PART[1] - 1, 100)
        frame = b"".join(number.to_bytes(3, "little") for number in numbers) + b"\0" + file.getvalue()[12:]
        body += b"ANMF" + struct.pack("<I", len(frame)) + frame + bytes(len(frame) % 2)
    canvas = b"".join((side - 1).to_bytes(3, "little") for side in SIZE)
    body = b"VP8X" + struct.pack("<IB3x", 10, 0x12) + canvas + body
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body

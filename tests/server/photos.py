"""Photos for the tests, made from nothing but numbers: the same bytes on every run."""

import io
import struct
import zlib

import numpy as np
import pillow_heif
from PIL import ExifTags, Image, ImageCms

pillow_heif.register_heif_opener()  # for writing; the server registers nothing


def picture(width: int = 300, height: int = 100, *, seed: int = 0) -> Image.Image:
    """Smooth patches of colour, no two corners alike; a low picture, as these are the quickest to encode."""
    patches = np.random.default_rng(seed).integers(0, 256, (6, 9, 3), dtype=np.uint8)
    return Image.fromarray(patches).resize((width, height), Image.Resampling.BICUBIC)


def file(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def animation(kind: str) -> bytes:
    first = picture()
    return file(first, kind, save_all=True, append_images=[picture(seed=1), picture(seed=2)])


def orientation(value: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = value
    exif[ExifTags.Base.GPSInfo] = {1: "N", 2: (48.0, 51.0, 29.6)}
    return exif.tobytes()


def srgb_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def red_green_swapped_profile() -> bytes:
    """A valid profile in which the first channel is green and the second red."""
    profile = srgb_profile()
    return profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)


def claimed_png(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes whose header claims any size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            chunk(b"IDAT", zlib.compress(bytes(64))),
            chunk(b"IEND", b""),
        ]
    )


def claimed_webp(kind: bytes, width: int, height: int) -> bytes:
    """The first thirty bytes of a WebP of each kind, claiming any size."""
    match kind:
        case b"VP8X":
            body = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        case b"VP8L":
            body = b"/" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + bytes(5)
        case _:
            body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    chunk = kind + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def swelling_tiff(side: int) -> bytes:
    """A square RGBA picture of noise whose strips are all the same one: as PNG hundreds of times as large."""
    rows = -(-(2**16) // (4 * side))  # more than PNG's compression looks back
    strips = -(-side // rows)
    noise = np.random.default_rng(side).integers(0, 256, 4 * side * rows, dtype=np.uint8).tobytes()
    shorts = {256: side, 257: side, 259: 1, 262: 2, 277: 4, 278: rows, 284: 1, 338: 2}
    entries = {tag: struct.pack("<HHII", tag, 3, 1, value) for tag, value in shorts.items()}
    # Behind the header and the directory of twelve-byte entries: bits a channel, offsets, lengths, pixels.
    lists = 8 + 2 + 12 * (len(shorts) + 3) + 4
    pixels = lists + 8 + 8 * strips
    entries[258] = struct.pack("<HHII", 258, 3, 4, lists)
    entries[273] = struct.pack("<HHII", 273, 4, strips, lists + 8)
    entries[279] = struct.pack("<HHII", 279, 4, strips, lists + 8 + 4 * strips)
    lengths = [len(noise)] * (strips - 1) + [4 * side * (side - rows * (strips - 1))]
    return b"".join(
        [
            struct.pack("<2sHIH", b"II", 42, 8, len(entries)),
            *(entries[tag] for tag in sorted(entries)),
            bytes(4),
            struct.pack("<4H", 8, 8, 8, 8),
            struct.pack(f"<{strips}I", *[pixels] * strips),
            struct.pack(f"<{strips}I", *lengths),
            noise,
        ]
    )

"""Small files that want to become large: each is refused, or read, in bounded time and memory."""

import io
import struct
import time
import zlib

import numpy as np
import pytest
import pytest_asyncio
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.server import photos
from tests.server.decoders import decoding
from tests.server.tiffs import Page, tiff

SECONDS, MEGABYTES = 20, 1024
SIDE = 30_000  # 858 megapixels


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*chunks: bytes) -> bytes:
    """A small PNG with chunks after its header's."""
    whole = photos.file(photos.picture(64, 48))
    return whole[:33] + b"".join(chunks) + whole[33:]


def zeros(megabytes: int) -> bytes:
    """So many, deflated a thousandfold."""
    deflate = zlib.compressobj(9)
    return b"".join(deflate.compress(bytes(2**20)) for _ in range(megabytes)) + deflate.flush()


def real_png() -> bytes:
    """Not only claimed: every pixel is there, in less than a megabyte."""
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 1, 0, 0, 0, 0)
    rows = zeros(SIDE * (1 + SIDE // 8) // 2**20 + 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def claimed(kind: str, **options: object) -> bytes:
    """A small photo whose header says that it is huge."""
    small = Image.new("RGB", (320, 272))
    content = photos.file(small, kind, **options)
    for old, new in (
        (struct.pack("<HH", 320, 272), struct.pack("<HH", 65000, 65000)),  # GIF
        (struct.pack("<ii", 320, 272), struct.pack("<ii", SIDE, SIDE)),  # BMP
        (struct.pack(">HH", 272, 320), struct.pack(">HH", 65000, 65000)),  # JPEG
        (struct.pack(">II", 320, 272), struct.pack(">II", SIDE, SIDE)),  # AVIF and HEIC
    ):
        content = content.replace(old, new)
    assert content != photos.file(small, kind, **options)
    return content


def claimed_tiff() -> bytes:
    content = bytearray(photos.file(Image.new("L", (320, 272)), "TIFF"))
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    for entry in range(first + 2, first + 2 + 12 * count, 12):
        if struct.unpack_from("<H", content, entry)[0] in (256, 257, 278):
            struct.pack_into("<HHII", content, entry, *struct.unpack_from("<HHI", content, entry), SIDE)
    return bytes(content)


def many_frames(kind: str, count: int) -> bytes:
    frames = [Image.fromarray(np.full((64, 64, 3), number % 256, np.uint8)) for number in range(count)]
    return photos.file(frames[0], kind, save_all=True, append_images=frames[1:])


def scans_without_end() -> bytes:
    """A progressive JPEG that begins scans by the hundred thousand, and never ends."""
    content = photos.file(Image.new("RGB", (64, 64)), "JPEG", progressive=True)
    at = content.index(b"\xff\xda")
    return content[:at] + content[at : at + 14] * 200_000


def directories_that_overlap() -> bytes:
    """A TIFF whose every place begins a directory of thousands of entries, in a chain."""
    return b"II*\0\x08\0\0\0" + struct.pack("<H", 4000) * 500_000


def planes_by_the_thousand() -> bytes:
    """A TIFF whose pixels have more samples than there is anything to see."""
    return tiff(Page(np.zeros((64, 48, 1), np.uint16), 1, is_planar=True, tags={277: 60_000}))


def tiff_in_a_circle() -> bytes:
    """The second picture's place is the first one's."""
    content = bytearray(many_frames("TIFF", 2))
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * count, first)
    return bytes(content)


REFUSED = {
    "PNG, every pixel there": real_png,
    "PNG, claimed": lambda: photos.claimed_png(2**31 - 1, 2**31 - 1),
    "JPEG, claimed": lambda: claimed("JPEG"),
    "GIF, claimed": lambda: claimed("GIF"),
    "BMP, claimed": lambda: claimed("BMP"),
    "TIFF, claimed": claimed_tiff,
    "WebP, claimed": lambda: photos.claimed_webp(b"VP8X", 2**24, 2**24),
    "AVIF, claimed": lambda: claimed("AVIF"),
    "HEIC, claimed": lambda: claimed("HEIF"),
}
READ = {
    "PNG, text of 100 MB": lambda: png_with(chunk(b"zTXt", b"Comment\0\0" + zeros(100))),
    "PNG, profile of 100 MB": lambda: png_with(chunk(b"iCCP", b"p\0\0" + zeros(100))),
    "JPEG, profile of nonsense": lambda: photos.file(photos.picture(), "JPEG", icc_profile=bytes(10**6)),
    "GIF of 500 pictures": lambda: many_frames("GIF", 500),
    "TIFF of 300 pictures": lambda: many_frames("TIFF", 300),
    "TIFF in a circle": tiff_in_a_circle,
    "PNG of 300,000 empty chunks": lambda: png_with(chunk(b"teXt", b"") * 300_000),
    "JPEG of 200,000 scans": scans_without_end,
    "TIFF of directories that overlap": directories_that_overlap,
    "TIFF of 60,000 planes": planes_by_the_thousand,
    "WebP of 500 pictures": lambda: many_frames("WEBP", 500),
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder():
    async with decoding(seconds=SECONDS, megabytes=MEGABYTES) as decoder:
        yield decoder


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", REFUSED)
async def test_a_photo_that_would_be_too_large_is_refused_by_its_header(decoder, name):
    content = REFUSED[name]()
    assert len(content) < 2**20
    await decoder.png(photos.file(photos.picture()))  # its process runs
    start = time.monotonic()
    with pytest.raises(ClickcutError) as caught:
        await decoder.png(content)
    assert caught.value.code in ("too-many-pixels", "not-a-photo", "truncated-photo")
    assert time.monotonic() - start < SECONDS / 4


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", READ)
async def test_what_swells_beside_the_pixels_is_left_out_or_refused(decoder, name):
    content = READ[name]()
    assert len(content) < 2**22
    await decoder.png(photos.file(photos.picture()))
    start = time.monotonic()
    try:
        assert Image.open(io.BytesIO(await decoder.png(content))).size in ((64, 48), (64, 64), (300, 100))
    except ClickcutError as error:
        assert error.code in ("not-a-photo", "photo-too-costly", "photo-variant", "truncated-photo")
    assert time.monotonic() - start < SECONDS + 5

"""The picture of a file that browsers show, turned as they turn it, and nobody's strictness in between."""

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from tests.server import animations, photos
from tests.server.reading.test_bombs import chunk, png_with, zeros
from tests.server.reading.test_photo_reading import difference, read, refusal

PICTURE = photos.picture(64, 48)


def damaged(name: bytes, data: bytes) -> bytes:
    return chunk(name, data)[:-4] + b"oops"


def animated(frame: Image.Image, x: int, y: int) -> bytes:
    """A PNG that hides its own picture: noise on 64 × 48."""
    default = photos.file(photos.picture(64, 48, seed=9))
    pixels = b"".join(data for name, data in parts(photos.file(frame)) if name == b"IDAT")
    control = struct.pack(">5I2H2x", 0, *frame.size, x, y, 1, 10)
    shown = chunk(b"fcTL", control) + chunk(b"fdAT", struct.pack(">I", 1) + pixels)
    return default[:33] + chunk(b"acTL", struct.pack(">II", 1, 0)) + default[33:-12] + shown + default[-12:]


def parts(content: bytes) -> list[tuple[bytes, bytes]]:
    found, at = [], 8
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        found.append((name, content[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def test_an_animations_first_frame_is_read_where_its_own_picture_is_hidden():
    assert difference(read(animated(PICTURE, 0, 0)), PICTURE) == 0


def test_a_first_frame_lies_where_it_belongs_on_a_transparent_canvas():
    photo = read(animated(photos.picture(20, 10), 30, 7))
    expected = Image.new("RGBA", (64, 48))
    expected.paste(photos.picture(20, 10), (30, 7))
    assert np.array_equal(np.asarray(photo.image), np.asarray(expected))


def test_a_webp_is_not_turned_and_a_png_only_by_what_comes_before_its_pixels():
    assert read(photos.file(PICTURE, "WEBP", exif=photos.orientation(6))).image.size == (64, 48)
    whole = photos.file(PICTURE)
    late = whole[:-12] + chunk(b"eXIf", photos.orientation(6)[6:]) + whole[-12:]
    assert read(late).image.size == (64, 48)
    raw = PngImagePlugin.PngInfo()
    raw.add_text("Raw profile type exif", "\nexif\n 26\n" + photos.orientation(6)[6:].hex(), zip=True)
    assert read(photos.file(PICTURE, pnginfo=raw)).image.size == (64, 48)


@pytest.mark.parametrize(
    "part",
    [
        damaged(b"tEXt", b"Comment\0edited by hand"),
        damaged(b"pHYs", struct.pack(">IIB", 2835, 2835, 1)),
        damaged(b"gAMA", struct.pack(">I", 100_000)),
        damaged(b"tRNS", bytes(6)),
        chunk(b"iCCP", b"p\0\1" + zlib.compress(photos.red_green_swapped_profile())),
        chunk(b"iCCP", b"\0\0" + zlib.compress(photos.red_green_swapped_profile())),
        chunk(b"iCCP", b"p\0\0" + zeros(100)),
        chunk(b"zTXt", b"Comment\0\0" + zeros(100)),
        chunk(b"iTXt", b"Comment\0\1\0\0\0" + zeros(2)),
        chunk(b"eXIf", b"nonsense"),
        chunk(b"a1b2", b"no name"),
    ],
)
def test_damage_beside_a_pngs_pixels_costs_nothing(part):
    assert difference(read(png_with(part)), PICTURE) == 0


def test_a_png_without_its_last_chunk_is_read():
    assert difference(read(photos.file(PICTURE)[:-12]), PICTURE) == 0


def test_a_profile_of_megabytes_is_applied():
    profile = bytearray(photos.red_green_swapped_profile() + bytes(3 * 2**20))
    profile[:4] = len(profile).to_bytes(4, "big")
    red = photos.file(Image.new("RGB", (32, 32), (255, 0, 0)), icc_profile=bytes(profile))
    assert difference(read(red), Image.new("RGB", (32, 32), (0, 255, 0))) < 2


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_rows": 1}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_without_its_end_is_read_and_one_without_its_last_rows_is_cut_short(options, mode):
    content = photos.file(photos.picture(300, 200).convert(mode), "JPEG", **options)
    whole = read(content).pixels
    for end in (b"", b"\xff"):
        assert np.array_equal(read(content[:-2] + end).pixels, whole)
    for part in (0.3, 0.6, 0.9, 0.97):
        assert refusal(content[: int(len(content) * part)]).code == "truncated-photo"
        assert refusal(content[: int(len(content) * part)] + b"\xff").code == "truncated-photo"


@pytest.mark.parametrize("options", [{"progressive": True}, {"restart_marker_rows": 1}])
def test_a_jpeg_that_ends_between_two_of_its_parts_is_cut_short(options):
    """Where a decoder that makes up what is missing has nothing to stumble over."""
    content = photos.file(photos.picture(300, 200), "JPEG", **options)
    marker = b"\xff\xda" if "progressive" in options else b"\xff\xd3"
    places = [at for at in range(len(content) - 1) if content[at : at + 2] == marker]
    assert len(places) > 1
    for at in places[1:]:
        for end in (at, at + 2):
            assert refusal(content[:end]).code == "truncated-photo"


@pytest.mark.parametrize(
    "segment",
    [
        (0xE0, b"JFIF\0"),
        (0xEE, b"Adobe"),
        (0xE2, b"MPF\0junk"),
        (0xE2, b"ICC_PROFILE\0\2\3abcd"),
        (0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff"),
        (0xED, b"Photoshop 3.0\x008BIM\x04\x04"),
        (0xFE, b"a comment"),
    ],
)
def test_damage_beside_a_jpegs_pixels_costs_nothing(segment):
    content = photos.file(PICTURE, "JPEG")
    marker, data = segment
    written = struct.pack(">BBH", 0xFF, marker, 2 + len(data)) + data
    changed = content[:2] + (b"" if marker == 0xE0 else content[2:20]) + written + content[20:]
    assert np.array_equal(read(changed).pixels, read(content).pixels)


def test_damaged_exif_of_an_avif_costs_nothing():
    content = photos.file(PICTURE, "AVIF", exif=photos.orientation(6))
    assert content.count(b"MM\0*") == 1
    damaged = content.replace(b"MM\0*", b"XX\0*")
    assert np.array_equal(read(damaged).pixels, read(content).pixels)


def test_a_jpeg_that_no_browser_decodes_is_a_kind_of_its_own():
    content = photos.file(PICTURE, "JPEG")
    at = content.index(b"\xff\xc0")
    for changed in (
        content[: at + 1] + b"\xc3" + content[at + 2 :],
        content[: at + 4] + b"\x0c" + content[at + 5 :],
    ):
        error = refusal(changed)
        assert (error.code, error.values) == ("photo-variant", {"format": "JPEG"})


@pytest.mark.parametrize(
    "start", [b"IIRO\x08\0\0\0", b"IIU\0\x18\0\0\0", b"FUJIFILMCCD-RAW 0201", b"\0\0\0\x18ftypcrx \0\0\0\1"]
)
def test_a_cameras_raw_file_is_called_one(start):
    assert refusal(start + bytes(400)).code == "raw-photo"


@pytest.mark.parametrize("count", [1, 3])
def test_what_a_gifs_first_picture_leaves_free_is_transparent(count):
    picture = read(animations.gif(count=count)).image
    expected = Image.new("RGBA", animations.SIZE)
    expected.paste(animations.RED, (*animations.PLACE, *np.add(animations.PLACE, animations.PART)))
    alpha = np.asarray(picture)[..., 3]
    assert np.array_equal(alpha, np.asarray(expected)[..., 3])
    assert np.array_equal(np.asarray(picture)[alpha > 0], np.asarray(expected)[alpha > 0])

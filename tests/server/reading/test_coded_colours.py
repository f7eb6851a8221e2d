"""Colours that a file names by a code or by numbers become those that Chromium 156 shows, measured there."""

import struct

import numpy as np
import pytest
from clickcut.photos.photo import Photo
from PIL import Image

from tests.server import photos
from tests.server.reading.test_bombs import chunk
from tests.server.reading.test_photo_reading import difference, read, refusal

COLOURS = ((64, 64, 64), (128, 128, 128), (200, 200, 200), (31, 116, 250), (32, 33, 96))
P3_POINTS = (0.3127, 0.329, 0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
SRGB_POINTS = (0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)


def patches(colours=COLOURS) -> Image.Image:
    """Patches of 16 × 16, side by side."""
    row = np.repeat(np.array(colours, np.uint8), 16, axis=0)
    return Image.fromarray(np.broadcast_to(row, (16, *row.shape)).copy())


def shown(photo: Photo) -> list[tuple[int, ...]]:
    return [tuple(map(int, photo.pixels[8, 8 + 16 * at])) for at in range(photo.pixels.shape[1] // 16)]


def assert_near(photo: Photo, expected: list[tuple[int, ...]], most: int = 2) -> None:
    found = np.array(shown(photo))
    assert np.abs(found - np.array(expected)).max() <= most, found.tolist()


def png(*chunks: bytes, image: Image.Image | None = None) -> bytes:
    whole = photos.file(image or patches())
    return whole[:33] + b"".join(chunks) + whole[33:]


def cicp(*values: int) -> bytes:
    return chunk(b"cICP", bytes((*values, 0, 1)[:4]))


def gamma(value: float) -> bytes:
    return chunk(b"gAMA", struct.pack(">I", round(value * 100_000)))


def points(values: tuple[float, ...]) -> bytes:
    return chunk(b"cHRM", struct.pack(">8I", *(round(value * 100_000) for value in values)))


def grey(*values: int) -> list[tuple[int, ...]]:
    return [(value,) * 3 for value in values]


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        ([gamma(1)], [*grey(137, 188, 229), (98, 180, 253), (99, 101, 165)]),
        ([gamma(1 / 1.8)], [*grey(81, 146, 210), (41, 135, 251), (43, 44, 115)]),
        ([gamma(0.22727)], [*grey(8, 62, 158), (0, 49, 245), (0, 0, 31)]),
        ([gamma(0.43)], [*grey(56, 124, 199), (21, 111, 250), (22, 23, 90)]),
        ([gamma(1), points(SRGB_POINTS)], [*grey(137, 188, 229), (98, 180, 253), (99, 101, 165)]),
        ([gamma(0.45455), points(P3_POINTS)], [*grey(62, 129, 201), (0, 119, 255), (26, 27, 100)]),
        ([cicp(12, 13)], [*grey(64, 128, 200), (0, 118, 255), (32, 33, 100)]),
        ([cicp(1, 1)], [*grey(54, 121, 197), (19, 108, 250), (20, 21, 87)]),
        ([cicp(9, 14)], [*grey(54, 121, 197), (0, 112, 255), (0, 19, 92)]),
        ([cicp(11, 17)], [*grey(48, 118, 200), (0, 106, 255), (15, 16, 86)]),
        ([cicp(12, 7)], [*grey(81, 141, 206), (0, 132, 255), (50, 51, 116)]),
        ([cicp(10, 13)], [*grey(64, 128, 200), (0, 163, 255), (0, 39, 102)]),
        ([cicp(22, 13)], [*grey(64, 128, 200), (26, 123, 250), (32, 37, 96)]),
    ],
)
def test_what_a_png_says_of_its_colours_is_done(chunks, expected):
    assert_near(read(png(*chunks)), expected)
    palette = read(png(*chunks, image=patches().quantize(256)))
    assert_near(palette, expected)


@pytest.mark.parametrize(
    "chunks",
    [
        [gamma(0.45)],
        [gamma(0.47)],
        [gamma(0)],
        [points(P3_POINTS)],
        [gamma(0.45455), points((0.3127, 0.329, 0, 0, 0, 0, 0, 0))],
        [gamma(1), points((0.3127, 0, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06))],
        # More than a profile's numbers hold; endless; and none at all.
        [gamma(1), points((1, 0.2, 0.4, 0, 0.5, 42949.67, 0.4, 0.4))],
        [gamma(1), points((1, 1, 0.1, 1 / 3, 1, 0.2, 0.1, 1 / 3))],
        [gamma(1), points((0.2, 0.4, 42949.67, 0.5, 1, 0, 1, 0))],
        [gamma(1), chunk(b"sRGB", b"\0")],
        [gamma(1), cicp(1, 13)],
        [cicp(12, 13, 0, 0)],
        [cicp(2, 2)],
        [cicp(3, 13)],
        [cicp(1, 9)],
    ],
)
def test_what_browsers_pass_over_changes_nothing(chunks):
    assert difference(read(png(*chunks)), patches()) == 0


def test_a_code_counts_before_a_profile_and_a_profile_before_gamma():
    swapped = [(g, r, b) for r, g, b in COLOURS]
    content = photos.file(patches(), icc_profile=photos.red_green_swapped_profile())
    assert_near(read(content[:33] + gamma(1) + content[33:]), swapped)
    assert difference(read(content[:33] + cicp(1, 13) + content[33:]), patches()) == 0


def test_gamma_and_codes_are_of_grey_and_of_alpha_too():
    for said in (gamma(1), cicp(1, 8), cicp(12, 8)):
        assert_near(read(png(said, image=patches(COLOURS[:3]).convert("L"))), grey(137, 188, 229))
    clear = patches().convert("RGBA")
    clear.putalpha(77)
    photo = read(png(cicp(12, 13), image=clear))
    assert_near(photo, [*grey(64, 128, 200), (0, 118, 255), (32, 33, 100)])
    assert photo.image.getextrema()[3] == (77, 77)


def test_16_bit_numbers_are_converted_as_those_of_8():
    deep = Image.fromarray(np.asarray(patches().convert("L")).astype(np.uint16) * 257)
    assert_near(read(png(gamma(1), image=deep)), shown(read(png(gamma(1), image=patches().convert("L")))))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ((9, 16), [*grey(30, 132, 255), (0, 0, 255), (0, 4, 74)]),
        ((12, 16), [*grey(30, 132, 255), (0, 21, 255), (5, 5, 73)]),
        ((9, 18), [*grey(43, 99, 202), (0, 73, 248), (6, 15, 62)]),
        ((12, 18), [*grey(43, 99, 202), (0, 74, 248), (15, 16, 63)]),
    ],
)
def test_hdr_is_tone_mapped_and_said(code, expected):
    photo = read(png(cicp(*code)))
    assert photo.notes == ("high-dynamic-range",)
    assert_near(photo, expected, most=4)
    assert read(png(cicp(12, 13))).notes == ()


def test_hdr_of_grey_and_of_alpha():
    clear = patches().convert("LA")
    clear.putalpha(77)
    photo = read(png(cicp(9, 16), image=clear))
    assert_near(photo, shown(read(png(cicp(9, 16), image=patches().convert("L")))))
    assert photo.image.getextrema()[3] == (77, 77)


AVIF = [(244, 26, 36), (64, 64, 64), (128, 128, 128), (200, 200, 200), (209, 243, 62)]


def coded(kind: str, primaries: int, transfer: int, matrix: int = 6) -> bytes:
    """Large patches, so that no edge blurs them, under another code than Pillow's."""
    image = patches(AVIF).resize((320, 64), Image.Resampling.NEAREST)
    options = {"subsampling": "4:4:4"} if kind == "AVIF" else {"chroma": 444}
    content = photos.file(image, kind, quality=100, **options)
    assert content.count(b"nclx") == 1
    at = content.index(b"nclx") + 4
    return content[:at] + struct.pack(">HHH", primaries, transfer, matrix) + content[at + 6 :]


def centres(content: bytes) -> list[tuple[int, ...]]:
    pixels = read(content).pixels
    return [tuple(map(int, pixels[32, 32 + 64 * at])) for at in range(5)]


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_the_code_of_an_avif_and_of_a_heic_is_done(kind):
    plain = centres(coded(kind, 1, 13))
    assert np.abs(np.array(plain) - np.array(AVIF)).max() <= 3
    for unspecified in ((1, 1), (2, 2), (2, 13), (1, 15)):
        assert centres(coded(kind, *unspecified)) == plain
    for code, twin in (((12, 13), (12, 13)), ((12, 1), (12, 13)), ((1, 4), (1, 4)), ((1, 8), (1, 8))):
        expected = shown(read(png(cicp(*twin), image=patches(plain))))
        assert np.abs(np.array(centres(coded(kind, *code))) - np.array(expected)).max() <= 1


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_a_reserved_code_is_as_good_as_none(kind):
    plain = centres(coded(kind, 1, 13))
    for code in (
        (0, 13),
        (3, 13),
        (13, 13),
        (255, 13),
        (65535, 13),
        (257, 13),
        (1, 0),
        (1, 3),
        (1, 19),
        (1, 255),
    ):
        assert centres(coded(kind, *code)) == plain, code
    for matrix in (3, 18, 255, 257, 65535):
        assert centres(coded(kind, 3, 3, matrix)) == plain, matrix
    assert centres(coded(kind, 12, 255)) == centres(coded(kind, 12, 13))


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_a_code_that_has_a_meaning_and_can_t_be_read_is_told_to_be_a_variant(kind):
    assert refusal(coded(kind, 1, 13, 11)).code == "photo-variant"


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_hdr_in_an_avif_or_heic_is_tone_mapped_and_said(kind):
    content = coded(kind, 9, 16)
    assert read(content).notes == ("high-dynamic-range",)
    expected = shown(read(png(cicp(9, 16), image=patches(centres(coded(kind, 1, 13))))))
    assert np.abs(np.array(centres(content)) - np.array(expected)).max() <= 1


@pytest.mark.parametrize("kind", ["AVIF", "HEIF"])
def test_a_profile_counts_before_the_code(kind):
    image = patches(AVIF).resize((320, 64), Image.Resampling.NEAREST)
    content = photos.file(image, kind, quality=100, icc_profile=photos.red_green_swapped_profile())
    found = read(content).pixels[32, 32]
    assert np.abs(found.astype(int) - (26, 244, 36)).max() <= 6

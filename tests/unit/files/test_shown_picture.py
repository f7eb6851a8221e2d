"""What browsers show of a file, in whole numbers; each expectation was seen in Chromium 156."""

import struct
import zlib

import pytest
from clickcut_core.files.shown_picture import first_frame, orientation_of

from tests.unit.files.headers import BYTE, LONG, chunk, exif, jpeg, png, webp


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("value", range(1, 9))
def test_exif_turns_a_jpeg_and_a_png(value, order):
    assert orientation_of(jpeg(b"Exif\0\0" + exif(value, order=order))) == value
    assert orientation_of(png(chunk(b"eXIf", exif(value, order=order)))) == value


@pytest.mark.parametrize(
    "block",
    [
        exif(0),
        exif(9),
        exif(6, kind=LONG),
        exif(6, order=">", kind=LONG),
        exif(6, kind=BYTE),
        exif(6, count=2),
        exif(6)[:16],
        b"II*\0" + b"\xff" * 8,
        b"nonsense",
        b"",
    ],
)
def test_a_number_that_is_not_one_short_from_1_to_8_turns_nothing(block):
    assert orientation_of(jpeg(b"Exif\0\0" + block)) == 1
    assert orientation_of(png(chunk(b"eXIf", block))) == 1


def test_of_two_blocks_the_first_counts_even_if_it_is_broken():
    assert orientation_of(jpeg(b"Exif\0\0" + exif(6), b"Exif\0\0" + exif(3))) == 6
    assert orientation_of(jpeg(b"Exif\0\0nonsense", b"Exif\0\0" + exif(3))) == 1
    assert orientation_of(png(chunk(b"eXIf", exif(6)), chunk(b"eXIf", exif(3)))) == 6


def test_a_png_is_not_turned_by_what_browsers_do_not_read():
    raw = zlib.compress(b"\nexif\n  26\n" + exif(6).hex().encode())
    for content in (
        png(after=chunk(b"eXIf", exif(6))),
        png(chunk(b"eXIf", exif(6), is_sound=False)),
        png(chunk(b"eXIf", b"Exif\0\0" + exif(6))),
        png(chunk(b"zTXt", b"Raw profile type exif\0\0" + raw)),
    ):
        assert orientation_of(content) == 1


def test_a_webp_is_never_turned():
    assert orientation_of(webp((b"EXIF", exif(6)))) == 1


def control(number: int, width: int = 40, height: int = 30, x: int = 0, y: int = 0) -> bytes:
    return chunk(b"fcTL", struct.pack(">5I2H2x", number, width, height, x, y, 1, 10))


ANIMATED = chunk(b"acTL", struct.pack(">II", 2, 0))
FRAME = chunk(b"fdAT", b"\0\0\0\1one") + chunk(b"fdAT", b"\0\0\0\2two")


def test_an_animation_that_hides_its_own_picture_shows_its_first_frame():
    content = png(ANIMATED, after=control(0, 20, 10, 5, 6) + FRAME + control(3) + FRAME)
    frame = first_frame(content)
    assert (frame.x, frame.y, frame.width, frame.height) == (5, 6, 20, 10)
    assert [content[part] for part in frame.parts] == [b"one", b"two"]


@pytest.mark.parametrize(
    "content",
    [
        png(ANIMATED, control(0), after=control(1) + FRAME),
        png(after=ANIMATED + control(0) + FRAME),
        png(after=control(0) + FRAME),
        png(ANIMATED, after=control(0)),
        png(ANIMATED, after=control(0, 41) + FRAME),
        png(ANIMATED, after=control(0, 40, 30, 1) + FRAME),
        png(),
        b"GIF89a",
    ],
)
def test_any_other_png_shows_its_own_picture(content):
    assert first_frame(content) is None

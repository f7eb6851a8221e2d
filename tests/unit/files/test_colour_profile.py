import io
import zlib

import numpy as np
import pytest
from clickcut_core.files.colour_profile import profile_of
from PIL import Image

from tests.server.photos import claimed_png, file, picture, red_green_swapped_profile, srgb_profile

PROFILE = red_green_swapped_profile()


@pytest.mark.parametrize(
    ("kind", "options"),
    [("PNG", {}), ("JPEG", {}), ("WEBP", {}), ("WEBP", {"lossless": True})],
)
@pytest.mark.parametrize("profile", [PROFILE, srgb_profile()])
def test_a_profile_is_found_with_its_very_bytes(kind, options, profile):
    assert profile_of(file(picture(), kind, icc_profile=profile, **options)) == profile


def test_a_profile_in_several_parts_is_joined_and_one_that_misses_a_part_is_none():
    body = np.random.default_rng(0).bytes(100_000)
    profile = (len(PROFILE) + len(body)).to_bytes(4, "big") + PROFILE[4:] + body
    content = file(picture(), "JPEG", icc_profile=profile)
    assert profile_of(content) == profile
    second = content.index(b"ICC_PROFILE\0\x02")
    assert profile_of(content[: second - 4] + content[content.index(b"\xff\xdb") :]) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "TIFF"])
def test_an_untagged_photo_has_none(kind):
    assert profile_of(file(picture(), kind)) is None


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_a_grey_png_has_none(mode):
    image = picture().convert("L")
    image = Image.new("I;16", image.size) if mode == "I;16" else image.convert(mode)
    assert profile_of(file(image, icc_profile=PROFILE)) is None


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_jpeg_of_other_colours_has_none(mode):
    assert profile_of(file(picture().convert(mode), "JPEG", icc_profile=PROFILE)) is None


def damaged():
    yield "cut short", PROFILE[:-1]
    yield "longer than it says", PROFILE + b"\0"
    yield "without signature", PROFILE.replace(b"acsp", b"spca")
    yield "for grey", PROFILE[:16] + b"GRAY" + PROFILE[20:]
    yield "for a link of devices", PROFILE[:12] + b"link" + PROFILE[16:]
    yield "without a curve", PROFILE.replace(b"rTRC", b"????")
    yield "with a tag beyond its end", PROFILE[:136] + b"\xff" + PROFILE[137:]
    yield "of too many tags", PROFILE[:128] + b"\xff" + PROFILE[129:]
    yield "empty", b""


@pytest.mark.parametrize(("what", "profile"), list(damaged()))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_damaged_profile_is_none(what, profile, kind):
    del what
    assert profile_of(file(picture(), kind, icc_profile=profile or b"\0")) is None


def test_a_damaged_chunk_is_none():
    content = bytearray(file(picture(), icc_profile=PROFILE))
    content[content.index(b"iCCP") + 20] ^= 1
    assert profile_of(bytes(content)) is None


def test_a_profile_that_inflates_without_end_is_none():
    bomb = b"x\0\0" + zlib.compress(bytes(50_000_000))
    chunk = len(bomb).to_bytes(4, "big") + b"iCCP" + bomb
    chunk += zlib.crc32(chunk[4:]).to_bytes(4, "big")
    content = claimed_png(9, 9)
    assert profile_of(content[:33] + chunk + content[33:]) is None


def test_a_png_whose_cicp_counts_has_none():
    content = file(picture(), icc_profile=PROFILE)
    cicp = b"cICP" + bytes([12, 13, 0, 1])
    chunk = (4).to_bytes(4, "big") + cicp + zlib.crc32(cicp).to_bytes(4, "big")
    assert profile_of(content[:33] + chunk + content[33:]) is None


def test_every_beginning_of_a_file_is_read_without_an_error():
    for kind in ("PNG", "JPEG", "WEBP"):
        content = file(picture(20, 20), kind, icc_profile=PROFILE)
        found = {profile_of(content[:length]) for length in range(len(content) + 1)}
        assert found == {None, PROFILE}


def test_what_pillow_reads_is_what_is_found():
    content = file(picture(), "JPEG", icc_profile=PROFILE)
    assert Image.open(io.BytesIO(content)).info["icc_profile"] == profile_of(content)

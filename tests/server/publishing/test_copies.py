"""A photo's published file shows in every browser what the encoder sees of it."""

import io

import numpy as np
import pytest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from clickcut.publishing.copies import Copy, copy_photo
from clickcut_core.files.shown_picture import orientation_of
from PIL import Image

from tests.server import photos

PICTURE = photos.picture(60, 40)


def copied(content: bytes) -> Copy:
    return copy_photo(content, PhotoLimits(), longest_side=None)


def stored(copy: Copy) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(copy.content)).convert("RGB"))


@pytest.mark.parametrize("value", range(2, 9))
def test_a_png_that_exif_turns_is_published_upright(value):
    content = photos.file(PICTURE, exif=photos.orientation(value))
    copy = copied(content)
    assert (copy.suffix, orientation_of(copy.content)) == (".png", 1)
    assert b"eXIf" not in copy.content
    assert np.array_equal(stored(copy), read_photo(content, PhotoLimits()).pixels)


def test_a_webp_is_published_as_it_is_stored_and_without_exif():
    content = photos.file(PICTURE, "WEBP", lossless=True, exif=photos.orientation(6))
    copy = copied(content)
    assert copy.suffix == ".webp"
    assert b"EXIF" not in copy.content
    assert np.array_equal(stored(copy), np.asarray(PICTURE))
    assert np.array_equal(copy.photo.pixels, np.asarray(PICTURE))


def test_a_jpeg_without_its_end_is_published_whole():
    content = photos.file(PICTURE, "JPEG", quality=95, subsampling=0)[:-2]
    copy = copied(content)
    assert copy.content.endswith(b"\xff\xd9")
    assert np.array_equal(stored(copy), read_photo(content, PhotoLimits()).pixels)

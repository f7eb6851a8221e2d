"""Every depth, mode and profile of a photo's file comes out as the colours that were meant."""

import numpy as np
import pytest
from PIL import Image, ImageCms

from tests.server import photos
from tests.server.reading.test_photo_reading import difference, read


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_grey_is_scaled_and_not_clipped(kind):
    grey = photos.picture().convert("L")
    deep = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    assert difference(read(photos.file(deep, kind)), grey) == 0


def test_big_endian_16_bit_grey():
    grey = photos.picture().convert("L")
    data = (np.asarray(grey).astype(">u2") * 257).astype(">u2").tobytes()
    assert difference(read(photos.file(Image.frombytes("I;16B", grey.size, data), "TIFF")), grey) == 0


def test_32_bit_grey_is_stretched_from_its_darkest_to_its_brightest():
    ramp = np.tile(np.linspace(-3, 9, 256, dtype=np.float32), (32, 1))
    ramp[0, 0] = np.nan
    pixels = read(photos.file(Image.fromarray(ramp), "TIFF")).pixels
    assert pixels[1, :, 0].tolist() == list(range(256))
    assert pixels[0, 0].tolist() == [0, 0, 0]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA"])
def test_colour_modes(mode):
    image = photos.picture().convert(mode)
    kind = "TIFF" if mode == "CMYK" else "PNG"
    photo = read(photos.file(image, kind))
    assert photo.image.mode == "RGB"  # opaque, even where there is an alpha channel
    assert difference(photo, image) == 0


def test_cmyk_jpeg_is_not_inverted():
    content = photos.file(photos.picture().convert("CMYK"), "JPEG", quality=100, subsampling=0)
    assert difference(read(content), photos.picture()) < 1


def test_lab_tiff():
    to_lab = (ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"))
    lab = ImageCms.profileToProfile(photos.picture(), *to_lab, outputMode="LAB")
    assert difference(read(photos.file(lab, "TIFF")), photos.picture()) < 3


def test_the_embedded_profile_is_applied():
    red = Image.new("RGB", (32, 32), (255, 0, 0))
    content = photos.file(red, icc_profile=photos.red_green_swapped_profile())
    assert difference(read(content), Image.new("RGB", (32, 32), (0, 255, 0))) < 2


def test_the_embedded_profile_leaves_alpha_alone():
    image = Image.new("RGBA", (32, 32), (255, 0, 0, 77))
    photo = read(photos.file(image, icc_profile=photos.red_green_swapped_profile()))
    red, green, _, alpha = photo.image.getpixel((0, 0))
    assert (red < 2, green > 253, alpha) == (True, True, 77)


@pytest.mark.parametrize("profile", [b"broken" * 40, photos.srgb_profile()])
def test_a_broken_or_unfitting_profile_is_ignored(profile):
    grey = photos.picture().convert("L")
    assert difference(read(photos.file(grey, icc_profile=profile)), grey) == 0

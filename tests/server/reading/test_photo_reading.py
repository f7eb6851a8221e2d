import io
import struct
import warnings

import numpy as np
import pytest
from clickcut.photos.jpeg import completed
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, model_input, read_photo, to_png
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.server import photos

FORMATS = {
    "JPEG": ("JPEG", {"quality": 95}),
    "PNG": ("PNG", {}),
    "WebP": ("WEBP", {"lossless": True}),
    "GIF": ("GIF", {}),
    "TIFF": ("TIFF", {}),
    "TIFF, compressed": ("TIFF", {"compression": "tiff_lzw"}),
    "BMP": ("BMP", {}),
    "AVIF": ("AVIF", {"quality": 90}),
    "HEIC": ("HEIF", {"quality": 95}),
}
SAY_WHERE_THEY_END = {"JPEG", "PNG", "GIF", "TIFF", "BMP", "HEIC"}
LOSSLESS = {"PNG", "WebP", "TIFF", "TIFF, compressed", "BMP"}
formats = pytest.mark.parametrize("name", FORMATS)


def read(content: bytes) -> Photo:
    return read_photo(content, PhotoLimits())


def refusal(content: bytes, **limits: int) -> ClickcutError:
    with pytest.raises(ClickcutError) as caught:
        read_photo(content, PhotoLimits(**limits))
    return caught.value


def difference(photo: Photo, expected: Image.Image) -> float:
    found, wanted = photo.pixels.astype(int), np.asarray(expected.convert("RGB")).astype(int)
    assert found.shape == wanted.shape
    return float(np.abs(found - wanted).mean())


@formats
def test_every_format_gives_its_pixels(name):
    kind, options = FORMATS[name]
    image = picture = photos.picture(300, 200)
    if kind == "GIF":
        image = picture = picture.quantize(64)
    photo = read(photos.file(image, kind, **options))
    assert photo.notes == ()
    assert photo.image.mode == "RGB"
    assert difference(photo, picture) <= (0 if name in LOSSLESS or kind == "GIF" else 2)


@pytest.mark.timeout(20)  # it took ten minutes
def test_scans_of_thousands_of_components_cost_no_time():
    """Each of 500 headers, one within the other, named 32,000 components with 256 coefficients each."""
    whole = photos.file(photos.picture(64, 48), "JPEG", progressive=True)
    frame = whole[: whole.index(b"\xff\xda")]
    headers = b"\xff\xda\xfe\0\0\0" * 500 + bytes((0, 0, 255)) * 23_000
    with pytest.raises(ClickcutError, match="ends before it is complete"):
        completed(frame + headers)


@formats
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_photo_cut_short_is_refused_and_told_from_a_broken_one_where_its_decoder_can(name, part):
    kind, options = FORMATS[name]
    content = photos.file(photos.picture(), kind, **options)
    code = refusal(content[: int(len(content) * part)]).code
    assert code in ({"truncated-photo"} if name in SAY_WHERE_THEY_END else {"truncated-photo", "not-a-photo"})


@formats
def test_a_photo_full_of_noise_is_refused_without_a_crash(name):
    kind, options = FORMATS[name]
    content = bytearray(photos.file(photos.picture(), kind, **options))
    noise = np.random.default_rng(7)
    for _ in range(20):
        damaged = bytearray(content)
        for at in noise.integers(12, len(content), 40):
            damaged[at] = noise.integers(256)
        try:
            read(bytes(damaged))
        except ClickcutError as error:
            assert error.code in {
                "not-a-photo",
                "truncated-photo",
                "too-many-pixels",
                "photo-too-small",
                "photo-too-narrow",
            }


@pytest.mark.parametrize(
    "content",
    [
        b"hello",
        b"BM is how this text begins",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0" * 5000,
        b"%PDF-1.7",
    ],
)
def test_what_is_no_photo_is_said_to_be_none(content):
    assert refusal(content).code == "not-a-photo"


@pytest.mark.parametrize("kind", ["ICO", "PPM", "JPEG2000", "TGA", "PCX"])
def test_formats_that_pillow_knows_and_we_do_not_accept_are_refused(kind):
    assert refusal(photos.file(photos.picture(), kind)).code == "not-a-photo"


def test_an_empty_file_is_said_to_be_empty():
    assert refusal(b"").code == "empty-photo"


@pytest.mark.parametrize(
    ("width", "height", "code"),
    [
        (1, 1, "photo-too-small"),
        (7, 8, "photo-too-small"),
        (1, 8000, "photo-too-narrow"),
        (8, 513, "photo-too-narrow"),
        (9000, 9000, "too-many-pixels"),
        (60000, 60000, "too-many-pixels"),
    ],
)
def test_a_size_is_judged_before_a_pixel_is_decoded(width, height, code):
    error = refusal(photos.claimed_png(width, height))
    assert error.code == code
    assert error.values["width"] == width
    assert f"{width} × {height}" in error.message


@pytest.mark.parametrize("kind", [b"VP8X", b"VP8L", b"VP8 "])
def test_a_webp_beyond_pillows_own_limit_is_judged_by_ours(kind):
    error = refusal(photos.claimed_webp(kind, 16383, 11000))
    assert (error.code, error.values["width"], error.values["height"]) == ("too-many-pixels", 16383, 11000)


@pytest.mark.parametrize(
    "between", [b"", b"!\xfe\x05hello\0", b"\0\x07"], ids=["alone", "comment", "stray bytes"]
)
@pytest.mark.parametrize("colours", [0, 4])
def test_a_gif_whose_picture_reaches_far_beyond_it_is_judged_by_that(between, colours):
    table = bytes([0x81]) + bytes(2 + 3 * colours) if colours else bytes(3)
    picture = b"," + struct.pack("<4HB", 16000, 0, 383, 11000, 0) + b"\x02\0;"
    error = refusal(b"GIF89a" + struct.pack("<HH", 8, 8) + table + between + picture)
    assert (error.code, error.values["width"], error.values["height"]) == ("too-many-pixels", 16383, 11000)


def test_a_gif_that_is_broken_before_its_vast_picture_is_refused():
    """Found by the fuzzer: Pillow goes on behind an empty block, and there is no picture by the format."""
    head = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0, 0, 0) + bytes.fromhex("21f90002002100")
    vast = b"\x2c" + struct.pack("<HHHH", 0, 0, 65535, 65535) + bytes.fromhex("0002024c0100")
    assert refusal(head + vast).code == "not-a-photo"


def test_the_limit_of_pixels_is_a_setting_that_takes_a_64_megapixel_camera():
    content = photos.file(photos.picture(2000, 1000))
    assert refusal(content, max_megapixels=1).code == "too-many-pixels"
    PhotoLimits().check(9248, 6936)


def test_the_smallest_and_the_narrowest_photo_accepted():
    assert read(photos.file(photos.picture(8, 8))).image.size == (8, 8)
    photo = read(photos.file(photos.picture(8, 512)))
    assert model_input(photo).shape == (1024, 16, 3)


@pytest.mark.parametrize("value", range(1, 9))
def test_every_exif_orientation_is_turned_upright(value):
    turns = [None, 0, 3, 1, 5, 4, 6, 2]  # how a viewer turns what is stored: Image.Transpose, by orientation
    stored = photos.picture(300, 200)
    expected = stored if value == 1 else stored.transpose(Image.Transpose(turns[value - 1]))
    assert difference(read(photos.file(stored, exif=photos.orientation(value))), expected) == 0


@pytest.mark.parametrize("name", ["JPEG", "PNG", "TIFF", "AVIF", "HEIC"])
def test_every_format_that_browsers_turn_is_turned_once(name):
    kind, options = FORMATS[name]
    stored = photos.picture(300, 200)
    photo = read(photos.file(stored, kind, exif=photos.orientation(6), **options))
    assert difference(photo, stored.transpose(Image.Transpose.ROTATE_270)) <= (0 if name in LOSSLESS else 2)


def test_orientation_in_xmp_alone_is_ignored_as_browsers_do():
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6"/></x:xmpmeta>'
    assert read(photos.file(photos.picture(), "JPEG", xmp=xmp)).image.size == (300, 100)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
@pytest.mark.parametrize("block", [b"Exif\0\0not exif", b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01"])
def test_a_broken_exif_block_is_ignored(block):
    assert read(photos.file(photos.picture(), "JPEG", exif=block)).image.size == (300, 100)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF", "AVIF", "HEIF"])
def test_of_several_pictures_the_first_is_used_and_that_is_noted(kind):
    photo = read(photos.animation(kind))
    assert photo.notes == ("first-frame",)
    assert difference(photo, photos.picture()) < 16


def test_a_phones_jpeg_with_an_extra_picture_inside_is_one_photo():
    assert read(photos.animation("MPO")).notes == ()


def transparent() -> Image.Image:
    image = photos.picture().convert("RGBA")
    image.putalpha(photos.picture(seed=3).convert("L"))
    return image


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_alpha_is_kept_straight(kind):
    options = {"lossless": True, "exact": True} if kind == "WEBP" else {}
    photo = read(photos.file(transparent(), kind, **options))
    assert np.array_equal(np.asarray(photo.image), np.asarray(transparent()))


def test_a_palettes_and_a_colour_keys_transparency_is_alpha():
    palette = photos.picture().quantize(64)
    photo = read(photos.file(palette, transparency=bytes(range(64))))
    assert np.array_equal(np.asarray(photo.image)[..., 3], np.asarray(palette))
    assert difference(photo, palette) == 0
    keyed = Image.new("RGB", (16, 16), (1, 2, 3))
    keyed.putpixel((5, 5), (9, 9, 9))
    alpha = np.asarray(read(photos.file(keyed, transparency=(1, 2, 3))).image)[..., 3]
    assert (alpha[5, 5], alpha.sum()) == (255, 255)


def test_what_shows_through_is_white_to_the_model():
    clear = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert (model_input(read(photos.file(clear))) == 255).all()


@pytest.mark.parametrize(("width", "height"), [(3000, 2000), (200, 300), (2100, 900), (64, 512)])
def test_the_models_input_is_pillows_bilinear_resize(width, height):
    image = photos.picture(width, height)
    photo = read(photos.file(image))
    size = photo.frame.resized
    expected = np.asarray(image.resize((size.width, size.height), Image.Resampling.BILINEAR))
    assert max(size.width, size.height) == 1024
    assert np.array_equal(model_input(photo), expected)


def test_a_large_jpeg_and_its_png_twin_give_the_same_input():
    jpeg = photos.file(photos.picture(4000, 3000), "JPEG")
    png = photos.file(Image.open(io.BytesIO(jpeg)))
    assert np.array_equal(model_input(read(jpeg)), model_input(read(png)))


def test_the_png_is_upright_exact_and_without_metadata():
    content = photos.file(transparent(), exif=photos.orientation(6), icc_profile=photos.srgb_profile())
    png = to_png(read(content))
    assert not any(name in png for name in (b"eXIf", b"iCCP", b"tEXt", b"iTXt", b"tRNS"))
    again = np.asarray(Image.open(io.BytesIO(png)))
    assert np.array_equal(again, np.asarray(transparent().transpose(Image.Transpose.ROTATE_270)))


def test_reading_leaves_pillow_and_the_process_as_they_were():
    before = (Image.MAX_IMAGE_PIXELS, list(warnings.filters))
    read(photos.file(photos.picture()))
    assert (Image.MAX_IMAGE_PIXELS, list(warnings.filters)) == before

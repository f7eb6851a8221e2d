"""TIFFs: the photo is found among their pictures, and samples of every kind become 8 bits."""

import struct

import numpy as np
import pytest
from clickcut.photos.big_tiff import with_short_offsets
from clickcut.photos.tiff import choose
from PIL import Image

from tests.server import photos
from tests.server.reading.test_photo_reading import difference, read, refusal
from tests.server.tiffs import Page, tiff

RGB, GREY, INVERTED, CMYK, SENSOR = 2, 1, 0, 5, 32803
REDUCED, MASK = {254: 1}, {254: 4}
PICTURE = photos.picture(150, 120)
PIXELS = np.asarray(PICTURE)
LUMA = np.asarray(PICTURE.convert("L"))
ALPHA = np.asarray(photos.picture(150, 120, seed=3).convert("L"))


def page(image: Image.Image, **options: object) -> Page:
    return Page(np.asarray(image), RGB, **options)


def with_alpha(colours: np.ndarray) -> np.ndarray:
    return np.concatenate([np.atleast_3d(colours), ALPHA[..., None]], axis=2)


SMALL = photos.picture(75, 60, seed=1)


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (tiff(page(SMALL, tags=REDUCED), page(PICTURE)), ()),
        (tiff(page(SMALL), page(PICTURE)), ("larger-picture",)),
        (tiff(page(SMALL), page(PICTURE), order=">"), ("larger-picture",)),
        (tiff(page(SMALL), page(PICTURE), is_big=True), ("larger-picture",)),
        (tiff(page(SMALL), page(PICTURE), is_big=True, order=">"), ("larger-picture",)),
        (tiff(page(SMALL, tags=REDUCED, below=(page(PICTURE),))), ()),
        (tiff(page(SMALL, below=(page(PICTURE), page(SMALL, tags=REDUCED)))), ("larger-picture",)),
        (tiff(page(PICTURE), page(SMALL, tags=REDUCED)), ()),
        (tiff(page(PICTURE), page(photos.picture(300, 240), tags=MASK)), ()),
        (tiff(page(PICTURE), page(photos.picture(151, 121, seed=4))), ("first-frame",)),
    ],
)
def test_the_photo_is_neither_a_preview_nor_a_mask(content, notes):
    photo = read(content)
    assert difference(photo, PICTURE) == 0
    assert photo.notes == notes


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_raw_file_that_begins_with_a_preview_is_called_raw(order):
    raw = Page(np.zeros((120, 150, 1), np.uint16), SENSOR)
    for content in (
        tiff(page(SMALL, tags=REDUCED, below=(raw,)), order=order),
        tiff(page(SMALL), raw, order=order),
        tiff(page(PICTURE, below=(page(PICTURE), raw)), order=order),
    ):
        error = refusal(content)
        assert error.code == "raw-photo"
        assert "raw file" in error.message


def test_a_canon_raw_file_is_called_raw_too():
    content = bytearray(photos.file(PICTURE, "TIFF"))
    content[8:10] = b"CR"
    assert refusal(bytes(content)).code == "raw-photo"


LAYOUTS = {
    "strips": {},
    "big-endian": {"order": ">"},
    "BigTIFF": {"is_big": True},
    "BigTIFF, big-endian": {"is_big": True, "order": ">"},
    "BigTIFF, big-endian, predicted": {"is_big": True, "order": ">", "compression": 8, "predictor": 2},
    "BigTIFF, big-endian, tiles": {"is_big": True, "order": ">", "tile": 64},
    "BigTIFF, big-endian, planes": {"is_big": True, "order": ">", "is_planar": True},
    "compressed": {"compression": 8},
    "predicted": {"compression": 8, "predictor": 2},
    "predicted, big-endian": {"compression": 8, "predictor": 2, "order": ">"},
    "tiles": {"tile": 64},
    "tiles, predicted": {"tile": 64, "compression": 8, "predictor": 2},
    "planes": {"is_planar": True},
    "planes, compressed": {"is_planar": True, "compression": 8, "predictor": 2},
}


def written(samples: np.ndarray, photometric: int, layout: str, extra: tuple[int, ...] = ()) -> bytes:
    options = dict(LAYOUTS[layout])
    how = {name: options.pop(name) for name in ("order", "is_big") if name in options}
    return tiff(Page(samples, photometric, extra, **options), **how)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_samples_that_pillow_has_no_mode_for(layout):
    deep = with_alpha(LUMA).astype(np.uint16) * 257
    photo = read(written(deep, GREY, layout, (2,)))
    assert np.array_equal(np.asarray(photo.image)[..., 0], LUMA)
    assert np.array_equal(np.asarray(photo.image)[..., 3], ALPHA)
    inverted = 65535 - LUMA[..., None].astype(np.uint16) * 257
    assert np.array_equal(read(written(inverted, INVERTED, layout)).pixels[..., 0], LUMA)
    inks = with_alpha(np.concatenate([255 - PIXELS, np.zeros_like(PIXELS[..., :1])], axis=2))
    photo = read(written(inks, CMYK, layout, (2,)))
    assert difference(photo, PICTURE) == 0
    assert np.array_equal(np.asarray(photo.image)[..., 3], ALPHA)
    assert difference(read(written(PIXELS.astype(np.uint16) * 257, RGB, layout)), PICTURE) == 0


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("layout", ["strips", "big-endian", "compressed", "tiles", "planes"])
def test_colours_as_floats_are_shares_of_white(dtype, layout):
    assert difference(read(written((PIXELS / 255).astype(dtype), RGB, layout)), PICTURE) == 0


@pytest.mark.parametrize("order", ["<", ">"])
def test_floats_whose_bytes_are_predicted(order):
    shares = (PIXELS / 255).astype(np.float32)
    content = tiff(Page(shares, RGB, compression=8, predictor=3), order=order)
    assert difference(read(content), PICTURE) == 0


@pytest.mark.parametrize("dtype", ["u4", "i4", "f4"])
def test_grey_that_was_measured_is_stretched_however_it_is_stored(dtype):
    steps = np.tile(np.arange(150, dtype=dtype), (120, 1))[..., None]
    expected = [round(step * 255 / 149) for step in range(150)]
    assert read(tiff(Page(steps, GREY))).pixels[5, :, 0].tolist() == expected
    assert read(tiff(Page(149 - steps, INVERTED))).pixels[5, :, 0].tolist() == expected


def test_floats_beyond_white_are_scaled_together():
    light = (PIXELS / 255 * 12 - 3).astype(np.float32)
    light[0, 0] = (-3, 9, np.nan)
    assert difference(read(tiff(Page(light, RGB))), PICTURE) < 1


def test_colours_that_were_multiplied_by_alpha_are_straight_again():
    opaque = np.maximum(ALPHA, 128)
    multiplied = np.round(PIXELS.astype(float) * opaque[..., None] / 255)
    samples = np.concatenate([multiplied, opaque[..., None]], axis=2).astype(np.uint32) * 0x01010101
    photo = read(tiff(Page(samples, RGB, (1,))))
    assert difference(photo, PICTURE) <= 1
    assert np.array_equal(np.asarray(photo.image)[..., 3], opaque)


def test_an_extra_channel_that_is_no_alpha_is_left_out():
    samples = np.concatenate([with_alpha(PIXELS), ALPHA[..., None]], axis=2).astype(np.uint16) * 257
    assert read(tiff(Page(samples, RGB, (0, 0)))).image.mode == "RGB"


@pytest.mark.parametrize("tile", [None, 64])
def test_a_tiff_of_webp_pieces(tile):
    down, across = (tile, tile) if tile else (50, 150)
    places = [(left, top) for top in range(0, 120, down) for left in range(0, 150, across)]
    pieces = tuple(
        photos.file(PICTURE.crop((left, top, left + across, top + down)), "WEBP", lossless=True)
        for left, top in places
    )
    assert difference(read(tiff(page(PICTURE, compression=50001, tile=tile, pieces=pieces))), PICTURE) == 0
    assert (
        refusal(tiff(page(PICTURE, compression=50001, tile=tile, pieces=pieces[:-1]))).code
        == "truncated-photo"
    )


def test_orientation_turns_samples_that_pillow_has_no_mode_for():
    content = tiff(Page(with_alpha(LUMA).astype(np.uint16) * 257, GREY, (2,), tags={274: 6}))
    expected = Image.fromarray(LUMA).transpose(Image.Transpose.ROTATE_270)
    assert difference(read(content), expected) == 0


@pytest.mark.parametrize(
    "content",
    [
        tiff(page(PICTURE, compression=34712, pieces=(bytes(99),))),
        tiff(page(PICTURE, compression=50002, pieces=(bytes(99),))),
        tiff(Page(np.zeros((60, 60, 5), np.uint16), 6)),
        tiff(
            Page(
                np.zeros((60, 60, 3), np.complex64).view(np.float32),
                RGB,
                compression=34887,
                pieces=(bytes(99),),
            )
        ),
    ],
)
def test_what_is_a_tiff_of_another_kind_is_not_told_to_be_saved_as_tiff(content):
    error = refusal(content)
    assert (error.code, error.values) == ("photo-variant", {"format": "TIFF"})
    assert "8-bit PNG" in error.message


def test_samples_are_bounded_by_pixels_and_not_by_bytes():
    """Pillow warns, which is an error here, from 89 million of what it takes for pixels."""
    deep = np.zeros((2400, 5000, 4), np.uint16)
    deep[..., 0] = 65535
    photo = read(tiff(Page(deep, RGB, (0,))))
    assert photo.image.size == (5000, 2400)
    assert photo.image.getpixel((4999, 2399)) == (255, 0, 0)


def test_a_size_is_judged_before_samples_are_read():
    huge = Page(np.zeros((8, 8, 2), np.uint16), GREY, (2,), tags={256: 60_000, 257: 60_000})
    assert refusal(tiff(huge)).code == "too-many-pixels"


@pytest.mark.parametrize("compression", [1, 8])
def test_samples_that_are_cut_short_or_damaged_are_refused(compression):
    for pieces in ((bytes(10),) * 3, (b"\xff" * 99,) * 3):
        deep = with_alpha(LUMA).astype(np.uint16) * 257
        content = tiff(Page(deep, GREY, (2,), compression=compression, pieces=pieces))
        assert refusal(content).code in ("truncated-photo", "not-a-photo")


def test_lists_of_a_big_endian_bigtiff_are_copied_where_they_are_places_of_pixels_alone():
    """One long list that a thousand tags point at would be a thousand lists in memory."""
    count, tags = 100_000, 1000
    head = b"MM" + struct.pack(">HHHQ", 43, 8, 0, 16 + 8 * count)
    entries = [struct.pack(">HHQHHI", tag, 3, 1, 64, 0, 0) for tag in (256, 257)]
    entries += [struct.pack(">HHQQ", 40_000 + tag, 16, count, 16) for tag in range(tags)]
    content = head + bytes(8 * count) + struct.pack(">Q", len(entries)) + b"".join(entries) + bytes(8)
    (directory, _) = choose(content)
    whole, short = with_short_offsets(content, directory)
    assert sorted(short.entries) == [256, 257]
    assert len(whole) < len(content) + 100

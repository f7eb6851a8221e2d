"""A mask's file on the command line, against its definition in whole numbers."""

from fractions import Fraction

import numpy as np
import pytest
from clickcut.photos.alpha import average, read_alpha
from clickcut.photos.limits import PhotoLimits
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.importing import ImportGrid
from PIL import Image

from tests.server.photos import file


@pytest.mark.parametrize(
    ("photo", "size"), [((30, 40), (30, 40)), ((30, 41), (61, 82)), ((3000, 1000), (33, 11))]
)
def test_an_average_is_exact_and_rounded_half_up(photo, size):
    grid = ImportGrid.of(Frame.of(ImageSize(*photo)), ImageSize(*size))
    values = np.random.default_rng(0).integers(0, 256, size).astype(np.uint8)
    found = np.frombuffer(average(values, grid), np.uint8).reshape(grid.rows, grid.columns)
    for row, column in [(0, 0), (7, 3), (grid.rows - 1, grid.columns - 1)]:
        total = weights = Fraction(0)
        for y, x in np.ndindex(*size):
            shared = Fraction(1)
            for at, cell, pixel, place in (
                (y, grid.cell.height, grid.pixel.height, row),
                (x, grid.cell.width, grid.pixel.width, column),
            ):
                shared *= max(0, min((at + 1) * pixel, (place + 1) * cell) - max(at * pixel, place * cell))
            total, weights = total + shared * int(values[y, x]), weights + shared
        assert found[row, column] == int(total / weights + Fraction(1, 2))


LIMITS = PhotoLimits()
INSIDE = np.zeros((24, 32), bool)
INSIDE[8:20, 5:15] = True


def read(picture, kind="PNG"):
    return read_alpha(file(picture, kind), LIMITS)


def painted(*labels, palette=None):
    """A picture of labels: the background, one or two objects, and what is void around the first."""
    numbers = np.where(INSIDE, labels[0], 0)
    numbers[10:12, 7:9] = labels[-1]
    picture = Image.fromarray(numbers.astype(np.uint8), "L" if palette is None else "P")
    if palette is not None:
        picture.putpalette(palette)
    return picture


def voc():
    """The palette of PASCAL VOC: a label's bits, spread over red, green and blue."""
    colours = [[0, 0, 0] for _ in range(256)]
    for label, colour in enumerate(colours):
        for bit in range(8):
            colour[bit % 3] |= (label >> bit & 1) << (7 - bit // 3)
    return [value for colour in colours for value in colour]


def test_alpha_counts_where_there_is_some_and_luminance_where_all_is_opaque():
    picture = Image.new("RGBA", (8, 8), (255, 0, 0, 255))
    assert (read(picture) == 76).all()
    picture.putpixel((1, 0), (9, 9, 9, 40))
    assert read(picture)[0].tolist() == [255, 40, *[255] * 6]
    assert (read(Image.new("1", (8, 8), 1)) == 255).all()


NUMBERS = np.where(INSIDE, 1, 0)
LABELS = {
    "0 and 1": (painted(1, 1), "PNG"),
    "several": (painted(7, 90), "PNG"),
    "a palette": (painted(1, 15, palette=voc()), "PNG"),
    "a grey palette": (painted(1, 2, palette=[n for n in range(256) for _ in "rgb"]), "PNG"),
    "colours": (painted(4, 12, palette=voc()).convert("RGB"), "BMP"),
    "alpha": (Image.merge("LA", [painted(0, 0), painted(1, 1)]), "PNG"),
    "16 bits": (Image.fromarray((NUMBERS * 300).astype(np.uint16)), "PNG"),
    "float, 0 to 1": (Image.fromarray(NUMBERS.astype(np.float32)), "TIFF"),
    "float, 0 to 255": (Image.fromarray((NUMBERS * 255).astype(np.float32)), "TIFF"),
    "float labels": (Image.fromarray((NUMBERS * 3).astype(np.float32)), "TIFF"),
    "32 bits": (Image.fromarray((NUMBERS * 70_000).astype(np.int32)), "TIFF"),
}


@pytest.mark.parametrize("name", LABELS)
def test_labels_are_inside_wherever_they_are_not_0(name):
    assert np.array_equal(read(*LABELS[name]), np.where(INSIDE, 255, 0))


def test_the_void_of_a_palette_is_not_inside():
    found = read(painted(1, 255, palette=voc()))
    assert found[10, 8] == 0
    assert found.sum() == 255 * (INSIDE.sum() - 4)


@pytest.mark.parametrize("kind", ["L", "F"])
def test_what_fades_keeps_its_values(kind):
    fading = np.tile(np.arange(0, 256, 8, dtype=np.uint8), (24, 1))
    numbers = fading if kind == "L" else (fading / 255).astype(np.float32)
    assert np.array_equal(read(Image.fromarray(numbers), "TIFF"), fading)


@pytest.mark.parametrize("values", [(-1.0, 2.0), (0.5, 700.25)])
def test_numbers_that_mean_nothing_are_refused_with_a_sentence(values):
    numbers = np.where(INSIDE, *values).astype(np.float32)
    with pytest.raises(ClickcutError) as caught:
        read(Image.fromarray(numbers), "TIFF")
    assert caught.value.code == "mask-values"


def eps():
    """A program for Ghostscript, whatever its file is called."""
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 32 24\n0 0 32 24 rectfill\nshowpage\n%%EOF\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no picture", "not-a-photo"),
        (b"", "empty-photo"),
        (eps(), "not-a-photo"),
        (file(Image.new("L", (32, 24)), "PPM"), "not-a-photo"),
        (file(Image.effect_noise((32, 24), 50), "PNG")[:300], "truncated-photo"),
        (file(Image.new("1", (9000, 9000)), "PNG"), "too-many-pixels"),
    ],
)
def test_a_mask_is_opened_like_a_photo_or_refused_like_one(content, code):
    with pytest.raises(ClickcutError) as caught:
        read_alpha(content, LIMITS)
    assert caught.value.code == code

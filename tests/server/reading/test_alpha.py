"""A mask's file on the command line, against its definition in whole numbers."""

from fractions import Fraction

import numpy as np
import pytest
from clickcut.photos.alpha import average, read_alpha
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


def test_alpha_counts_where_there_is_some_and_luminance_where_all_is_opaque():
    picture = Image.new("RGBA", (3, 2), (255, 0, 0, 255))
    assert read_alpha(file(picture)).tolist() == [[76] * 3] * 2
    picture.putpixel((1, 0), (9, 9, 9, 40))
    assert read_alpha(file(picture)).tolist() == [[255, 40, 255], [255] * 3]
    assert read_alpha(file(Image.new("1", (2, 1), 1))).tolist() == [[255, 255]]


def test_what_is_no_picture_is_refused():
    with pytest.raises(ClickcutError) as caught:
        read_alpha(b"no picture")
    assert caught.value.code == "not-a-photo"

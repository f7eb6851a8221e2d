"""What tells two pictures apart, and what does not."""

import random
from itertools import product

import numpy as np
import pytest
from clickcut_core.fingerprint import CELLS, ROWS, columns, rows, show_the_same

SCENE = np.clip(
    np.array([[30 * y + 12 * x + 40 * (x == 5) for x in range(CELLS)] for y in range(CELLS)]), 0, 255
)
WAYS = [
    (swap, mirror, flip) for swap, mirror, flip in product((False, True), repeat=3) if swap or mirror or flip
]


def told(cells):
    return np.asarray(cells, np.uint8).tobytes()


def turned(cells, swap, mirror, flip):
    held = cells.T if swap else cells
    return held[:: -1 if flip else 1, :: -1 if mirror else 1]


@pytest.mark.parametrize(("swap", "mirror", "flip"), WAYS)
def test_a_picture_that_is_turned_is_another_one(swap, mirror, flip):
    assert not show_the_same(told(SCENE), told(turned(SCENE, swap, mirror, flip)))


@pytest.mark.parametrize(("swap", "mirror", "flip"), WAYS)
def test_a_small_thing_on_a_plain_ground_is_told_from_the_same_elsewhere(swap, mirror, flip):
    plain = np.full((CELLS, CELLS), 250)
    plain[1, 2] = 90
    assert not show_the_same(told(plain), told(turned(plain, swap, mirror, flip)))


@pytest.mark.parametrize(
    "convert", [lambda v: v + 8, lambda v: 255 * (v / 255) ** 1.8, lambda v: 0.6 * v + 30]
)
def test_other_colours_are_the_same_picture(convert):
    cells = SCENE * 0.9
    assert show_the_same(told(cells), told(np.clip(convert(cells), 0, 255)))


def test_what_decoders_differ_by_makes_no_difference():
    chance = random.Random(3)
    noise = np.array([[chance.randint(-3, 3) for _ in range(CELLS)] for _ in range(CELLS)])
    assert show_the_same(told(SCENE), told(np.clip(SCENE + noise, 0, 255)))


def test_another_picture_is_another_one_and_plain_ones_are_alike():
    assert not show_the_same(told(SCENE), told((SCENE * 7) % 256))
    assert not show_the_same(told(SCENE), bytes(CELLS * CELLS))
    assert show_the_same(bytes([10] * CELLS * CELLS), bytes([200] * CELLS * CELLS))


@pytest.mark.parametrize("length", [1, 5, 8, 300, 4000])
def test_every_photo_has_all_cells_and_rows_however_small(length):
    assert len(columns(length)) == CELLS and len(rows(length)) == ROWS
    assert all(0 <= start < stop <= length for start, stop in columns(length))
    assert rows(length) == sorted(rows(length)) and rows(length)[-1] < length

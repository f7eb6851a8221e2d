import random

import pytest
from clickcut_core.geometry import ImageSize
from clickcut_core.prediction import Mask, measure

GRID = ImageSize(height=4, width=6)


def pixels(grid, *inside):
    return bytes(255 * ((x, y) in inside) for y in range(grid.height) for x in range(grid.width))


def test_an_empty_mask_has_no_box():
    assert measure(bytes(24), GRID, ImageSize(400, 600), 0.5) == Mask(0.5, 0, None)
    assert Mask(0.5, 0, None).to_json() == {"score": 0.5, "area": 0, "bbox": None}


def test_area_and_box_are_in_pixels_of_the_photo():
    mask = measure(pixels(GRID, (1, 2), (3, 1), (2, 1)), GRID, ImageSize(400, 600), 0.9)
    assert mask == Mask(0.9, 30_000, (100, 100, 400, 300))
    assert mask.to_json() == {"score": 0.9, "area": 30_000, "bbox": [100, 100, 400, 300]}


def test_a_full_mask_covers_the_whole_photo():
    assert measure(b"\xff" * 24, GRID, ImageSize(411, 613), 1.0) == Mask(1.0, 411 * 613, (0, 0, 613, 411))


@pytest.mark.parametrize("corner", [(0, 0), (5, 0), (0, 3), (5, 3)])
def test_a_single_pixel_in_a_corner_is_found_there(corner):
    x, y = corner
    mask = measure(pixels(GRID, corner), GRID, ImageSize(40, 60), 0.1)
    assert mask == Mask(0.1, 100, (10 * x, 10 * y, 10 * x + 10, 10 * y + 10))


def test_a_mask_that_is_not_empty_covers_a_pixel_of_the_photo_and_its_box_lies_on_it():
    chance = random.Random(1)
    for _ in range(400):
        grid = ImageSize(chance.randint(1, 12), chance.randint(1, 12))
        photo = ImageSize(chance.randint(1, 30), chance.randint(1, 30))
        inside = (chance.randrange(grid.width), chance.randrange(grid.height))
        mask = measure(pixels(grid, inside), grid, photo, 0.5)
        left, top, right, bottom = mask.bbox
        assert mask.area >= 1
        assert 0 <= left < right <= photo.width
        assert 0 <= top < bottom <= photo.height
        assert left <= (inside[0] + 0.5) * photo.width / grid.width <= right
        assert top <= (inside[1] + 0.5) * photo.height / grid.height <= bottom

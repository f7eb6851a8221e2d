import random

import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.masks.policy import Candidate
from clickcut_core.masks.prediction import Mask, MaskPrediction, describe
from clickcut_core.recipes.prompts import PromptSet
from clickcut_core.runtime import KeptTensor


def described(photo, *, area, bbox, score=0.5):
    candidate = Candidate(score, 0, misses_newest=False, area=area, agreement=0, stability=1, raggedness=8)
    masks = KeptTensor("float32", (1, 4, 256, 256), 1)
    none = frozenset()
    prediction = MaskPrediction(PromptSet(), masks, None, (candidate,), (area,), (bbox,), none, None, 0)
    return describe(prediction, 0, Frame.of(photo))


def test_an_empty_mask_has_no_box():
    empty = described(ImageSize(400, 600), area=0, bbox=(0, 0, 1, 1))
    assert empty == Mask(0.5, 0, None)
    assert empty.to_json() == {"score": 0.5, "area": 0, "bbox": None}


def test_area_and_box_are_in_pixels_of_the_photo():
    mask = described(ImageSize(1024, 2048), area=0.125, bbox=(16, 8, 64, 48), score=0.9)
    assert mask == Mask(0.9, 262_144, (128, 64, 512, 384))
    assert mask.to_json() == {"score": 0.9, "area": 262_144, "bbox": [128, 64, 512, 384]}


@pytest.mark.parametrize("photo", [ImageSize(411, 613), ImageSize(613, 411), ImageSize(20, 1000)])
def test_a_full_mask_covers_the_whole_photo(photo):
    height, width = Frame.of(photo).mask_extent
    mask = described(photo, area=1, bbox=(0, 0, -int(-width // 1), -int(-height // 1)))
    assert mask == Mask(0.5, photo.height * photo.width, (0, 0, photo.width, photo.height))


def test_a_mask_that_is_not_empty_covers_a_pixel_of_the_photo_and_its_box_lies_on_it():
    chance = random.Random(1)
    for _ in range(400):
        photo = ImageSize(chance.randint(8, 30), chance.randint(8, 30))
        x, y = chance.randrange(photo.width), chance.randrange(photo.height)
        row, column = (round(place) for place in Frame.of(photo).to_mask_place(x, y))
        mask = described(photo, area=1e-5, bbox=(column, row, column + 1, row + 1))
        left, top, right, bottom = mask.bbox
        assert mask.area >= 1
        assert 0 <= left <= x < right <= photo.width
        assert 0 <= top <= y < bottom <= photo.height

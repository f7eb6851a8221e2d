"""What is taken away: pixels that are exactly the object's, and nothing that was not asked for."""

import json

import numpy as np
import pytest
from clickcut.cutting.cut_out import picture_of
from clickcut.cutting.layers import cast_shadow, lay_over
from clickcut.native_runtime import completed
from clickcut_core.files.cutout import COCO, MASK
from clickcut_core.files.export_options import PICTURE, ExportOptions
from PIL import Image, ImageFilter
from pycocotools import mask as run_lengths

from tests.masks.drawings import picture
from tests.masks.work import Work, open_sample

DEEP = 49  # pixels: farther from the mask's edge than this, alpha is decided


@pytest.fixture
def cat(cat: Work) -> Work:
    return cat.click(220, 150)


def test_a_cutout_is_opaque_inside_and_nothing_outside_and_no_pixel_is_altered(cat: Work) -> None:
    cutout, mask, grey = cat.picture(), cat.mask(), picture(cat.mask())
    alpha, photo = cutout[..., 3], cat.photo.pixels
    assert cutout.shape == (300, 451, 4)
    inside = np.asarray(grey.filter(ImageFilter.MinFilter(DEEP))) == 255
    outside = np.asarray(grey.filter(ImageFilter.MaxFilter(DEEP))) == 0
    assert inside.any()
    assert (alpha[inside] == 255).mean() > 0.99
    assert (alpha[outside] == 0).mean() > 0.99
    assert np.array_equal(cutout[alpha == 255][:, :3], photo[alpha == 255])
    assert not cutout[alpha == 0].any(), "something of the photo is left where it was cut away"
    assert ((alpha >= 128) == mask).mean() > 0.97
    assert ((alpha > 0) & (alpha < 255)).any(), "the edge is hard"
    assert np.array_equal(cat.picture(format=MASK), alpha)


def test_a_colour_behind_the_object_changes_no_opaque_pixel(cat: Work) -> None:
    alpha, made = cat.picture(format=MASK), cat.picture(background="#00ff00")
    assert (made[alpha == 0] == (0, 255, 0)).all()
    assert np.array_equal(made[alpha == 255], cat.photo.pixels[alpha == 255])


def test_a_blurred_photo_behind_the_object_is_smoother_than_the_photo(cat: Work) -> None:
    alpha, photo, made = cat.picture(format=MASK), cat.photo.pixels, cat.picture(background="blur")
    away = (alpha == 0)[:, 2:] & (alpha == 0)[:, 1:-1] & (alpha == 0)[:, :-2]

    def roughness(pixels: np.ndarray) -> float:
        return float(np.abs(np.diff(pixels.astype(int), n=2, axis=1))[away].mean())

    assert np.array_equal(made[alpha == 255], photo[alpha == 255])
    assert roughness(made) < roughness(photo) / 2
    assert abs(made[alpha == 0].mean() - photo[alpha == 0].mean()) < 15


def test_a_picture_behind_the_object_fills_the_frame(cat: Work) -> None:
    blue = Image.new("RGB", (10, 40), (0, 0, 255))
    made = picture_of(cat.session, cat.photo, ExportOptions(background=PICTURE), behind=blue)
    assert (np.asarray(completed(made))[cat.picture(format=MASK) == 0] == (0, 0, 255)).all()


def test_a_crop_is_the_box_of_all_that_shows_and_its_margin() -> None:
    face = open_sample("astronaut.png").click(250, 100)
    whole = face.picture()
    rows, columns = (np.flatnonzero(whole[..., 3].any(axis=axis)) for axis in (1, 0))
    assert min(rows[0], columns[0], 511 - rows[-1], 511 - columns[-1]) > 7, "there is room on each side"
    for margin in (0, 7, 10_000):
        top, bottom = max(0, rows[0] - margin), rows[-1] + 1 + margin
        left, right = max(0, columns[0] - margin), columns[-1] + 1 + margin
        assert np.array_equal(face.picture(crop=True, margin=margin), whole[top:bottom, left:right])


def test_a_square_has_the_object_in_its_middle_on_any_background(cat: Work) -> None:
    alpha = cat.picture(format=MASK)
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    square = cat.picture(crop=True, square=True, margin=10)
    side = max(rows[-1] + 1 - rows[0], columns[-1] + 1 - columns[0]) + 20
    assert square.shape == (side, side, 4)
    shown = square[..., 3]
    above, left = np.flatnonzero(shown.any(axis=1))[0], np.flatnonzero(shown.any(axis=0))[0]
    below, right = (np.flatnonzero(shown[::-1, ::-1].any(axis=axis))[0] for axis in (1, 0))
    assert abs(int(above) - int(below)) <= 1
    assert abs(int(left) - int(right)) <= 1
    top, start = rows[0] - above, columns[0] - left
    assert top < 0, "the square reaches beyond the photo"
    inside = np.s_[-top : 300 - top, max(0, -start) : 451 - start]
    assert np.array_equal(square[inside], cat.picture()[:, max(0, start) : start + side])
    assert np.array_equal(cat.picture(format=MASK, crop=True, square=True, margin=10), shown)
    white = cat.picture(crop=True, square=True, margin=10, background="#ffffff")
    assert (white[shown == 0] == 255).all()
    assert np.array_equal(white[shown == 255], square[shown == 255][:, :3])
    blurred = cat.picture(crop=True, square=True, margin=10, background="blur")
    border = shown[-top] == 0
    assert (blurred[0] == blurred[-top])[border].all(), "the blurred photo's border goes on"


def test_pixels_laid_over_others_hide_them_as_far_as_they_are_opaque() -> None:
    # The same as in tests/shell/files/picture.test.js, in JavaScript.
    for under, over, expected in (
        ([200, 100, 0, 255], [0, 0, 0, 0], [200, 100, 0, 255]),
        ([200, 100, 0, 255], [9, 8, 7, 255], [9, 8, 7, 255]),
        ([0, 0, 0, 0], [9, 8, 7, 3], [9, 8, 7, 3]),
        ([200, 100, 0, 255], [100, 200, 50, 128], [150, 150, 25, 255]),
        ([200, 100, 0, 100], [100, 200, 50, 60], [156, 144, 22, 136]),
        ([100], [60], [136]),
    ):
        pixels = np.array([[under]], np.uint8)
        lay_over(pixels, np.array([[over]], np.uint8))
        assert pixels.tolist() == [[expected]]


def test_a_shadow_is_the_averaged_alpha_dimmed_lower_and_under_the_pixels() -> None:
    # The same as in tests/shell/files/picture.test.js, in JavaScript.
    dot = np.zeros((5, 5, 4), np.uint8)
    dot[2, 2] = 9, 8, 7, 255
    made = cast_shadow(dot, 1)
    assert made[..., 3].tolist() == [
        [0, 0, 0, 0, 0],
        [1, 2, 2, 2, 1],
        [2, 5, 255, 5, 2],
        [2, 5, 6, 5, 2],
        [2, 5, 5, 5, 2],
    ]
    assert made[2, 2].tolist() == [9, 8, 7, 255]
    assert made[3, 2].tolist() == [0, 0, 0, 6]
    y, x = np.mgrid[:11, :19]
    sloped = np.stack([(x * factor + y * 91 + x * y) % 256 for factor in (3, 5, 7, 37)], -1).astype(np.uint8)
    for radius, total in ((3, 40377216), (12, 44872206)):
        values = cast_shadow(sloped, radius).ravel().astype(np.int64)
        assert (values * np.arange(1, values.size + 1)).sum() == total


def test_a_shadow_changes_no_opaque_pixel_and_reaches_beyond_the_photo(cat: Work) -> None:
    plain = cat.picture(crop=True, square=True, margin=20)
    shaded = cat.picture(crop=True, square=True, margin=20, shadow=True)
    opaque, clear = plain[..., 3] == 255, plain[..., 3] == 0
    assert np.array_equal(shaded[opaque], plain[opaque])
    assert not shaded[clear][:, :3].any()
    assert cat.picture(format=MASK)[-1].any(), "the object ends where the photo does"
    lowest = np.flatnonzero((~clear).any(axis=1))[-1]
    assert shaded[lowest + 1 : lowest + 9, :, 3].max() > 20
    assert shaded[0, :, 3].max() == 0


def test_all_visible_objects_are_one_picture_the_topmost_over_the_others() -> None:
    coffee = open_sample("coffee.png").click(430, 300).do("add_object").click(300, 150)
    alone = [coffee.do("select_object", each).picture() for each in (1, 2)]
    both, mask = coffee.picture(together=True), coffee.picture(format=MASK, together=True)
    expected = alone[0].copy()
    lay_over(expected, alone[1])
    assert np.array_equal(both, expected)
    assert np.array_equal(mask, both[..., 3])
    assert np.array_equal(both[alone[1][..., 3] == 255], alone[1][alone[1][..., 3] == 255])
    assert (mask >= np.maximum(alone[0][..., 3], alone[1][..., 3])).all()
    coffee.do("show_object", 2, False)
    assert np.array_equal(coffee.picture(together=True), alone[0])


# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize(("name", "place"), [("cat.png", (220, 150)), ("flower.jpg", (310, 190))])
def test_run_lengths_are_the_mask(name: str, place: tuple[int, int]) -> None:
    work = open_sample(name).click(*place)
    document = json.loads(work.shapes(COCO, name))
    (annotation,) = document["annotations"]
    assert document["images"][0]["file_name"] == name
    assert np.array_equal(run_lengths.decode(annotation["segmentation"]) == 1, work.mask())

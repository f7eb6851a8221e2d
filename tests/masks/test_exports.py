"""What is taken away: pixels that are exactly the object's, and nothing that was not asked for."""

import json

import numpy as np
import pytest
from clickcut.cutting.cut_out import picture_of
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


# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize(("name", "place"), [("cat.png", (220, 150)), ("flower.jpg", (310, 190))])
def test_run_lengths_are_the_mask(name: str, place: tuple[int, int]) -> None:
    work = open_sample(name).click(*place)
    document = json.loads(work.shapes(COCO, name))
    (annotation,) = document["annotations"]
    assert document["images"][0]["file_name"] == name
    assert np.array_equal(run_lengths.decode(annotation["segmentation"]) == 1, work.mask())

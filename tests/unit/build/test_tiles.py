"""A gallery's small picture shows what its photo is about, and no person without a head."""

import json

import numpy as np
import pytest
from clickcut_build.tiles import tile, tile_size
from clickcut_core.geometry import Frame, ImageSize
from PIL import Image


def proposals(photo, boxes, *, is_sure=True):
    """What a file beside an embedding tells, its masks boxes: left, top, right and bottom in photo pixels."""
    frame = Frame.of(photo)
    cells, (height, width) = frame.mask_cells, frame.mask_extent
    told = []
    for left, top, right, bottom in boxes:
        mask = np.zeros((cells.height, cells.width), bool)
        across, down = width / photo.width, height / photo.height
        mask[round(top * down) : round(bottom * down), round(left * across) : round(right * across)] = True
        changes = np.flatnonzero(np.diff(np.concatenate([[False], mask.ravel()])))
        told.append({"runs": np.diff([0, *changes, mask.size]).tolist()})
    return json.dumps({"extent": [height, width], "isSure": is_sure, "proposals": told}).encode()


def shown(photo, told, width=2000):
    """Which part of a photo its tile shows: left, top, right and bottom, in whole photo pixels."""
    across, down = np.meshgrid(np.arange(photo.width), np.arange(photo.height))
    places = Image.fromarray(
        np.stack([across >> 4, down >> 4, (across & 15) * 16 + (down & 15)], -1).astype(np.uint8)
    )
    small = np.asarray(tile(places, told, width)).astype(int)
    first, last = small[0, 0], small[-1, -1]
    return (
        first[0] * 16 + first[2] // 16,
        first[1] * 16 + first[2] % 16,
        last[0] * 16 + last[2] // 16 + 1,
        last[1] * 16 + last[2] % 16 + 1,
    )


TALL, WIDE = ImageSize(height=800, width=600), ImageSize(height=300, width=900)


def test_a_person_who_is_higher_than_the_tile_is_shown_with_the_head():
    left, top, right, bottom = shown(TALL, proposals(TALL, [(100, 60, 500, 800)]))
    assert (right - left, bottom - top) == (600, 450)
    assert 0 < top < 60
    assert shown(TALL, proposals(TALL, [(100, 0, 500, 800)]))[1] == 0


@pytest.mark.parametrize("box", [(0, 500, 300, 800), (200, 250, 400, 500), (0, 0, 100, 100)])
def test_what_fits_is_all_there_and_in_the_middle_as_far_as_the_photo_reaches(box):
    left, top, right, bottom = shown(TALL, proposals(TALL, [box]))
    assert (left, right) == (0, 600)
    assert top <= box[1] + 2
    assert bottom >= box[3] - 2
    wanted = min(max((box[1] + box[3]) / 2 - 225, 0), 350)
    assert top == pytest.approx(wanted, abs=3)


@pytest.mark.parametrize(
    ("box", "left"), [((0, 0, 90, 300), 0), ((500, 100, 700, 200), 400), ((800, 0, 900, 90), 500)]
)
def test_a_wide_photo_is_cut_where_its_subject_is(box, left):
    found = shown(WIDE, proposals(WIDE, [box]))
    assert found[0] == pytest.approx(left, abs=3)
    assert (found[2] - found[0], found[1], found[3]) == (400, 0, 300)


def test_where_it_is_not_sure_all_that_may_be_meant_counts():
    boxes = [(500, 100, 540, 140), (40, 100, 80, 140)]
    assert shown(WIDE, proposals(WIDE, boxes))[0] == pytest.approx(320, abs=3)
    assert shown(WIDE, proposals(WIDE, boxes, is_sure=False))[0] == pytest.approx(90, abs=3)


@pytest.mark.parametrize("is_sure", [True, False])
def test_where_nothing_stands_out_a_high_photo_is_shown_from_its_top(is_sure):
    assert shown(TALL, proposals(TALL, [], is_sure=is_sure)) == (0, 0, 600, 450)
    assert shown(WIDE, proposals(WIDE, [], is_sure=is_sure)) == (250, 0, 650, 300)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L"])
@pytest.mark.parametrize(
    ("photo", "width", "size"),
    [((300, 900), 240, (240, 180)), ((300, 900), 480, (400, 300)), ((4000, 3000), 1200, (1200, 900))],
)
def test_it_has_the_shape_of_a_tile_and_is_never_enlarged(photo, width, size, mode):
    height, across = photo
    small = tile(Image.new(mode, (across, height)), proposals(ImageSize(*photo), []), width)
    assert (small.mode, small.size) == (mode, size)


@pytest.mark.parametrize("photo", [ImageSize(1, 4000), ImageSize(4000, 1), ImageSize(1, 1), ImageSize(3, 4)])
def test_the_thinnest_photos_have_a_tile(photo):
    size = tile_size(photo)
    assert 1 <= size.width <= photo.width
    assert 1 <= size.height <= photo.height
    assert tile(Image.new("RGB", (photo.width, photo.height)), proposals(photo, []), 240).size[0] >= 1

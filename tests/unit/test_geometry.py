from fractions import Fraction
from math import floor

import pytest
from clickcut_core.geometry import Frame, ImageSize, Part, resized

ASPECTS = {
    "1:1": ImageSize(height=700, width=700),
    "3:2": ImageSize(height=853, width=1280),
    "2:3": ImageSize(height=1280, width=853),
    "21:9": ImageSize(height=1097, width=2560),
    "1:8": ImageSize(height=1600, width=200),
}


@pytest.mark.parametrize(
    ("photo", "model"),
    [
        ((700, 700), (1024, 1024)),
        ((853, 1280), (682, 1024)),
        ((1280, 853), (1024, 682)),
        ((1097, 2560), (439, 1024)),
        ((1600, 200), (1024, 128)),
        ((768, 1024), (768, 1024)),  # as it is
        ((1, 2048), (1, 1024)),  # exactly a half is rounded up, not to even
        ((5, 2048), (3, 1024)),
        ((1, 8000), (1, 1024)),  # never less than a pixel
        ((8000, 1), (1024, 1)),
        ((1, 1), (1024, 1024)),
        ((3000, 4000), (768, 1024)),
    ],
)
def test_the_longest_side_becomes_1024_and_the_other_is_rounded_half_up(photo, model):
    assert resized(ImageSize(*photo)) == ImageSize(*model)


@pytest.mark.parametrize("longest", [999, 1023, 1024, 1025, 3001, 8191])
def test_rounding_is_that_of_exact_arithmetic_for_every_side(longest):
    for side in range(1, longest + 1, 7):
        exact = max(1, floor(Fraction(side * 1024, longest) + Fraction(1, 2)))
        assert resized(ImageSize(height=side, width=longest)) == ImageSize(exact, 1024)
        assert resized(ImageSize(height=longest, width=side)) == ImageSize(1024, exact)


@pytest.mark.parametrize("photo", ASPECTS.values(), ids=ASPECTS)
def test_clicks_go_to_the_model_frame_with_each_axis_at_its_own_ratio(photo):
    frame = Frame.of(photo)
    for across in (0, 0.25, 0.5, 1):
        for down in (0, 0.4, 1):
            x, y = across * photo.width, down * photo.height
            expected = (
                float(Fraction(x) * frame.resized.width / photo.width),
                float(Fraction(y) * frame.resized.height / photo.height),
            )
            assert frame.to_model(x, y) == pytest.approx(expected, abs=1e-9)
    assert frame.to_model(photo.width, photo.height) == (frame.resized.width, frame.resized.height)


@pytest.mark.parametrize("photo", ASPECTS.values(), ids=ASPECTS)
def test_the_mask_covers_the_photo_with_a_quarter_of_the_resized_size(photo):
    height, width = Frame.of(photo).mask_extent
    assert max(height, width) == 256
    assert (4 * height, 4 * width) == (Frame.of(photo).resized.height, Frame.of(photo).resized.width)
    assert height / width == pytest.approx(photo.height / photo.width, rel=0.005)


def test_a_fraction_of_a_mask_pixel_is_not_rounded_away():
    assert Frame.of(ImageSize(height=853, width=1280)).mask_extent == (170.5, 256)


def test_a_size_is_told_width_first_and_held_height_first():
    assert str(ImageSize(height=480, width=640)) == "640 × 480"
    assert ImageSize(480, 640).height == 480


@pytest.mark.parametrize(("height", "width"), [(0, 5), (5, 0), (-1, 5)])
def test_an_image_without_pixels_is_refused(height, width):
    with pytest.raises(ValueError, match="at least one pixel"):
        ImageSize(height=height, width=width)


@pytest.mark.parametrize("photo", ASPECTS.values(), ids=ASPECTS)
def test_a_place_in_the_mask_is_one_in_the_photo_and_back(photo):
    frame = Frame.of(photo)
    x, y = frame.from_mask_place(*frame.to_mask_place(17, 11))
    assert (x, y) == pytest.approx((17, 11))
    assert frame.from_mask_place(-9, 999) == (photo.width - 1, 0)


def test_the_frame_of_a_part_takes_and_gives_places_in_the_photo():
    frame = Frame.of(ImageSize(height=1000, width=2000), 300, 700)
    assert frame.part == Part(300, 700, 2300, 1700)
    assert frame.to_model(300, 700) == (0, 0)
    assert frame.to_model(2300, 1700) == (frame.resized.width, frame.resized.height)
    assert frame.from_mask_place(*frame.to_mask_place(317, 711)) == pytest.approx((317, 711))
    assert frame.from_mask_place(-9, 999) == (2299, 700)


def test_a_part_holds_the_places_on_its_pixels():
    part = Part(10, 20, 12, 24)
    assert [part.holds(x, 20) for x in (9.9, 10, 11, 11.1)] == [False, True, True, False]
    assert [part.holds(10, y) for y in (19.9, 20, 23, 23.1)] == [False, True, True, False]

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.geometry import ImageSize

PHOTO = ImageSize(height=100, width=200)


def test_jpeg_is_white_behind_the_object_and_others_transparent():
    assert ExportOptions("image/jpeg").background == "#ffffff"
    assert ExportOptions("image/webp").background == "transparent"


def test_what_is_missing_or_null_has_its_default():
    assert ExportOptions.from_json({"format": "image/png", "background": None}) == ExportOptions()


@pytest.mark.parametrize(
    "options",
    [
        {"format": "image/jpeg", "background": "transparent"},
        {"background": "red"},
        {"background": "#ff00"},
        {"background": "url(x)"},
        {"background": 3},
        {"format": "image/png;content=mask", "background": "#ffffff"},
        {"format": "image/svg+xml", "crop": True},
        {"crop": 1},
        {"crop": True, "margin": -1},
        {"crop": True, "margin": 2.5},
        {"margin": 20},
        {"square": True},
        {"crop": True, "square": 1},
        {"together": "yes"},
        {"shadow": 1},
        {"format": "image/png;content=mask", "shadow": True},
        {"format": "image/svg+xml", "shadow": True},
        {"format": "application/zip", "together": True},
    ],
)
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ClickcutError) as caught:
        ExportOptions.from_json(options)
    assert caught.value.code == "invalid-option"


@pytest.mark.parametrize(
    ("margin", "box"), [(0, (10, 20, 30, 40)), (5, (5, 15, 35, 45)), (1000, (0, 0, 200, 100))]
)
def test_the_margin_reaches_as_far_as_the_photo(margin, box):
    assert ExportOptions(crop=True, margin=margin).box((10, 20, 30, 40), PHOTO) == box


@pytest.mark.parametrize(
    ("margin", "subject", "box"),
    [
        (0, (10, 20, 30, 40), (10, 20, 30, 40)),
        (5, (10, 20, 30, 30), (5, 10, 35, 40)),
        (0, (0, 40, 10, 80), (-15, 40, 25, 80)),
        (20, (190, 90, 200, 99), (170, 69, 220, 119)),
        (1000, (10, 20, 30, 40), (-80, -70, 120, 130)),
    ],
)
def test_a_square_has_the_object_in_its_middle_and_reaches_beyond_the_photo(margin, subject, box):
    assert ExportOptions(crop=True, margin=margin, square=True).box(subject, PHOTO) == box


def test_a_square_that_would_take_gigabytes_is_refused():
    panorama = ImageSize(height=300, width=40_000)
    wanted = ExportOptions(crop=True, square=True)
    assert wanted.box((0, 0, 10_000, 300), panorama) == (0, -4850, 10_000, 5150)
    with pytest.raises(ClickcutError, match="10001 pixels a side is too large") as caught:
        wanted.box((0, 0, 10_001, 300), panorama)
    assert caught.value.code == "invalid-option"


@pytest.mark.parametrize(("box", "radius"), [((0, 0, 200, 80), 4), ((0, 0, 9, 99), 1), ((0, 0, 9, 9), 1)])
def test_a_shadow_is_as_large_as_its_object_asks_for(box, radius):
    assert ExportOptions(shadow=True).shadow_radius(box) == radius
    assert ExportOptions(shadow=True).shadow_radius(None) == 0
    assert ExportOptions().shadow_radius(box) == 0


def test_without_crop_the_whole_photo_is_shown():
    assert ExportOptions().box((10, 20, 30, 40), PHOTO) is None


def test_nothing_can_not_be_cropped_to():
    with pytest.raises(ClickcutError) as caught:
        ExportOptions(crop=True).box(None, PHOTO)
    assert caught.value.code == "empty-mask"


WIDE = ImageSize(height=300, width=70_000)


@pytest.mark.parametrize(("kind", "limit"), [("webp", 16_383), ("jpeg", 65_535)])
def test_a_picture_too_large_for_its_format_is_refused_and_png_is_named(kind, limit):
    whole, cropped = ExportOptions(f"image/{kind}"), ExportOptions(f"image/{kind}", crop=True)
    for size in (WIDE, ImageSize(height=limit + 1, width=9)):
        with pytest.raises(
            ClickcutError, match=f"{kind.upper()} holds pictures of up to {limit}.*PNG"
        ) as caught:
            whole.check_size(size)
        assert caught.value.code == "format-too-small"
    whole.check_size(ImageSize(height=9, width=limit))
    ExportOptions().check_size(WIDE)
    # What will be cropped is judged once it is known.
    cropped.check_size(WIDE)
    assert cropped.box((0, 0, limit, 9), WIDE) == (0, 0, limit, 9)
    with pytest.raises(ClickcutError) as caught:
        cropped.box((0, 0, limit + 1, 9), WIDE)
    assert caught.value.code == "format-too-small"

import pytest
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import cutout_name


@pytest.mark.parametrize(
    ("photo", "name"),
    [
        ("cat.jpg", "cat-cutout.png"),
        ("my cat.holiday.JPEG", "my cat.holiday-cutout.png"),
        ("photos/deep/cat.webp", "cat-cutout.png"),
        ("Käse 東京.heic", "Käse 東京-cutout.png"),
        ("cat", "cat-cutout.png"),
        ("", "photo-cutout.png"),
        ("/", "photo-cutout.png"),
    ],
)
def test_a_cutout_is_named_after_its_photo(photo, name):
    assert cutout_name(photo) == name
    assert cutout_name(photo, "image/png") == name


@pytest.mark.parametrize("media_type", ["image/gif", "image/PNG", "", "png"])
def test_another_format_is_refused_by_its_name(media_type):
    with pytest.raises(ClickcutError) as caught:
        cutout_name("cat.jpg", media_type)
    assert caught.value.code == "unsupported-format"
    assert media_type in caught.value.message

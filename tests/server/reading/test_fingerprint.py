"""A photo's fingerprint: the same however its file is stored, and with what shows through white."""

import io

import numpy as np
import pytest
from clickcut.photos.fingerprint import fingerprint_of
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo
from clickcut_core.fingerprint import show_the_same
from PIL import Image

SCENE = Image.linear_gradient("L").resize((97, 61)).convert("RGB")
SCENE.paste("orange", (10, 5, 40, 30))


def read(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return EncoderInput.of(read_photo(buffer.getvalue(), PhotoLimits())).fingerprint


def test_two_files_of_one_picture_have_the_same_and_a_turned_one_has_another() -> None:
    exact, lossy = read(SCENE, "PNG"), read(SCENE, "JPEG", quality=60)
    assert exact == fingerprint_of(SCENE)
    assert show_the_same(exact, lossy)
    assert not show_the_same(exact, read(SCENE.transpose(Image.Transpose.ROTATE_180), "PNG"))


def test_it_is_of_the_upright_photo() -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    stored = SCENE.transpose(Image.Transpose.ROTATE_180)
    assert show_the_same(fingerprint_of(SCENE), read(stored, "JPEG", quality=95, exif=exif))


@pytest.mark.parametrize("size", [(8, 8), (8, 400), (300, 17)])
def test_what_shows_through_is_white(size: tuple[int, int]) -> None:
    clear = Image.new("RGBA", size, (0, 0, 0, 0))
    assert set(fingerprint_of(clear)) == {255}
    clear.putalpha(128)
    assert set(fingerprint_of(clear)) <= {127, 128}
    assert set(np.frombuffer(fingerprint_of(Image.new("RGB", size, (50, 50, 50))), np.uint8)) == {50}

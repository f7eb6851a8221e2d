"""What is taken away: every format holds the object's exact pixels, and nothing that was not asked for.

That files are those that the core makes natively is told in test_masks.py.
"""

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import BLOB_TO_BASE64, Element

MASK = "image/png;content=mask"


@pytest.fixture
def cat(booted: Element) -> Element:
    element = open_anew(booted, "cat.png")
    element.click(220, 150)
    return element


def file_of(element: Element, options: dict[str, object]) -> bytes:
    code = f"return ({BLOB_TO_BASE64})(await element.cutout(argument))"
    return base64.b64decode(element.evaluate(code, options))


def pixels_of(element: Element, **options: object) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(file_of(element, options))))


def photo_of(name: str) -> np.ndarray:
    return np.asarray(Image.open(photos.sample(name)).convert("RGB"))


@pytest.mark.parametrize("media_type", ["image/png", "image/webp"])
def test_opaque_pixels_are_exactly_the_photos_and_nothing_is_left_of_what_was_cut_away(
    cat: Element, media_type: str
) -> None:
    cutout = pixels_of(cat, format=media_type)
    alpha = pixels_of(cat, format=MASK)
    assert cutout.shape == (300, 451, 4)
    assert np.array_equal(cutout[..., 3], alpha)
    opaque = alpha == 255
    assert opaque.sum() > 50_000
    assert np.array_equal(cutout[opaque][:, :3], photo_of("cat.png")[opaque])
    assert not cutout[alpha == 0].any()


def test_a_jpeg_has_no_transparency_and_its_colour_in_the_corners(cat: Element) -> None:
    picture = Image.open(io.BytesIO(file_of(cat, {"format": "image/jpeg", "background": "#ff0000"})))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (451, 300))
    red, green, blue = picture.getpixel((1, 1))
    assert red > 250
    assert max(green, blue) < 5


def test_a_blurred_photo_or_a_picture_may_be_behind_the_object(cat: Element) -> None:
    alpha, photo = pixels_of(cat, format=MASK), photo_of("cat.png")
    away = (alpha == 0)[:, 2:] & (alpha == 0)[:, 1:-1] & (alpha == 0)[:, :-2]

    def roughness(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture[..., :3].astype(int), n=2, axis=1))[away].mean())

    blurred = pixels_of(cat, background="blur")
    assert np.array_equal(blurred[alpha == 255][:, :3], photo[alpha == 255])
    assert roughness(blurred) < roughness(photo) / 2
    assert abs(blurred[alpha == 0][:, :3].mean() - photo[alpha == 0].mean()) < 15
    encoded = cat.evaluate(
        """
        const canvas = new OffscreenCanvas(10, 40)
        const context = canvas.getContext("2d")
        context.fillStyle = "#0000ff"
        context.fillRect(0, 0, 10, 40)
        const background = await canvas.convertToBlob()
        """
        f"return ({BLOB_TO_BASE64})(await element.cutout({{background}}))"
    )
    on_blue = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))))
    assert (on_blue[alpha == 0] == (0, 0, 255, 255)).all()


@pytest.mark.full
def test_no_file_holds_the_place_where_the_photo_was_taken(element: Element, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    path = tmp_path / "gps.jpg"
    Image.open(photos.sample("cat.png")).convert("RGB").save(path, exif=exif, quality=95)
    with Image.open(path) as photo:
        assert photo.getexif().get_ifd(0x8825)
    element.open_file(path)
    element.click(220, 150)
    for media_type in ("image/png", "image/webp", "image/jpeg", MASK, "image/svg+xml", "application/zip"):
        content = file_of(element, {"format": media_type})
        assert b"SECRET" not in content
        assert b"Exif" not in content
        assert b"EXIF" not in content


def test_the_archive_holds_a_picture_of_each_visible_object_and_their_labels(cat: Element) -> None:
    cat.evaluate(
        "await element.renameObject(1, 'cat'); await element.addObject();"
        "await element.addPoint(30, 30); await element.addObject(); await element.addPoint(220, 40);"
        "await element.showObject(element.state.active, false)"
    )
    with zipfile.ZipFile(io.BytesIO(file_of(cat, {"format": "application/zip"}))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["cat-cat.png", "cat-object-2.png", "labels.json"]
        assert archive.read("cat-cat.png") == file_of(cat, {"object": 1})
        labels = json.loads(archive.read("labels.json"))
    assert [each["name"] for each in labels["categories"]] == ["cat", "object"]


def test_what_can_not_be_made_is_refused_with_a_code(cat: Element) -> None:
    code = "return element.cutout(argument).then(() => null, ({ code }) => code)"
    assert cat.evaluate(code, {"background": "red"}) == "invalid-option"
    assert cat.evaluate(code, {"format": "image/svg+xml", "crop": True}) == "invalid-option"
    assert cat.evaluate(code, {"format": "image/gif"}) == "unsupported-format"


def test_the_toolbars_download_takes_what_was_chosen_in_the_panel(cat: Element) -> None:
    panel = cat.page.locator("click-cut .output")
    panel.locator(".format").select_option("image/jpeg")
    panel.locator(".cropping").select_option("object")
    panel.locator("input[type=number]").fill("5")
    try:
        with cat.page.expect_download() as download:
            cat.press("download")
        assert download.value.suggested_filename == "cat-cutout.jpg"
        picture = Image.open(download.value.path())
        expected = pixels_of(cat, format="image/jpeg", background="#ffffff", crop=True, margin=5)
        assert np.array_equal(np.asarray(picture), expected)
    finally:
        panel.locator("input[type=number]").fill("20")  # as it was
        panel.locator(".cropping").select_option("none")
        panel.locator(".format").select_option("image/png")


def test_while_a_new_object_waits_download_saves_the_topmost_one(cat: Element) -> None:
    expected = file_of(cat, {})
    cat.evaluate("await element.addObject()")
    with cat.page.expect_download() as download:
        cat.press("download")
    assert np.array_equal(
        np.asarray(Image.open(download.value.path())), np.asarray(Image.open(io.BytesIO(expected)))
    )
    cat.evaluate("await element.showObject(1, false)")
    assert cat.page.locator("click-cut button.download").is_disabled()


@pytest.fixture
def copier(cat: Element) -> Iterator[Element]:
    cat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield cat
    cat.page.context.clear_permissions()


def test_the_clipboard_holds_the_cutout(copier: Element) -> None:
    copier.page.locator("click-cut .output .copy").click()
    copier.page.locator("click-cut .status", has_text="Copied").wait_for()
    encoded = copier.evaluate(
        f"const [item] = await navigator.clipboard.read();"
        f"return ({BLOB_TO_BASE64})(await item.getType('image/png'))"
    )
    copied = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGBA"))
    cutout = np.asarray(copier.cutout())
    opaque = cutout[..., 3] == 255
    assert np.array_equal(copied[..., 3], cutout[..., 3])
    assert np.array_equal(copied[opaque], cutout[opaque])


def test_a_browser_that_refuses_to_copy_is_told_of(copier: Element) -> None:
    copier.evaluate(
        "navigator.clipboard.write = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    try:
        copier.page.locator("click-cut .output .copy").click()
        assert "does not let this page copy" in copier.error()
    finally:
        copier.evaluate("delete navigator.clipboard.write")

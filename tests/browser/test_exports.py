"""What is taken away: every format holds the object's exact pixels, and nothing that was not asked for."""

import base64
import io
import json
import subprocess
import sys
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


def refusal(element: Element, options: dict[str, object]) -> str:
    code: str = element.evaluate(
        "return element.cutout(argument).then(() => null, ({code}) => code)", options
    )
    return code


def run_cut(out: Path, *options: str) -> None:
    command = [sys.executable, "-m", "clickcut", "cut", str(photos.sample("cat.png")), "-o", str(out)]
    subprocess.run([*command, "--point", "220,150", *options], check=True, capture_output=True)


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


def test_the_mask_is_eight_bits_of_grey_and_the_command_lines_is_the_same(
    cat: Element, tmp_path: Path
) -> None:
    picture = Image.open(io.BytesIO(file_of(cat, {"format": MASK})))
    assert (picture.mode, picture.size) == ("L", (451, 300))
    run_cut(tmp_path / "mask.png", "--format", "mask")
    with Image.open(tmp_path / "mask.png") as other:
        assert other.mode == "L"
        assert np.array_equal(np.asarray(picture), np.asarray(other))


def test_a_jpeg_has_no_transparency_and_its_colour_in_the_corners(cat: Element, tmp_path: Path) -> None:
    picture = Image.open(io.BytesIO(file_of(cat, {"format": "image/jpeg", "background": "#ff0000"})))
    run_cut(tmp_path / "red.jpg", "--background", "#ff0000")
    for each in (picture, Image.open(tmp_path / "red.jpg")):
        assert (each.format, each.mode, each.size) == ("JPEG", "RGB", (451, 300))
        red, green, blue = each.getpixel((1, 1))
        assert red > 250
        assert max(green, blue) < 5


def test_a_colour_behind_the_object_changes_no_opaque_pixel(cat: Element) -> None:
    alpha = pixels_of(cat, format=MASK)
    picture = pixels_of(cat, background="#00ff00")
    assert (picture[alpha == 0] == (0, 255, 0, 255)).all()
    assert (picture[..., 3] == 255).all()
    assert np.array_equal(picture[alpha == 255][:, :3], photo_of("cat.png")[alpha == 255])


def test_a_blurred_photo_behind_the_object_is_smoother_than_the_photo(cat: Element, tmp_path: Path) -> None:
    alpha, photo = pixels_of(cat, format=MASK), photo_of("cat.png")
    run_cut(tmp_path / "blur.png", "--background", "blur")
    away = (alpha == 0)[:, 2:] & (alpha == 0)[:, 1:-1] & (alpha == 0)[:, :-2]

    def roughness(picture: np.ndarray) -> float:
        return float(np.abs(np.diff(picture[..., :3].astype(int), n=2, axis=1))[away].mean())

    for each in (pixels_of(cat, background="blur"), np.asarray(Image.open(tmp_path / "blur.png"))):
        assert np.array_equal(each[alpha == 255][:, :3], photo[alpha == 255])
        assert roughness(each) < roughness(photo) / 2
        assert abs(each[alpha == 0][:, :3].mean() - photo[alpha == 0].mean()) < 15


def test_a_picture_behind_the_object_fills_the_frame(cat: Element) -> None:
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
    picture = np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))))
    alpha = pixels_of(cat, format=MASK)
    assert (picture[alpha == 0] == (0, 0, 255, 255)).all()


@pytest.mark.parametrize("margin", [0, 7, 10_000])
def test_a_crop_is_the_box_of_all_that_shows_and_its_margin(
    cat: Element, margin: int, tmp_path: Path
) -> None:
    whole = pixels_of(cat)
    rows, columns = (np.flatnonzero(whole[..., 3].any(axis=axis)) for axis in (1, 0))
    top, bottom = max(0, rows[0] - margin), rows[-1] + 1 + margin
    left, right = max(0, columns[0] - margin), columns[-1] + 1 + margin
    cropped = pixels_of(cat, crop=True, margin=margin)
    assert np.array_equal(cropped, whole[top:bottom, left:right])
    run_cut(tmp_path / "crop.png", "--crop", "--margin", str(margin))
    assert np.array_equal(np.asarray(Image.open(tmp_path / "crop.png")), cropped)


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
        assert archive.namelist() == ["cat-cat.png", "cat-cutout.png", "labels.json"]
        assert archive.read("cat-cat.png") == file_of(cat, {"object": 1})
        labels = json.loads(archive.read("labels.json"))
    assert [each["name"] for each in labels["categories"]] == ["cat", "object"]


@pytest.mark.parametrize(
    "options",
    [
        {"background": "red"},
        {"format": "image/jpeg", "background": "transparent"},
        {"crop": True, "margin": -1},
        {"format": "image/svg+xml", "crop": True},
    ],
)
def test_what_can_not_be_made_is_refused_with_a_code(cat: Element, options: dict[str, object]) -> None:
    assert refusal(cat, options) == "invalid-option"


def test_the_toolbars_download_takes_what_was_chosen_in_the_panel(cat: Element) -> None:
    panel = cat.page.locator("click-cut .output")
    panel.locator("select").first.select_option("image/jpeg")
    panel.locator("input[type=checkbox]").check()
    panel.locator("input[type=number]").fill("5")
    try:
        with cat.page.expect_download() as download:
            cat.press("download")
        assert download.value.suggested_filename == "cat-cutout.jpg"
        picture = Image.open(download.value.path())
        expected = pixels_of(cat, format="image/jpeg", background="#ffffff", crop=True, margin=5)
        assert np.array_equal(np.asarray(picture), expected)
    finally:
        panel.locator("input[type=checkbox]").uncheck()
        panel.locator("select").first.select_option("image/png")


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

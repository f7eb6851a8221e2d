"""The downloaded cut-out: the photo's size, the mask as alpha, the photo's own colours."""

import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageOps

from tests.browser import photos
from tests.browser.driver import Element


def test_the_download_is_the_photo_under_the_mask(element: Element, tmp_path: Path) -> None:
    element.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    element.click(220, 150)
    with element.page.expect_download() as download:
        element.press("download")
    assert download.value.suggested_filename == "cat-cutout.png"
    path = tmp_path / "cutout.png"
    download.value.save_as(path)

    cutout = np.asarray(Image.open(path))
    photo = np.asarray(Image.open(photos.sample("cat.png")).convert("RGB"))
    mask = element.mask()
    assert cutout.shape == (*photo.shape[:2], 4)
    assert np.array_equal(cutout[..., 3], np.where(mask, 255, 0))
    assert np.array_equal(cutout[mask][:, :3], photo[mask])
    assert not cutout[~mask].any(), "something of the photo is left where it was cut away"


def test_a_jpeg_keeps_its_exact_colours(element: Element) -> None:
    element.click(610, 330)
    cutout = np.asarray(element.cutout())
    photo = np.asarray(Image.open(photos.sample("raccoon.jpg")))
    mask = element.mask()
    assert np.array_equal(cutout[mask][:, :3], photo[mask])


def test_a_turned_photo_and_its_upright_twin_give_the_same(element: Element, tmp_path: Path) -> None:
    upright = Image.open(photos.sample("coffee.png")).convert("RGB")
    turned = upright.transpose(Image.Transpose.ROTATE_90)  # what a camera held upright stores
    exif = Image.Exif()
    exif[0x0112] = 6  # "turn clockwise to see it"
    first, second = tmp_path / "turned.jpg", tmp_path / "upright.png"
    turned.save(first, quality=95, subsampling=0, exif=exif)
    ImageOps.exif_transpose(Image.open(first)).save(second)

    results = []
    for path in (first, second):
        element.open_file(path)
        assert element.state["photo"] == {"width": 600, "height": 400}
        element.click(290, 200)
        results.append((element.mask(), np.asarray(element.cutout())))
    (mask, cutout), (twin_mask, twin_cutout) = results
    assert np.array_equal(mask, twin_mask)
    assert np.array_equal(cutout, twin_cutout)


@pytest.mark.parametrize("suffix", ["png", "webp"])
def test_any_turned_file_is_upright_in_page_and_encoder_alike(
    element: Element, tmp_path: Path, suffix: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = Image.open(photos.sample("coffee.png")).convert("RGB").transpose(Image.Transpose.ROTATE_90)
    path = tmp_path / f"turned.{suffix}"
    turned.save(path, exif=exif, lossless=True)
    element.open_file(path)
    assert element.state["photo"] == {"width": 600, "height": 400}
    element.click(290, 200)
    mask = element.mask()
    photo = np.asarray(Image.open(photos.sample("coffee.png")).convert("RGB"))
    assert np.array_equal(np.asarray(element.cutout())[mask][:, :3], photo[mask])


@pytest.mark.parametrize(("suffix", "media_type"), [("tiff", "image/tiff"), ("heic", "image/heic")])
def test_a_photo_that_only_the_server_can_read_is_cut_out_too(
    element: Element, tmp_path: Path, suffix: str, media_type: str
) -> None:
    pillow_heif.register_heif_opener()
    path = tmp_path / f"flower.{suffix}"
    options = {"quality": -1} if suffix == "heic" else {}
    Image.open(photos.sample("flower.jpg")).save(path, **options)
    element.open_file(path)
    element.click(310, 190)
    cutout = np.asarray(element.cutout())
    photo = np.asarray(Image.open(path).convert("RGB"))
    mask = element.mask()
    assert mask[190, 310]
    assert np.array_equal(cutout[mask][:, :3], photo[mask])


def test_an_unknown_format_is_refused_by_name(element: Element) -> None:
    element.click(610, 330)
    code = element.evaluate("return element.cutout({format: 'image/gif'}).catch((error) => error.code)")
    assert code == "unsupported-format"


def test_a_photo_that_is_transparent_itself_stays_so(element: Element, tmp_path: Path) -> None:
    picture = Image.open(photos.sample("flower.jpg")).convert("RGBA")
    alpha = np.full((picture.height, picture.width), 255, np.uint8)
    alpha[:, : picture.width // 2] = 0
    picture.putalpha(Image.fromarray(alpha))
    path = tmp_path / "half.png"
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    path.write_bytes(buffer.getvalue())
    element.open_file(path)
    element.click(400, 190)
    cutout = np.asarray(element.cutout())
    assert not cutout[alpha == 0][:, 3].any()

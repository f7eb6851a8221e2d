"""The downloaded cut-out: the photo's size, an edge as soft as the photo's, the photo's own colours."""

from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageFilter, ImageOps

from tests.browser import photos
from tests.browser.driver import Element

DEEP = 49  # pixels: farther from the mask's edge than this, alpha is decided


def assert_cut(cutout: np.ndarray, photo: np.ndarray, mask: np.ndarray) -> None:
    """Opaque deep inside, nothing deep outside, and of the photo no pixel altered where opaque."""
    alpha = cutout[..., 3]
    assert cutout.shape == (*photo.shape[:2], 4)
    grey = Image.fromarray(np.where(mask, 255, 0).astype(np.uint8))
    inside = np.asarray(grey.filter(ImageFilter.MinFilter(DEEP))) == 255
    outside = np.asarray(grey.filter(ImageFilter.MaxFilter(DEEP))) == 0
    assert inside.any()
    assert (alpha[inside] == 255).mean() > 0.99
    assert (alpha[outside] == 0).mean() > 0.99
    assert np.array_equal(cutout[alpha == 255][:, :3], photo[alpha == 255])
    assert not cutout[alpha == 0].any(), "something of the photo is left where it was cut away"
    assert ((alpha >= 128) == mask).mean() > 0.97
    assert ((alpha > 0) & (alpha < 255)).any(), "the edge is hard"


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
    assert_cut(cutout, photo, element.mask())


@pytest.mark.full
def test_48_megapixels_are_cut_out_in_little_memory(element: Element, tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    photo = Image.open(photos.sample("flower.jpg")).convert("RGB").resize((8000, 6000))
    photo.save(path, quality=80)
    element.open_file(path)
    element.click(3875, 2669)
    width, height, counts = element.evaluate(
        "const bitmap = await createImageBitmap(await element.cutout());"
        "return [bitmap.width, bitmap.height, await element.counts()]"
    )
    assert (width, height) == (8000, 6000)
    assert counts["onnxBytes"] < 1e9
    assert counts["pythonBytes"] < 64e6, "Python holds the photo"


@pytest.mark.full  # tests/server/requests/test_embeddings_api.py has the embedding
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


@pytest.mark.full
@pytest.mark.parametrize("suffix", ["png", "webp"])
def test_a_file_lies_alike_in_page_and_encoder(element: Element, tmp_path: Path, suffix: str) -> None:
    """EXIF turns a PNG; what a WebP says is left undone, as browsers do."""
    exif = Image.Exif()
    exif[0x0112] = 6
    upright = Image.open(photos.sample("coffee.png")).convert("RGB")
    turned = upright.transpose(Image.Transpose.ROTATE_90)
    path = tmp_path / f"turned.{suffix}"
    turned.save(path, exif=exif, lossless=True)
    photo, place = (upright, (290, 200)) if suffix == "png" else (turned, (200, 309))
    element.open_file(path)
    assert element.state["photo"] == {"width": photo.width, "height": photo.height}
    element.click(*place)
    assert_cut(np.asarray(element.cutout()), np.asarray(photo), element.mask())


@pytest.mark.full
@pytest.mark.parametrize("suffix", ["heic", "tiff"])
def test_a_photo_that_only_the_server_can_read_is_cut_out_too(
    element: Element, tmp_path: Path, suffix: str
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
    assert_cut(cutout, photo, mask)


@pytest.mark.full
def test_a_photo_that_is_transparent_itself_stays_so(element: Element, tmp_path: Path) -> None:
    picture = Image.open(photos.sample("flower.jpg")).convert("RGBA")
    alpha = np.full((picture.height, picture.width), 255, np.uint8)
    alpha[:, : picture.width // 2] = 0
    picture.putalpha(Image.fromarray(alpha))
    path = tmp_path / "half.png"
    picture.save(path)
    element.open_file(path)
    element.click(400, 190)
    cutout = np.asarray(element.cutout())
    assert not cutout[alpha == 0][:, 3].any()
    assert (cutout[..., 3] == 255).any()

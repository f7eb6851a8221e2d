"""A photo's colour profile goes with its own numbers into the PNG, in the page as on the command line."""

import base64
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element
from tests.server.photos import red_green_swapped_profile

PROFILE = red_green_swapped_profile()


def photo(path: Path, kind: str, profile: bytes | None) -> Path:
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    exif[0x010E] = "SECRET"
    picture = Image.open(photos.sample("cat.png")).convert("RGB")
    picture.save(path, kind, quality=95, exif=exif, **({"icc_profile": profile} if profile else {}))
    return path


def both(element: Element, path: Path, out: Path, **options: object) -> tuple[bytes, bytes]:
    """The same cut-out from the page and from `clickcut cut`."""
    element.open_file(path)
    element.click(220, 150)
    code = f"return ({BLOB_TO_BASE64})(await element.cutout(argument))"
    page = base64.b64decode(element.evaluate(code, options))
    command = [sys.executable, "-m", "clickcut", "cut", str(path), "--point", "220,150", "-o", str(out)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    subprocess.run(command, check=True, capture_output=True)
    return page, out.read_bytes()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_png_has_the_photos_profile_and_its_own_numbers(
    element: Element, tmp_path: Path, kind: str
) -> None:
    path = photo(tmp_path / f"tagged.{kind.lower()}", kind, PROFILE)
    own = np.asarray(Image.open(path).convert("RGB"))
    cutouts = []
    for content in both(element, path, tmp_path / "out.png"):
        picture = Image.open(io.BytesIO(content))
        assert picture.info["icc_profile"] == PROFILE
        cutout = np.asarray(picture)
        opaque = cutout[..., 3] == 255
        assert opaque.sum() > 50_000
        assert np.array_equal(cutout[opaque][:, :3], own[opaque])
        assert not any(word in content for word in (b"SECRET", b"Exif", b"eXIf"))
        cutouts.append(cutout)
    assert np.array_equal(*cutouts)


@pytest.mark.parametrize("profile", [None, PROFILE.replace(b"acsp", b"spca")], ids=["untagged", "damaged"])
def test_without_a_whole_profile_there_is_none(
    element: Element, tmp_path: Path, profile: bytes | None
) -> None:
    path = photo(tmp_path / "photo.jpg", "JPEG", profile)
    own = np.asarray(Image.open(path))
    pictures = [Image.open(io.BytesIO(each)) for each in both(element, path, tmp_path / "out.png")]
    assert all("icc_profile" not in picture.info for picture in pictures)
    cutouts = [np.asarray(picture) for picture in pictures]
    assert np.array_equal(*cutouts)
    opaque = cutouts[0][..., 3] == 255
    assert np.array_equal(cutouts[0][opaque][:, :3], own[opaque])


def test_on_a_colour_a_picture_is_srgb(element: Element, tmp_path: Path) -> None:
    path = photo(tmp_path / "tagged.png", "PNG", PROFILE)
    own = np.asarray(Image.open(path).convert("RGB")).astype(int)
    for content in both(element, path, tmp_path / "out.png", background="#ff0000"):
        picture = Image.open(io.BytesIO(content))
        assert "icc_profile" not in picture.info
        pixels = np.asarray(picture)[..., :3].astype(int)
        assert tuple(pixels[1, 1]) == (255, 0, 0)
        middle = (slice(140, 160), slice(210, 230))
        assert np.abs(pixels[middle] - own[middle][..., [1, 0, 2]]).max() < 8  # swapped back

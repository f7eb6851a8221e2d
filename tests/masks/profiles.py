"""Photos with a colour profile, and what a cut-out of them must be, in the page as on the command line."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

from tests.browser import photos
from tests.server.photos import red_green_swapped_profile

PROFILE = red_green_swapped_profile()
DAMAGED = PROFILE.replace(b"acsp", b"spca")
PLACE = (220, 150)


def photo(path: Path, kind: str, profile: bytes | None) -> Path:
    """The cat with a place, a secret and perhaps a profile."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)})
    exif[0x010E] = "SECRET"
    picture = Image.open(photos.sample("cat.png")).convert("RGB")
    picture.save(path, kind, quality=95, exif=exif, **({"icc_profile": profile} if profile else {}))
    return path


def assert_own_numbers(content: bytes, path: Path, profile: bytes | None) -> np.ndarray:
    """A PNG has the photo's numbers and a profile, or none; gives its pixels."""
    picture = Image.open(io.BytesIO(content))
    assert picture.info.get("icc_profile") == profile
    cutout, own = np.asarray(picture), np.asarray(Image.open(path).convert("RGB"))
    opaque = cutout[..., 3] == 255
    assert opaque.sum() > 50_000
    assert np.array_equal(cutout[opaque][:, :3], own[opaque])
    assert not any(word in content for word in (b"SECRET", b"Exif", b"eXIf"))
    return cutout


def assert_srgb_on_red(content: bytes, path: Path) -> None:
    """On a colour, a photo whose channels its profile swaps is as it is seen."""
    picture, own = Image.open(io.BytesIO(content)), np.asarray(Image.open(path).convert("RGB")).astype(int)
    assert "icc_profile" not in picture.info
    pixels = np.asarray(picture)[..., :3].astype(int)
    assert tuple(pixels[1, 1]) == (255, 0, 0)
    middle = (slice(140, 160), slice(210, 230))
    assert np.abs(pixels[middle] - own[middle][..., [1, 0, 2]]).max() < 8  # swapped back

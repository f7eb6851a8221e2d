"""Photos from 8 × 8 to 50 megapixels in every format that is accepted, and files that are refused."""

from dataclasses import dataclass

from PIL import Image

from tests.load.photos import with_grain
from tests.server import photos

LARGEST = (8660, 5774)
"""50 megapixels."""
LARGE = (4000, 3000)
SIZES = ((1600, 1067), (300, 200), (8, 8))
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
# Whatever is quickest: the test waits for it.
FASTEST: dict[str, dict[str, int]] = {
    "PNG": {"compress_level": 1},
    "WEBP": {"method": 0},
    "AVIF": {"speed": 10},
}


@dataclass(frozen=True)
class Kind:
    """A file, and the statuses that may answer it where there is room for it."""

    name: str
    content: bytes
    statuses: tuple[int, ...]


def mixture() -> list[Kind]:
    """Make them, largest first."""
    wanted = [(LARGEST, "JPEG"), (LARGE, "JPEG"), (LARGE, "PNG"), (LARGE, "WEBP")]
    wanted += [(size, kind) for size in SIZES for kind in FORMATS]
    accepted = [_accepted(with_grain(*size, seed=1), kind) for size, kind in wanted]
    return [*accepted, *_refused()]


def _accepted(picture: Image.Image, kind: str) -> Kind:
    content = photos.file(picture, kind, **FASTEST.get(kind, {}))
    return Kind(f"{kind} {picture.width} × {picture.height}", content, (200, 201))


def _refused() -> list[Kind]:
    photo = photos.file(with_grain(*SIZES[0], seed=1), "JPEG")
    return [
        Kind("1 × 1", photos.file(photos.picture(1, 1)), (422,)),
        Kind("too narrow", photos.file(photos.picture(2000, 9)), (422,)),
        Kind("a bomb", photos.claimed_png(60_000, 60_000), (422,)),
        Kind("cut short", photo[: len(photo) // 2], (422,)),
        Kind("no photo", b"<svg/>" * 1000, (422,)),
    ]

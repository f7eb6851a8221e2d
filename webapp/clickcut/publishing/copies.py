"""A photo as it is published: its own file without metadata or a new one, and small pictures of it.

Nothing here says where a file goes.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from clickcut_build.metadata import without_metadata
from clickcut_build.tiles import tile, tile_size
from clickcut_core.files.photo_format import detect
from clickcut_core.files.shown_picture import orientation_of
from clickcut_core.geometry import ImageSize
from PIL import Image

from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, read_photo

SUFFIXES = {"jpeg": ".jpg", "png": ".png", "webp": ".webp"}
"""What a published photo may be: what every browser reads."""
_JPEG_END = b"\xff\xd9"
_LOSSY = {"jpeg", "avif", "heic"}
_FAITHFUL, _GOOD = 95, 90  # JPEG's quality, in place of the original and of a smaller copy
THUMBNAILS = (480, 1200)
_POSTER = 640  # pixels of its longer side
"""Widths of the small pictures: the gallery's tiles on sharp displays, and what a shared link shows."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What is published of a photo.

    Attributes
    ----------
    content
        The file.
    suffix
        One of `SUFFIXES`.
    photo
        What that file shows: the encoder reads these pixels.
    notes
        Codes of `clickcut_core.errors.NOTES` about how the source was read.
    """

    content: bytes
    suffix: str
    photo: Photo
    notes: tuple[str, ...]


def copy_photo(content: bytes, limits: PhotoLimits, *, longest_side: int | None) -> Copy:
    """Copy a photo for others to see.

    Parameters
    ----------
    content
        The photo's file.
    limits
        What is accepted.
    longest_side
        None publishes the photo at full size: JPEG, PNG and WebP as they are, GIF, BMP and TIFF as PNG,
        HEIC and AVIF as JPEG. A PNG that EXIF turns is written anew, upright, as not every browser turns one.
        A number publishes a new JPEG, its longest side at most so many pixels. Where
        something shows through, a new file is a PNG.

    Raises
    ------
    ClickcutError
        What `read_photo` raises.
    """
    kind = detect(content) or ""
    if longest_side is None and kind in SUFFIXES:
        kept = _as_it_is(content, kind, limits)
        if kept is not None:
            photo = read_photo(kept, limits)
            return Copy(kept, SUFFIXES[kind], photo, photo.notes)
    source = read_photo(content, limits)
    image = source.image
    if longest_side is not None:
        image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    as_jpeg = image.mode == "RGB" and (kind in _LOSSY or longest_side is not None)
    target = io.BytesIO()
    if as_jpeg:
        quality = _FAITHFUL if longest_side is None else _GOOD
        image.save(target, "JPEG", quality=quality, subsampling=0, optimize=True)
    else:
        image.save(target, "PNG")
    written = target.getvalue()
    return Copy(written, SUFFIXES["jpeg" if as_jpeg else "png"], read_photo(written, limits), source.notes)


def _as_it_is(content: bytes, kind: str, limits: PhotoLimits) -> bytes | None:
    """Give the same pixels without metadata; None where the file has to be written anew."""
    turn = orientation_of(content)
    kept = without_metadata(content, kind, orientation=turn)
    if kept is None and kind == "jpeg":
        read_photo(content, limits)  # it refuses a photo that lacks more than its end marker
        kept = without_metadata(content + _JPEG_END, kind, orientation=turn)
    return kept


def thumbnail_widths(photo: ImageSize) -> tuple[int, ...]:
    """Tell which small pictures a photo has: none that is wider than its tile would be, but for the first."""
    widest = tile_size(photo).width
    return tuple(each for each in THUMBNAILS if each == THUMBNAILS[0] or each < widest)


def thumbnail(image: Image.Image, proposals: bytes, width: int) -> bytes:
    """Make a small WebP: a tile of at most `width` pixels, see `clickcut_build.tiles`."""
    return _webp(tile(image, proposals, width))


def poster(image: Image.Image) -> bytes:
    """Make a small WebP of the whole photo: what is seen of it until it is there."""
    small = image.copy()
    small.thumbnail((_POSTER, _POSTER), Image.Resampling.LANCZOS, reducing_gap=3)
    return _webp(small)


def _webp(image: Image.Image) -> bytes:
    target = io.BytesIO()
    # Method 2 takes a third of the default's time for 2 % more bytes.
    image.save(target, "WEBP", quality=80, method=2)
    return target.getvalue()

"""A photo's file opened: its size judged, its first picture decoded, and what goes wrong told as one code.

Pillow's plugins are used directly, not through `Image.open`: nothing is registered for the whole process, no
other format can be reached, and Pillow's process-wide limit of pixels does not stand in for ours. What the
pixels mean is for `colour`.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pillow_heif
from clickcut_core.errors import ClickcutError
from clickcut_core.files.photo_format import NAMES, RAW, detect
from clickcut_core.files.shown_picture import UPRIGHT, HiddenDefault, orientation_of
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)
from PIL.Image import DecompressionBombError
from PIL.ImageFile import ImageFile

from clickcut.photos import jpeg, tiff
from clickcut.photos.big_tiff import with_short_offsets
from clickcut.photos.coded_colours import CodedColours
from clickcut.photos.gif import gif_size
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.nclx import coded_colours, with_known_codes
from clickcut.photos.png import read_png
from clickcut.photos.tiff_samples import read_samples

# The entry of such an item (ISO/IEC 14496-12, 8.11.6): version, flags, number and protection before its type.
_EXIF_ITEM = re.compile(rb"(infe[\2\3].{7,9})Exif", re.DOTALL)
_HEIF: Callable[[io.BytesIO], ImageFile] = pillow_heif.HeifImageFile  # its author wrote no types


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A photo's first picture as it is stored, decoded.

    Attributes
    ----------
    image
        Of whatever mode the file has.
    orientation
        EXIF's number for how it is still to be turned.
    profile, colours
        What its numbers mean: an ICC profile, or a code; with neither they are sRGB's.
    alpha
        Of mode L, where the image's own mode has none.
    frame, canvas
        Where the picture lies on a larger, transparent one, of that width and height.
    notes
        Codes of `clickcut_core.errors.NOTES`.
    """

    image: Image.Image
    orientation: int = UPRIGHT
    profile: bytes | None = None
    colours: CodedColours | None = None
    alpha: Image.Image | None = None
    frame: HiddenDefault | None = None
    canvas: tuple[int, int] | None = None
    notes: tuple[str, ...] = ()


@contextmanager
def opened(content: bytes, limits: PhotoLimits) -> Iterator[Opened]:
    """Open and decode a photo; what goes wrong until its colours are converted is told as the photo's fault.

    Raises
    ------
    ClickcutError
        `empty-photo`, `not-a-photo`, `raw-photo`, `photo-variant`, `truncated-photo`, or what
        `PhotoLimits.check` raises.
    """
    if not content:
        raise ClickcutError("empty-photo")
    name = detect(content)
    if name == RAW:
        raise ClickcutError("raw-photo")
    if name is None:
        raise ClickcutError("not-a-photo")
    try:
        yield _READERS[name](content, limits)
    except (ClickcutError, MemoryError, _SizeFound):
        raise
    except DecompressionBombError as error:
        # These two plugins ask for Pillow's own limit before they tell the size.
        size = gif_size if name == "gif" else _webp_size
        with suppress(IndexError, struct.error):  # a file that Pillow reads on where it is broken
            limits.check(*size(content))
        raise ClickcutError("not-a-photo") from error
    except Exception as error:
        # Decoders fed with damaged bytes raise nearly everything: OSError, ValueError, SyntaxError …
        if _tells_of_a_variant(error):
            raise ClickcutError("photo-variant", format=NAMES[name]) from error
        code = "truncated-photo" if _tells_of_an_end(error) else "not-a-photo"
        raise ClickcutError(code) from error


def stored_size(content: bytes, limits: PhotoLimits) -> tuple[int, int]:
    """Tell a photo's width and height as it is stored, before a pixel of it is decoded.

    Raises
    ------
    ClickcutError
        What `opened` raises of a photo's head.
    """
    try:
        with opened(content, _SizeAlone(max_megapixels=limits.max_megapixels)):
            raise ClickcutError("not-a-photo")  # every reader judges a size before it decodes
    except _SizeFound as found:
        return found.width, found.height


class _SizeFound(Exception):  # noqa: N818  it is what was asked for
    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height


class _SizeAlone(PhotoLimits):
    """Limits that end the reading where they are judged."""

    def check(self, width: int, height: int) -> None:
        super().check(width, height)
        raise _SizeFound(width, height)


def _plain(plugin: Callable[[io.BytesIO], ImageFile]) -> Callable[[bytes, PhotoLimits], Opened]:
    """Give the reader of a format that Pillow reads as browsers do."""

    def read(content: bytes, limits: PhotoLimits) -> Opened:
        image = _decoded(plugin(io.BytesIO(content)), limits)
        return Opened(image=image, profile=image.info.get("icc_profile"), notes=_notes(image))

    return read


def _decoded(image: ImageFile, limits: PhotoLimits) -> ImageFile:
    limits.check(*image.size)
    image.load()
    return image


def _notes(image: ImageFile) -> tuple[str, ...]:
    return ("first-frame",) if getattr(image, "is_animated", False) else ()


def _read_jpeg(content: bytes, limits: PhotoLimits) -> Opened:
    """Not by `jpeg_factory`: a phone's JPEG with a gain map or a depth map is one photo, not several."""
    if jpeg.is_variant(content):
        raise ClickcutError("photo-variant", format=NAMES["jpeg"])
    picture = jpeg.bare(content)
    image = JpegImagePlugin.JpegImageFile(io.BytesIO(picture))
    try:
        _decoded(image, limits)
    except OSError as error:
        if not _tells_of_an_end(error):
            raise
        image.close()  # or there would be two in memory
        image = jpeg.completed(picture)
    return Opened(image=image, orientation=orientation_of(content), profile=image.info.get("icc_profile"))


def _read_png(content: bytes, limits: PhotoLimits) -> Opened:
    png = read_png(content)
    if png.canvas:
        limits.check(*png.canvas)
    image = _decoded(PngImagePlugin.PngImageFile(io.BytesIO(png.content)), limits)
    return Opened(
        image=image,
        orientation=orientation_of(content),
        profile=png.profile,
        colours=png.colours,
        frame=png.frame,
        canvas=png.canvas if png.frame else None,
        notes=("first-frame",) if png.frames > 1 else (),
    )


def _read_gif(content: bytes, limits: PhotoLimits) -> Opened:
    """Leave free what the first picture leaves of the screen, where Pillow puts the first colour."""
    image = GifImagePlugin.GifImageFile(io.BytesIO(content))
    box = image.tile[0].extents if image.tile else None
    _decoded(image, limits)
    alpha = None
    if box and box != (0, 0, *image.size) and "transparency" not in image.info:
        alpha = Image.new("L", image.size)
        alpha.paste(255, box)
    return Opened(image=image, alpha=alpha, profile=image.info.get("icc_profile"), notes=_notes(image))


def _read_tiff(content: bytes, limits: PhotoLimits) -> Opened:
    directory, notes = tiff.choose(content)
    if directory is None:
        return _plain(tiff.JudgedTiff)(content, limits)
    limits.check(directory.value(content, tiff.WIDTH), directory.value(content, tiff.HEIGHT))
    content, directory = with_short_offsets(content, directory)
    if not tiff.is_misread(content, directory):
        with suppress(SyntaxError, KeyError):  # no mode for its samples; a compression that is unknown
            image = tiff.JudgedTiff(io.BytesIO(tiff.pointed_at(content, directory)))
            return Opened(image=_decoded(image, limits), profile=image.info.get("icc_profile"), notes=notes)
    samples, alpha = read_samples(content, directory)
    return Opened(
        image=samples,
        alpha=alpha,
        orientation=directory.value(content, tiff.ORIENTATION, UPRIGHT),
        profile=bytes(directory.values(content, tiff.PROFILE, most=len(content))) or None,
        notes=notes,
    )


def _read_heif(content: bytes, limits: PhotoLimits) -> Opened:
    image = _decoded(_HEIF(io.BytesIO(with_known_codes(content))), limits)
    profile = image.info.get("icc_profile")
    colours = None if profile else coded_colours(content)
    return Opened(image=image, profile=profile, colours=colours, notes=_notes(image))


def _read_avif(content: bytes, limits: PhotoLimits) -> Opened:
    """Without its EXIF, which counts nowhere, and whose damage would count for Pillow."""
    bare = _EXIF_ITEM.sub(rb"\1free", content, count=1)
    image = _decoded(AvifImagePlugin.AvifImageFile(io.BytesIO(with_known_codes(bare))), limits)
    profile = image.info.get("icc_profile")
    image.info.pop("xmp", None)  # Pillow would fall back to its orientation
    return Opened(
        image=image,
        # Pillow puts the container's own turn here.
        orientation=int(image.getexif().get(ExifTags.Base.Orientation, UPRIGHT)),
        profile=profile,
        colours=None if profile else coded_colours(content),
        notes=_notes(image),
    )


_READERS: dict[str, Callable[[bytes, PhotoLimits], Opened]] = {
    "avif": _read_avif,
    "bmp": _plain(BmpImagePlugin.BmpImageFile),
    "gif": _read_gif,
    "heic": _read_heif,
    "jpeg": _read_jpeg,
    "png": _read_png,
    "tiff": _read_tiff,
    "webp": _plain(WebPImagePlugin.WebPImageFile),
}


def _tells_of_a_variant(error: BaseException) -> bool:
    """Say whether a decoder understood the header, and has no way for what it says."""
    said = str(error).lower()
    return any(words in said for words in ("unsupported", "unknown nclx", "conversion from yuv failed"))


def _tells_of_an_end(error: BaseException) -> bool:
    """Say whether a decoder missed bytes; those of WebP, AVIF and compressed TIFF mostly can't tell."""
    said = str(error).lower()
    return any(words in said for words in ("truncated", "unexpected end of file")) or any(
        isinstance(cause, EOFError | IndexError | struct.error) for cause in (error, error.__cause__)
    )


def _webp_size(content: bytes) -> tuple[int, int]:
    """Read width and height (https://developers.google.com/speed/webp/docs/riff_container)."""
    if content[12:16] == b"VP8X":
        return tuple(1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))  # type: ignore[return-value]
    if content[12:16] == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    return width, height

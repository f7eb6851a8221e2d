"""A photo as everything else sees it: upright, 8-bit sRGB unless its own colours are asked for, with notes.

The only place where a photo's bytes become pixels; it keeps no metadata (so no place and no date) and
writes nothing to disk.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace

import numpy as np
from clickcut_core.files.colour_profile import HEAD_BYTES, profile_of
from clickcut_core.files.photo_format import detect
from clickcut_core.files.shown_picture import HiddenDefault
from clickcut_core.fingerprint import Fingerprint
from clickcut_core.geometry import Frame, ImageSize, Part
from clickcut_core.photo_shape import SHORTEST_SIDE
from PIL import Image

from clickcut.photos.colour import to_srgb, unconverted
from clickcut.photos.fingerprint import fingerprint_of
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.opening import opened, stored_size

READING = "2"
"""How a file becomes pixels: a change of it makes embeddings anew that are kept under a photo's hash."""
_WHITE = (255, 255, 255, 255)
# EXIF's tag 274 (CIPA DC-008, 4.6.5): how to turn what is stored into what was seen.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Photo:
    """An upright photo.

    Attributes
    ----------
    image
        Pillow image of mode RGB, or RGBA (straight alpha) where something shows through; 8 bits.
    notes
        Codes of `clickcut_core.errors.NOTES`.
    profile
        The ICC profile that the numbers are of; without one they are sRGB's.
    """

    image: Image.Image
    notes: tuple[str, ...] = ()
    profile: bytes | None = None

    @property
    def frame(self) -> Frame:
        """Upright size and size for the model."""
        return Frame.of(ImageSize(height=self.image.height, width=self.image.width))

    @property
    def pixels(self) -> np.ndarray:
        """RGB as uint8 (height, width, 3); under alpha the colours as stored."""
        return np.asarray(self.image.convert("RGB"))

    def part(self, part: Part) -> Photo:
        """Give a part of it, as a photo of its own."""
        return replace(self, image=self.image.crop(part.corners))


@dataclass(frozen=True, slots=True)
class EncoderInput:
    """What the encoder takes of a photo, and what an embedding says of it.

    Attributes
    ----------
    pixels
        RGB as uint8 (height, width, 3), the longest side 1024.
    frame
        The upright photo's size and the pixels'.
    notes
        The photo's.
    fingerprint
        Of the upright photo.
    """

    pixels: np.ndarray
    frame: Frame
    notes: tuple[str, ...]
    fingerprint: Fingerprint = b""

    @classmethod
    def of(cls, photo: Photo) -> EncoderInput:
        """Make it, by `model_input` and `fingerprint_of`."""
        return cls(model_input(photo), photo.frame, photo.notes, fingerprint_of(photo.image))


def photo_sha256(content: bytes) -> str:
    """Give the name of a photo: 64 hexadecimal digits, the SHA-256 of its file."""
    return hashlib.sha256(content).hexdigest()


def part_sha256(sha256: str, part: Part) -> str:
    """Give the name of a part of the photo with that SHA-256, another 64 digits."""
    return photo_sha256(f"{sha256} {part.corners}".encode())


def read_photo(content: bytes, limits: PhotoLimits, *, keep_profile: bool = False) -> Photo:
    """Decode a file: the picture of it that browsers show, turned upright as they do, as sRGB.

    With `keep_profile` the numbers are the file's own where `profile_of` finds what they mean.

    Raises
    ------
    ClickcutError
        `empty-photo`, `not-a-photo`, `raw-photo`, `photo-variant`, `truncated-photo`, `too-many-pixels`,
        `photo-too-small` or `photo-too-narrow`.
    """
    profile = profile_of(content[:HEAD_BYTES]) if keep_profile else None
    with opened(content, limits) as file:
        image = to_srgb(file) if profile is None else unconverted(file)
        if file.frame is not None and file.canvas is not None:
            image = _placed(image, file.frame, file.canvas)
        image = turned(image, file.orientation)
    notes = (*file.notes, *(("high-dynamic-range",) if file.colours and file.colours.is_hdr else ()))
    image.info.clear()  # or Pillow would write the source's profile and comments into `to_png`
    return Photo(image, notes, profile)


def turned(image: Image.Image, orientation: int) -> Image.Image:
    """Turn a stored picture upright; `orientation` is EXIF's number."""
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def model_input(photo: Photo) -> np.ndarray:
    """Give what the encoder takes: uint8 (height, width, 3), longest side 1024.

    Resized by Pillow's bilinear filter on uint8, as `ResizeLongestSide.apply_image` in segment-anything's
    utils/transforms.py does. What shows through is white: stored colours under alpha are often arbitrary.
    """
    image = photo.image
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, _WHITE), image).convert("RGB")
    size = photo.frame.resized
    return np.asarray(image.resize((size.width, size.height), Image.Resampling.BILINEAR))


def to_png(photo: Photo) -> bytes:
    """Write a lossless PNG for browsers that can't decode the photo; alpha stays, metadata does not."""
    file = io.BytesIO()
    # The fastest compression: it travels once and is not kept.
    photo.image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def most_png_bytes(content: bytes, limits: PhotoLimits) -> int:
    """Bound the file that `to_png` makes of a photo, by its head: noise, which compression makes longer.

    Raises
    ------
    ClickcutError
        What `stored_size` raises.
    """
    width, height = stored_size(content, limits)
    return most_noise_bytes(width, height, channels=3 if detect(content) == "jpeg" else 4)


def most_png_bytes_within(limits: PhotoLimits) -> int:
    """Bound the file that `to_png` makes of any photo within limits."""
    return most_noise_bytes(limits.most_pixels // SHORTEST_SIDE, SHORTEST_SIDE, channels=4)


def most_noise_bytes(width: int, height: int, *, channels: int) -> int:
    """Bound a PNG of 8 bits a channel."""
    rows = channels * width * height + max(width, height)  # one byte a row names its filter
    # A byte takes nine bits at the most (RFC 1951, 3.2.6), and PNG's chunks some kilobytes.
    return rows + rows // 8 + 2**16


def _placed(image: Image.Image, frame: HiddenDefault, canvas: tuple[int, int]) -> Image.Image:
    """Put an animation's frame where it belongs."""
    if image.size == canvas:
        return image
    whole = Image.new("RGBA", canvas)
    whole.paste(image.convert("RGBA"), (frame.x, frame.y))
    return whole

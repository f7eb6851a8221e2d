"""A decoded photo's colours: from whatever the file holds to 8-bit RGB, with straight alpha or without.

It changes values, never geometry.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image, ImageCms

from clickcut.photos.hdr import tone_mapped
from clickcut.photos.opening import Opened


def to_srgb(opened: Opened) -> Image.Image:
    """Convert to RGB, or to RGBA where something shows through.

    The embedded profile is applied with the perceptual intent; a broken one, or one for another kind of
    colour, is ignored as browsers do. RGB under alpha is kept as it is, not multiplied.
    """
    if opened.colours is None:
        return _straight(opened, opened.profile)
    # A code says what colours mean, of grey as well.
    if opened.colours.is_hdr:
        return _straight(opened, None, partial(tone_mapped, colours=opened.colours))
    return _straight(opened, opened.colours.profile(), lambda image: image.convert("RGB"))


def unconverted(opened: Opened) -> Image.Image:
    """Give the same with the numbers that are in the file, which mean what its profile says."""
    return _straight(opened, None)


def _straight(
    opened: Opened, profile: bytes | None, prepare: Callable[[Image.Image], Image.Image] | None = None
) -> Image.Image:
    image = _eight_bits(opened.image)
    alpha = opened.alpha if opened.alpha is not None else _alpha(image)
    colour = _opaque(image)
    colour = _apply(profile, prepare(colour) if prepare else colour)
    if alpha is not None and alpha.getextrema() != (255, 255):
        colour.putalpha(alpha)
    return colour


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring grey of more than 8 bits to 8; Pillow has done so for 16-bit colour while decoding."""
    if image.mode.startswith("I;16"):
        # The high byte, as Pillow takes it for 16-bit colour: a grey photo equals its RGB twin.
        high = (np.asarray(image) >> 8).astype(np.uint8)
        return Image.fromarray(high)
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(image, dtype=np.float64)))
    return image


def _stretched(values: np.ndarray) -> np.ndarray:
    """Scale 32-bit values, which have no agreed black and white, from their own least to their greatest."""
    finite = np.isfinite(values)
    if not finite.any():
        return np.zeros(values.shape, np.uint8)
    low, high = values[finite].min(), values[finite].max()
    shifted = np.clip(np.nan_to_num(values, nan=low), low, high) - low
    scaled: np.ndarray = np.round(shifted * (255 / max(high - low, 1e-300))).astype(np.uint8)
    return scaled


def _alpha(image: Image.Image) -> Image.Image | None:
    """Give the alpha channel, a palette's or a colour key's as well; None without one."""
    if not image.has_transparency_data:
        return None
    return image.convert("RGBA").getchannel("A")


def _opaque(image: Image.Image) -> Image.Image:
    """Give L, RGB, CMYK or LAB: the colours alone, in the space that a profile would be for."""
    if image.mode in ("L", "RGB", "CMYK", "LAB") and not image.has_transparency_data:
        return image
    grey = image.mode in ("1", "L", "LA", "La")
    # By way of RGBA, because Pillow keeps a palette's colours under alpha only on that way.
    return image.convert("RGBA").convert("RGB").convert("L" if grey else "RGB")


def _apply(profile: bytes | None, image: Image.Image) -> Image.Image:
    if not profile and image.mode != "LAB":
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(
            ImageCms.createProfile("LAB") if image.mode == "LAB" else io.BytesIO(profile or b"")
        )
        converted = ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.PERCEPTUAL,
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image.convert("RGB")
    return converted if converted is not None else image.convert("RGB")

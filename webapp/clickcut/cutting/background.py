"""What is put behind a cut-out on the command line; it knows nothing of masks."""

from __future__ import annotations

from clickcut_core.files.export_options import BLUR, BLUR_SHARE, PICTURE, TRANSPARENT, Box
from PIL import Image, ImageFilter, ImageOps


def on_background(
    cutout: Image.Image,
    background: str,
    *,
    photo: Image.Image,
    box: Box | None,
    behind: Image.Image | None,
) -> Image.Image:
    """Put a cut-out on a background; RGB, or the cut-out itself where that is transparent.

    Parameters
    ----------
    cutout
        RGBA, the part `box` of the photo.
    background
        As in `ExportOptions`.
    photo
        The whole photo, to be blurred.
    behind
        The picture of a background `picture`; it fills the frame, and what has no place is cut off evenly.
    """
    if background == TRANSPARENT:
        return cutout
    if background == BLUR:
        radius = max(photo.size) * BLUR_SHARE
        under = photo.convert("RGB").filter(ImageFilter.GaussianBlur(radius)).crop(box)
    elif background == PICTURE and behind is not None:
        under = ImageOps.fit(behind.convert("RGB"), cutout.size)
    else:
        under = Image.new("RGB", cutout.size, background)
    under.paste(cutout, mask=cutout.getchannel("A"))
    return under

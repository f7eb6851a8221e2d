"""What is put behind a cut-out on the command line; it knows nothing of masks."""

from __future__ import annotations

import numpy as np
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
        under = _crop(photo.convert("RGB").filter(ImageFilter.GaussianBlur(radius)), box)
    elif background == PICTURE and behind is not None:
        under = ImageOps.fit(behind.convert("RGB"), cutout.size)
    else:
        under = Image.new("RGB", cutout.size, background)
    under.paste(cutout, mask=cutout.getchannel("A"))
    return under


def _crop(photo: Image.Image, box: Box | None) -> Image.Image:
    """Crop to a box; where that reaches beyond the photo, the photo's border goes on."""
    if box is None:
        return photo
    (x0, y0, x1, y1), (width, height) = box, photo.size
    inside = photo.crop((max(0, x0), max(0, y0), min(width, x1), min(height, y1)))
    beyond = (max(0, -y0), max(0, y1 - height)), (max(0, -x0), max(0, x1 - width)), (0, 0)
    return Image.fromarray(np.pad(np.asarray(inside), beyond, mode="edge"))

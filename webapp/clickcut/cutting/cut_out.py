"""A cut-out on native onnxruntime, decided by the same session as in the browser."""

from __future__ import annotations

import numpy as np
from clickcut_core.files.cutout import MASK
from clickcut_core.files.export_options import Box, ExportOptions
from clickcut_core.session import Session
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.background import on_background
from clickcut.cutting.layers import cast_shadow, lay_over
from clickcut.native_runtime import NativeRows
from clickcut.photos.photo import Photo


async def picture_of(
    session: Session, photo: Photo, wanted: ExportOptions, *, behind: Image.Image | None = None
) -> Image.Image:
    """Make the picture that options ask for of a photo: of its active object, or of all visible ones.

    Parameters
    ----------
    behind
        The picture of a background that is one.

    Returns
    -------
    RGBA with straight alpha; without alpha on a background, and L where it is the alpha alone.
    """
    if wanted.together:
        pixels, alpha = await _cut_together(session, photo)
    else:
        pixels, alpha = await cut_pixels(session, photo)
    shown = wanted.box(_subject(alpha), photo.frame.photo) if wanted.crop else None
    image = Image.fromarray(alpha if wanted.media_type == MASK else pixels).crop(shown)
    if radius := wanted.shadow_radius(_subject(alpha)):
        image = Image.fromarray(cast_shadow(np.asarray(image), radius))
    return on_background(image, wanted.background, photo=photo.image, box=shown, behind=behind)


async def _cut_together(session: Session, photo: Photo) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Cut all visible objects out of the session's photo, the topmost over the others."""
    first, *others = (each.id for each in session.history.current.visible())
    pixels, alpha = await cut_pixels(session, photo, first)
    for each in others:
        over, over_alpha = await cut_pixels(session, photo, each)
        lay_over(pixels, over)
        lay_over(alpha[..., np.newaxis], over_alpha[..., np.newaxis])
    return pixels, alpha


async def cut_pixels(
    session: Session, photo: Photo, object_id: int | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Cut an object out of the session's photo, the active one by default.

    Returns
    -------
    Straight RGBA, uint8 (height, width, 4), and its alpha alone, (height, width).
    """
    source = np.asarray(photo.image.convert("RGBA"))
    keeps = session.is_surrounded(object_id)
    pixels = source.copy() if keeps else np.zeros_like(source)
    alpha = np.full(source.shape[:2], 255 * keeps, np.uint8)
    async for strip in session.cutout_strips(NativeRows(source), object_id):
        place = slice(strip.start, strip.stop), slice(strip.span.left, strip.span.right)
        pixels[place], alpha[place] = strip.pixels.handle, strip.alpha.handle
    return pixels, alpha


async def mask_pixels(session: Session, object_id: int | None = None) -> NDArray[np.bool_]:
    """Make an object's mask, the active one's by default: bool (height, width)."""
    size = session.size
    mask = np.full((size.height, size.width), session.is_surrounded(object_id))
    async for strip in session.mask_strips(object_id):
        rows = strip.mask.handle > 0
        mask[strip.start : strip.stop, strip.left : strip.left + rows.shape[1]] = rows
    return mask


def _subject(alpha: np.ndarray) -> Box | None:
    """Give the box of all that is not wholly cut away of uint8 (height, width)."""
    columns, rows = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1

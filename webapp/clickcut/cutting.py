"""A cut-out on native onnxruntime, decided by the same session as in the browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.image import Graphs
from clickcut_core.prediction import Mask
from clickcut_core.prompts import BoxPrompt, PointPrompt
from clickcut_core.session import Session
from clickcut_core.shapes import Shape
from PIL import Image

from clickcut.encoder import Encoder, read_manifest
from clickcut.native_runtime import NativeRuntime
from clickcut.photo import Photo, photo_sha256, read_photo
from clickcut.photo_limits import PhotoLimits
from clickcut.settings import Settings


@dataclass(frozen=True, slots=True)
class Cutout:
    """A cut-out as Pillow image: RGBA, straight alpha, at photo resolution."""

    image: Image.Image
    mask: Mask
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outlined:
    """The same object as a shape."""

    shape: Shape
    mask: Mask
    notes: tuple[str, ...]


async def cut_out(
    settings: Settings,
    content: bytes,
    points: Sequence[PointPrompt],
    box: BoxPrompt | None,
    choice: int | None,
) -> Cutout:
    """Cut an object out of a photo's file.

    Raises
    ------
    ClickcutError
        About the photo, the models or a prompt.
    """
    session, mask, photo = await _prompted(settings, content, points, box, choice)
    pixels = np.concatenate([strip.mask.handle async for strip in session.mask_strips()])
    return Cutout(_apply(photo.image, pixels), mask, photo.notes)


async def outline(
    settings: Settings,
    content: bytes,
    points: Sequence[PointPrompt],
    box: BoxPrompt | None,
    choice: int | None,
) -> Outlined:
    """Outline the object that `cut_out` would cut out; raises what it does."""
    session, mask, photo = await _prompted(settings, content, points, box, choice)
    (shape,) = await session.shapes()
    return Outlined(shape, mask, photo.notes)


async def _prompted(
    settings: Settings,
    content: bytes,
    points: Sequence[PointPrompt],
    box: BoxPrompt | None,
    choice: int | None,
) -> tuple[Session, Mask, Photo]:
    manifest = read_manifest(settings.dist)
    photo = read_photo(content, PhotoLimits(max_megapixels=settings.max_megapixels))
    made = Encoder.from_settings(settings, manifest).encode(photo, photo_sha256(content))
    embedding = Embedding.from_bytes(made.to_bytes(), model=manifest.model)
    runtime = NativeRuntime()
    names = [field.name for field in fields(Graphs)]
    session = Session(runtime, Graphs(*[await runtime.load(str(manifest.path(name))) for name in names]))
    await session.set_image(embedding)
    if box is not None:
        await session.set_box(box.x0, box.y0, box.x1, box.y1)
    for point in points:
        await session.add_point(point.x, point.y, point.label)
    if choice is not None:
        await session.choose(choice)
    if session.mask is None:
        raise ClickcutError("no-mask")
    return session, session.mask, photo


def _apply(photo: Image.Image, mask: np.ndarray) -> Image.Image:
    """Keep the photo where the mask is 255; elsewhere nothing of it stays."""
    pixels = np.array(photo.convert("RGBA"))
    pixels[mask == 0] = 0
    return Image.fromarray(pixels)

"""A cut-out on native onnxruntime, decided by the same session as in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.colour_profile import HEAD_BYTES, profile_of
from clickcut_core.files.cutout import MASK
from clickcut_core.files.export_options import Box, ExportOptions
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import ImageSize, Part
from clickcut_core.masks.prediction import Mask
from clickcut_core.recipes.look import Look
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.session import Session
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.background import on_background
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.native_runtime import NativeRows, NativeRuntime, load_graphs
from clickcut.photos.alpha import average, read_alpha
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, part_sha256, photo_sha256, read_photo
from clickcut.settings import Settings

Edit = Literal["fill_holes", "keep_largest", "invert"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to cut out; done in this order: recipe, mask, box, points, closer look, choice, edits, look.

    `mask` is a mask's file to go on from, and `recipe` a cut-out to be made again. `look` replaces the
    recipe's. With `closer`, the object is looked at closer.
    """

    points: Sequence[PointPrompt] = ()
    box: BoxPrompt | None = None
    choice: int | None = None
    mask: bytes | None = None
    edits: Sequence[Edit] = ()
    look: Look | None = None
    recipe: RecipeFile | None = None
    closer: bool = False


@dataclass(frozen=True, slots=True)
class Cutout:
    """A cut-out and how to make it again.

    Attributes
    ----------
    image
        RGBA, straight alpha; without alpha on a background, and L where it is the alpha alone.
    profile
        The ICC profile that its colours are of; without one they are sRGB's.
    """

    image: Image.Image
    profile: bytes | None
    photo: ImageSize
    mask: Mask
    notes: tuple[str, ...]
    recipe: RecipeFile


@dataclass(frozen=True, slots=True)
class Outlined:
    """The same object as a shape."""

    shape: Shape
    mask: Mask
    notes: tuple[str, ...]


async def cut_out(
    settings: Settings,
    content: bytes,
    wishes: Wishes,
    *,
    wanted: ExportOptions,
    name: str = "photo",
    behind: Image.Image | None = None,
) -> Cutout:
    """Cut an object out of a photo's file, whose `name` goes into the recipe.

    With a recipe, it is made again; all else corrects it. `behind` is the picture that `wanted` speaks of.

    Raises
    ------
    ClickcutError
        About the photo, the models, a prompt or the recipe.
    """
    session, mask, photo = await _prompted(settings, content, wishes, wanted)
    if wanted.keeps_profile and profile_of(content[:HEAD_BYTES]) is not None:
        photo = read_photo(content, _limits(settings), keep_profile=True)
    image = await picture_of(session, photo, wanted, behind=behind)
    model, document = read_manifest(settings.dist).model, session.history.current
    made_from = PhotoIdentity(photo_sha256(content), name, photo.frame.photo)
    return Cutout(
        image,
        None if wanted.media_type == MASK else photo.profile,
        photo.frame.photo,
        mask,
        _notes(photo, wishes.recipe, model),
        RecipeFile(model, made_from, document.active_id, document),
    )


async def picture_of(
    session: Session, photo: Photo, wanted: ExportOptions, *, behind: Image.Image | None = None
) -> Image.Image:
    """Make the picture that options ask for of the session's photo and its active object."""
    pixels, alpha = await cut_pixels(session, photo)
    shown = wanted.box(_subject(alpha), photo.frame.photo) if wanted.crop else None
    image = Image.fromarray(alpha if wanted.media_type == MASK else pixels).crop(shown)
    return on_background(image, wanted.background, photo=photo.image, box=shown, behind=behind)


async def cut_pixels(session: Session, photo: Photo) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Cut the active object out of the session's photo.

    Returns
    -------
    Straight RGBA, uint8 (height, width, 4), and its alpha alone, (height, width).
    """
    source = np.asarray(photo.image.convert("RGBA"))
    keeps = session.is_surrounded()
    pixels = source.copy() if keeps else np.zeros_like(source)
    alpha = np.full(source.shape[:2], 255 * keeps, np.uint8)
    async for strip in session.cutout_strips(NativeRows(source)):
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


async def outline(
    settings: Settings,
    content: bytes,
    wishes: Wishes,
) -> Outlined:
    """Outline the object that `cut_out` would cut out; raises what it does."""
    session, mask, photo = await _prompted(settings, content, wishes)
    shapes = await session.shapes(session.history.current.active_id)
    return Outlined(shapes[0], mask, _notes(photo, wishes.recipe, read_manifest(settings.dist).model))


async def _prompted(
    settings: Settings,
    content: bytes,
    wishes: Wishes,
    wanted: ExportOptions | None = None,
) -> tuple[Session, Mask, Photo]:
    recipe, sha256 = wishes.recipe, photo_sha256(content)
    if recipe is not None and recipe.photo.sha256 != sha256:
        raise ClickcutError("recipe-photo", name=recipe.photo.name)
    manifest = read_manifest(settings.dist)
    photo = read_photo(content, _limits(settings))
    if wanted is not None:
        wanted.check_size(photo.frame.photo)
    encoder = Encoder.from_settings(settings, manifest)

    def encode(part: Part) -> Embedding:
        made = encoder.encode(photo.part(part), part_sha256(sha256, part))
        return Embedding.from_bytes(made.to_bytes(), model=manifest.model)

    made = encoder.encode(photo, sha256)
    runtime = NativeRuntime()
    session = Session(runtime, await load_graphs(runtime, manifest))
    await session.set_image(Embedding.from_bytes(made.to_bytes(), model=manifest.model))
    return session, await say(session, wishes, encode, _limits(settings)), photo


async def say(
    session: Session,
    wishes: Wishes,
    encode: Callable[[Part], Embedding],
    limits: PhotoLimits | None = None,
) -> Mask:
    """Say to a session with a photo what is wished, and give the active object's mask.

    Parameters
    ----------
    session
        It has a photo.
    wishes
        What to say.
    encode
        Encodes a part of the photo by itself, for closer looks.
    limits
        Of the mask's file.

    Raises
    ------
    ClickcutError
        About a prompt, the recipe or the mask's file.
    """
    box, choice = wishes.box, wishes.choice
    if wishes.recipe is not None:
        for part in session.missing_parts(wishes.recipe.document):
            session.add_part(part, encode(part))
        await session.resume(wishes.recipe.document.to_json())
    if wishes.mask is not None:
        values = read_alpha(wishes.mask, limits or PhotoLimits())
        await session.import_mask(average(values, session.import_grid(ImageSize(*values.shape))))
    if box is not None:
        await session.set_box(box.x0, box.y0, box.x1, box.y1)
    for point in wishes.points:
        await session.add_point(point.x, point.y, point.label)
    if wishes.closer:
        if wanted := session.closer:
            session.add_part(wanted, encode(wanted))
        await session.look_closer()
    if choice is not None:
        await session.choose(choice)
    for edit in wishes.edits:
        await getattr(session, edit)()
    if wishes.look is not None:
        await session.refine(wishes.look.grow, wishes.look.feather, wishes.look.smooth)
    if session.mask is None:
        raise ClickcutError("no-mask")
    return session.mask


def _limits(settings: Settings) -> PhotoLimits:
    return PhotoLimits(max_megapixels=settings.max_megapixels)


def _subject(alpha: np.ndarray) -> Box | None:
    """Give the box of all that is not wholly cut away of uint8 (height, width)."""
    columns, rows = np.flatnonzero(alpha.any(axis=0)), np.flatnonzero(alpha.any(axis=1))
    if not rows.size:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _notes(photo: Photo, recipe: RecipeFile | None, model: str) -> tuple[str, ...]:
    return (*photo.notes, *(recipe.notes(model) if recipe else ()))

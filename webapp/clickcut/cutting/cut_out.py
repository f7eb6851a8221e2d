"""A cut-out on native onnxruntime, decided by the same session as in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
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
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.subject import Picked, pick_everything, pick_subject
from clickcut.native_runtime import NativeRows
from clickcut.photos.alpha import average, read_alpha
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, photo_sha256, read_photo
from clickcut.settings import Settings

Edit = Literal["fill_holes", "keep_largest", "invert"]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to cut out, in this order: recipe, subject, mask, box, points, closer look, choice, edits, look.

    `is_subject` asks for what the photo is about, which the rest corrects. `mask` is a mask's file to go on
    from, and `recipe` a cut-out to be made again. `look` replaces the recipe's. With `closer`, the object is
    looked at closer.
    """

    points: Sequence[PointPrompt] = ()
    box: BoxPrompt | None = None
    choice: int | None = None
    mask: bytes | None = None
    edits: Sequence[Edit] = ()
    look: Look | None = None
    recipe: RecipeFile | None = None
    is_subject: bool = False
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
    subject
        What was proposed, if the subject was asked for.
    """

    image: Image.Image
    profile: bytes | None
    photo: ImageSize
    mask: Mask
    notes: tuple[str, ...]
    recipe: RecipeFile
    subject: Picked | None = None


@dataclass(frozen=True, slots=True)
class Outlined:
    """The same object as a shape."""

    shape: Shape
    mask: Mask
    notes: tuple[str, ...]
    subject: Picked | None = None


async def cut_out(
    settings: Settings,
    content: bytes,
    wishes: Wishes,
    *,
    wanted: ExportOptions,
    name: str = "photo",
    behind: Image.Image | None = None,
    loaded: Loaded | None = None,
) -> Cutout:
    """Cut an object out of a photo's file, whose `name` goes into the recipe.

    With a recipe, it is made again; all else corrects it. `behind` is the picture that `wanted` speaks of.
    Who cuts out of several photos hands in what is `loaded`.

    Raises
    ------
    ClickcutError
        About the photo, the models, a prompt or the recipe.
    """
    said = await _prompted(settings, content, wishes, wanted, loaded=loaded)
    photo, document = said.photo, said.session.history.current
    if wanted.keeps_profile and profile_of(content[:HEAD_BYTES]) is not None:
        photo = read_photo(content, _limits(settings), keep_profile=True)
    image = await picture_of(said.session, photo, wanted, behind=behind)
    made_from = PhotoIdentity(photo_sha256(content), name, photo.frame.photo)
    return Cutout(
        image,
        None if wanted.media_type == MASK else photo.profile,
        photo.frame.photo,
        said.mask,
        _notes(photo, wishes.recipe, said.model),
        RecipeFile(said.model, made_from, document.active_id, document),
        said.subject,
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
    settings: Settings, content: bytes, wishes: Wishes, *, loaded: Loaded | None = None
) -> Outlined:
    """Outline the object that `cut_out` would cut out; raises what it does."""
    said = await _prompted(settings, content, wishes, loaded=loaded)
    shapes = await said.session.shapes(said.session.history.current.active_id)
    return Outlined(shapes[0], said.mask, _notes(said.photo, wishes.recipe, said.model), said.subject)


async def outline_everything(settings: Settings, content: bytes) -> tuple[list[Shape], tuple[str, ...]]:
    """Outline all that can be told apart in a photo, the smallest on top; gives its notes, too.

    Raises
    ------
    ClickcutError
        `no-subject`, or about the photo or the models.
    """
    photo = read_photo(content, _limits(settings))
    loaded = await Loaded.of(settings, proposing=True)
    session = await loaded.open(photo, photo_sha256(content))
    await pick_everything(session, loaded.proposal_graphs)
    return await session.shapes(), _notes(photo, None, loaded.manifest.model)


@dataclass(frozen=True, slots=True)
class _Said:
    """A session to which all that was wished has been said."""

    session: Session
    mask: Mask
    photo: Photo
    subject: Picked | None
    model: str


async def _prompted(
    settings: Settings,
    content: bytes,
    wishes: Wishes,
    wanted: ExportOptions | None = None,
    *,
    loaded: Loaded | None = None,
) -> _Said:
    recipe, sha256, limits = wishes.recipe, photo_sha256(content), _limits(settings)
    if recipe is not None and recipe.photo.sha256 != sha256:
        raise ClickcutError("recipe-photo", name=recipe.photo.name)
    photo = read_photo(content, limits)
    if wanted is not None:
        wanted.check_size(photo.frame.photo)
    loaded = loaded or await Loaded.of(settings, proposing=wishes.is_subject)
    session = await loaded.open(photo, sha256)
    subject = await pick_subject(session, loaded.proposal_graphs) if wishes.is_subject else None
    mask = await say(session, wishes, partial(loaded.encode_part, photo, sha256), limits)
    return _Said(session, mask, photo, subject, loaded.manifest.model)


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

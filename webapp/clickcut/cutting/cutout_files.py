"""The files around a cut-out on the command line: read with its background and recipe, and written."""

from __future__ import annotations

import io
from pathlib import Path

from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import JPEG, PNG, WEBP
from clickcut_core.files.export_options import BLUR, TRANSPARENT
from clickcut_core.files.recipe_file import KEYWORD, RecipeFile, recipe_text
from PIL import Image, PngImagePlugin

from clickcut.cutting.files import read_file
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import photo_sha256, read_photo


def picture_file(image: Image.Image, media_type: str, recipe: str | None, profile: bytes | None) -> bytes:
    """Write a cut-out; a PNG has the recipe's text and the colours' profile inside."""
    file = io.BytesIO()
    if media_type == JPEG:
        image.save(file, "JPEG", quality=95)
    elif media_type == WEBP:
        image.save(file, "WEBP", lossless=True, exact=True)
    else:
        text_chunks = PngImagePlugin.PngInfo()
        if recipe and media_type == PNG:
            text_chunks.add_text(KEYWORD, recipe)
        image.save(file, "PNG", pnginfo=text_chunks, icc_profile=profile)
    return file.getvalue()


def background_file(background: str | None) -> Path | None:
    """Give the file that a background names; None for a colour, blur or none."""
    if background is None or background in (TRANSPARENT, BLUR) or background.startswith("#"):
        return None
    return Path(background)


def read_background(background: str | None) -> Image.Image | None:
    """Read the picture of a background that is a file's name; None for any other background.

    Raises
    ------
    ClickcutError
        `invalid-option`, or what `read_photo` raises.
    """
    path = background_file(background)
    if path is None:
        return None
    if not path.is_file():
        reason = f"{background} is neither a colour such as #ff8800, nor {BLUR}, nor a file"
        raise ClickcutError("invalid-option", reason=reason)
    return read_photo(read_file(path), PhotoLimits()).image


def read_recipe(path: Path, photo: bytes) -> RecipeFile:
    """Read the recipe inside a cut-out of a photo's file.

    Raises
    ------
    ClickcutError
        `recipe-missing`, `recipe-format`, `recipe-photo` or `unreadable-file`.
    """
    text = recipe_text(read_file(path))
    if text is None:
        raise ClickcutError("recipe-missing", file=path.name)
    return RecipeFile.from_text(text, photo_sha256(photo))

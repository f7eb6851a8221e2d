"""A cut-out that visitors of a page can change: its recipe, for the published copy of its photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from clickcut_build.site_folder import SiteFolder
from clickcut_core.errors import ClickcutError
from clickcut_core.files.recipe_file import PhotoIdentity, RecipeFile

from clickcut.cutting.cutout_files import read_recipe
from clickcut.cutting.files import read_file
from clickcut.photos.photo import photo_sha256
from clickcut.publishing.photo_files import PhotoFiles
from clickcut.publishing.sources import Source


def read_living(path: Path, sources: Sequence[Source]) -> RecipeFile:
    """Read the recipe inside a cut-out of the one photo that is published.

    Raises
    ------
    ClickcutError
        `invalid-option` for several photos, and what `read_recipe` raises.
    """
    if len(sources) != 1:
        reason = f"a recipe is for one photo, and {len(sources)} were given"
        raise ClickcutError("invalid-option", reason=reason)
    return read_recipe(path, read_file(sources[0].path))


def write_living(recipe: RecipeFile, photo: PhotoFiles, folder: SiteFolder) -> str:
    """Write a recipe beside a photo's files: its address below the site.

    What is published of a photo is another file, so that the recipe has to name that one.

    Raises
    ------
    ClickcutError
        `invalid-option` when the published photo is smaller.
    """
    if photo.size != recipe.photo.size:
        width, height = recipe.photo.size.width, recipe.photo.size.height
        reason = f"the recipe is for a photo of {width} × {height} pixels: publish the original"
        raise ClickcutError("invalid-option", reason=reason)
    published = photo_sha256(folder.read(photo.photo) or b"")
    identity = PhotoIdentity(published, PurePosixPath(photo.photo).name, photo.size)
    address = f"recipes/{PurePosixPath(photo.embedding).stem}.json"
    folder.write(address, replace(recipe, photo=identity).to_text().encode())
    return address

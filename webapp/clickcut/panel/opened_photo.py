"""A photo that a component has open, and what Python makes of it: masks, cut-outs, objects.

The same session as in the browser decides, so the pixels are the same. It knows nothing of Panel.
"""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import replace

import numpy as np
from clickcut_core import protocol
from clickcut_core.embedding import Embedding
from clickcut_core.files.colour_profile import HEAD_BYTES, profile_of
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.files.shapes import Shape
from clickcut_core.recipes.document import Document
from clickcut_core.session import Session
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.cut_out import cut_pixels, mask_pixels
from clickcut.native_runtime import completed
from clickcut.panel.loaded_models import LoadedModels
from clickcut.panel.photo_file import PhotoFile
from clickcut.photos.format import detect
from clickcut.photos.photo import Photo, part_sha256, photo_sha256, read_photo, to_png

_AT_ONCE = 16
"""Objects that a session is asked for at a time."""
# What Chromium, Firefox and Safari show; others are sent as PNG.
_SHOWN_BY_BROWSERS = {"avif", "bmp", "gif", "jpeg", "png", "webp"}


class OpenedPhoto:
    """One photo, being encoded from the start.

    Parameters
    ----------
    file
        The photo's file.
    models
        What to make everything with.

    Raises
    ------
    ClickcutError
        What `read_photo` raises.
    """

    def __init__(self, file: PhotoFile, models: LoadedModels) -> None:
        self.name = file.name
        self.sha256 = photo_sha256(file.content)
        self._content = file.content
        self._models = models
        photo = read_photo(file.content, models.limits)
        self.for_browsers = file.content if detect(file.content) in _SHOWN_BY_BROWSERS else to_png(photo)
        self.embedding: Future[bytes] = models.encode(photo, self.sha256)
        self._session: Session | None = None
        self._working = threading.Lock()

    def leave(self) -> None:
        """Do without an embedding that nobody has begun to make; what another thread makes ends, too."""
        self.embedding.cancel()
        if self._session is not None:
            self._session.stop()

    def checked(self, recipe: str) -> RecipeFile:
        """Read a recipe of this photo.

        Raises
        ------
        ClickcutError
            `recipe-format`, or `recipe-photo` when it is of another one.
        """
        return RecipeFile.from_text(recipe, self.sha256)

    def mask(self, recipe: RecipeFile, object_id: int | None = None) -> NDArray[np.bool_] | None:
        """Make a mask, bool (height, width); None where nothing was said of the object."""
        with self._working:
            document = recipe.document
            session = self._at(_part_of(document, document.active_id if object_id is None else object_id))
            if session.mask is None:
                return None
            return completed(mask_pixels(session))

    def cutout(self, recipe: RecipeFile) -> Image.Image | None:
        """Make the cut-out of a PNG export, RGBA, with the photo's profile in `info` if it has one."""
        with self._working:
            session = self._at(_part_of(recipe.document, recipe.document.active_id))
            if session.mask is None:
                return None
            photo = self._in_own_colours()
            pixels, _ = completed(cut_pixels(session, photo))
            image = Image.fromarray(pixels)
            if photo.profile is not None:
                image.info["icc_profile"] = photo.profile
            return image

    def objects(self, recipe: RecipeFile) -> list[protocol.ObjectState]:
        """Give the objects as the element's `state.objects` has them."""
        active = recipe.document.active_id
        with self._working:
            return [
                {**told, "active": told["id"] == active}
                for part in _parts(recipe.document)
                for told in self._at(part).state()["objects"]
            ]

    def shapes(self, recipe: RecipeFile) -> list[Shape]:
        """Give the visible objects as shapes, the topmost last."""
        recipe.document.visible()
        with self._working:
            return [
                shape
                for part in _parts(recipe.document)
                if any(each.is_visible and each.recipe for each in part.objects)
                for shape in completed(self._at(part).shapes())
            ]

    def _at(self, document: Document) -> Session:
        """Bring the session to where a document is, without a history; what was decoded for it is kept."""
        if self._session is None:
            session = Session(self._models.runtime, self._models.graphs)
            content = self.embedding.result()
            completed(session.set_image(Embedding.from_bytes(content, model=self._models.manifest.model)))
            self._session = session
        if missing := self._session.missing_parts(document):
            photo = read_photo(self._content, self._models.limits)
            for part in missing:
                made = self._models.encode(photo.part(part), part_sha256(self.sha256, part)).result()
                embedding = Embedding.from_bytes(made, model=self._models.manifest.model)
                self._session.add_part(part, embedding)
        completed(self._session.restore({"documents": [document.to_json()], "position": 0}))
        return self._session

    def _in_own_colours(self) -> Photo:
        keeps_profile = profile_of(self._content[:HEAD_BYTES]) is not None
        return read_photo(self._content, self._models.limits, keep_profile=keeps_profile)


def _parts(document: Document) -> list[Document]:
    """Give a document in parts: an object takes a megabyte or two while a session is there."""
    objects = document.objects
    parts = [objects[first : first + _AT_ONCE] for first in range(0, len(objects), _AT_ONCE)]
    return [Document(part, part[0].id, document.count) for part in parts]


def _part_of(document: Document, object_id: int) -> Document:
    """Give the part that an object is in, with it active; raises `no-object`."""
    document.find(object_id)
    (part,) = (part for part in _parts(document) if any(each.id == object_id for each in part.objects))
    return replace(part, active_id=object_id)

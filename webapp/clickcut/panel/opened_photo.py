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
from clickcut_core.errors import ClickcutError
from clickcut_core.files.colour_profile import HEAD_BYTES, profile_of
from clickcut_core.files.photo_format import detect
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.files.shapes import Shape
from clickcut_core.geometry import Part
from clickcut_core.recipes.document import Document, PhotoObject
from clickcut_core.session import Session
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.cut_out import cut_pixels, mask_pixels
from clickcut.native_runtime import completed
from clickcut.panel.loaded_models import LoadedModels
from clickcut.photos.photo import Photo, part_sha256, photo_sha256, read_photo, to_png
from clickcut.photos.photo_file import PhotoFile

_AT_ONCE = 14
"""Objects that a session is asked for at a time: 1.6 MB each, beside 25 MB of masks that were shown."""
_AT_ONCE_CLOSER = 4
"""The same of a part of the photo that is looked at closer."""
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
        self.embedding: Future[bytes] = models.encode(lambda: photo, self.sha256)
        self._session: Session | None = None
        self._working = threading.Lock()
        self._is_left = threading.Event()

    def leave(self) -> None:
        """Do without an embedding that nobody has begun to make; what another thread makes ends, too.

        Whoever asks for something from then on gets `cancelled`.
        """
        self.embedding.cancel()
        self._is_left.set()
        session = self._session  # the other thread may exchange it
        if session is not None:
            session.stop()

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
        document = recipe.document
        told: dict[PhotoObject, protocol.ObjectState] = {}
        with self._working:
            for part in _parts(document):
                said = [each for each in part.objects if each.recipe]
                told.update(zip(said, self._at(part).state()["objects"], strict=True))
        active = document.active_id
        return [{**told[each], "active": each.id == active} for each in document.objects if each in told]

    def shapes(self, recipe: RecipeFile) -> list[Shape]:
        """Give the visible objects as shapes, the topmost last."""
        visible = recipe.document.visible()
        made: dict[PhotoObject, Shape] = {}
        with self._working:
            for part in _parts(recipe.document):
                if wanted := [each for each in part.objects if each in visible]:
                    made.update(zip(wanted, completed(self._at(part).shapes()), strict=True))
        return [made[each] for each in visible]

    def _at(self, document: Document) -> Session:
        """Bring the session to where a document is, without a history; what was decoded for it is kept.

        What is more than a step away takes the place of what was there, so that not both take memory: only
        the session of a page has to go back where it fails, or where somebody undoes.
        """
        self._check()
        if self._session is None or self._session.history.current.closer != document.closer:
            self._session = None  # before there is another
            session = Session(self._models.runtime, self._models.graphs)
            completed(session.set_image(self._read(self.embedding)))
            if document.closer:
                session.drop_whole()
            self._session = session
        elif not _is_step(self._session.history.current, document):
            _restore(self._session, Document())
        for part in self._session.missing_parts(document):
            self._session.add_part(part, self._encoded(part))
            self._check()  # stopping a session ends what it decodes, and no encoding
        _restore(self._session, document)
        return self._session

    def _encoded(self, part: Part) -> Embedding:
        """Have a part of the photo encoded by itself; the photo is decoded only where that isn't kept."""
        name = part_sha256(self.sha256, part)
        limits = self._models.limits
        return self._read(self._models.encode(lambda: read_photo(self._content, limits).part(part), name))

    def _read(self, made: Future[bytes]) -> Embedding:
        return Embedding.from_bytes(made.result(), model=self._models.manifest.model)

    def _check(self) -> None:
        if self._is_left.is_set():
            raise ClickcutError("cancelled")

    def _in_own_colours(self) -> Photo:
        keeps_profile = profile_of(self._content[:HEAD_BYTES]) is not None
        return read_photo(self._content, self._models.limits, keep_profile=keeps_profile)


def _parts(document: Document) -> list[Document]:
    """Give a document in parts: a few objects each, all looked at in the whole photo, or in one part of it.

    So no more than one part of the photo takes memory, and none is encoded twice.
    """
    views: dict[Part | None, list[PhotoObject]] = {}
    for each in document.objects:
        views.setdefault(each.recipe.closer, []).append(each)
    parts = []
    for view, objects in views.items():
        most = _AT_ONCE if view is None else _AT_ONCE_CLOSER
        parts += [tuple(objects[first : first + most]) for first in range(0, len(objects), most)]
    return [Document(part, part[0].id, document.count) for part in parts]


def _part_of(document: Document, object_id: int) -> Document:
    """Give the part that an object is in, with it active; raises `no-object`."""
    wanted = document.find(object_id)
    part = next(part for part in _parts(document) if wanted in part.objects)
    return replace(part, active_id=object_id)


def _is_step(now: Document, then: Document) -> bool:
    """Tell whether at most one of the objects is gone or another one then, as after a click."""
    return sum(each not in then.objects for each in now.objects) <= 1


def _restore(session: Session, document: Document) -> None:
    completed(session.restore({"documents": [document.to_json()], "position": 0}))

"""Masks in Python, in the verbs of segment-anything's `SamPredictor`: one encoding, and many prompts.

https://github.com/facebookresearch/segment-anything/blob/main/segment_anything/predictor.py
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock
from typing import Any, NamedTuple

import numpy as np
from clickcut_core.embedding import Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import PNG
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.masks.graphs import CLICKED
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.begun import Begun
from clickcut.cutting.cut_out import mask_pixels, picture_of
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.making import Facts, Order, tell, write
from clickcut.cutting.wishes import Wishes
from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.choice import choose_encoder
from clickcut.native_runtime import completed
from clickcut.photos.photo import photo_sha256
from clickcut.photos.photo_file import photo_file
from clickcut.settings import MEGABYTE, Settings, settings_from_environment


class Prediction(NamedTuple):
    """A mask, bool (height, width) in pixels of the upright photo, and the IoU that the model predicts."""

    mask: NDArray[np.bool_]
    score: float


class Predictor:
    """Gives masks and cut-outs of photos, with the pixels that the page and `clickcut cut` give.

    The models are loaded once, here. Threads may share one: their calls wait for each other.

    Parameters
    ----------
    settings
        Where the models are, and how many threads they take; the environment's unless given.
    cache
        Whether embeddings are kept by their photo's hash, in the folder that the server keeps them in: a
        photo that any of them has encoded is not encoded again.

    Raises
    ------
    ClickcutError
        About the models.
    """

    def __init__(self, settings: Settings | None = None, *, cache: bool = False) -> None:
        self._settings = settings or settings_from_environment()
        self._loaded = completed(Loaded.of(self._settings))
        for name in CLICKED:  # what the first prompt would else wait for
            getattr(self._loaded.graphs, name).session  # noqa: B018  loads it
        self._cache = self._kept() if cache else None
        self._lock = RLock()
        self._name = ""
        self._begun: Begun | None = None
        self._facts: Facts | None = None

    def set_image(self, image: Any) -> None:
        """Encode a photo, for all that is asked until the next one.

        Parameters
        ----------
        image
            A path, an http(s) address, a file's bytes, an array, uint8 (height, width) of grey or
            (height, width, 3 or 4) of sRGB, or a Pillow image, whose EXIF orientation is not applied.

        Raises
        ------
        ClickcutError
            What `photo_file` and `Begun.of` raise; the photo before stays then.
        TypeError
            When it is none of these.
        """
        file = photo_file(image, max_bytes=self._settings.max_megabytes * MEGABYTE)
        with self._lock:
            known = self._known(file.content)
            opening = Begun.of(self._settings, file.content, Wishes(), loaded=self._loaded, embedding=known)
            self._begun, self._facts, self._name = completed(opening), None, file.name
            if self._cache and not known:
                self._cache.write(self._begun.sha256, self._begun.embedding.to_bytes())

    def predict(
        self,
        points: Sequence[Sequence[float]] | NDArray[Any] = (),
        labels: Sequence[int] | NDArray[Any] | None = None,
        box: Sequence[float] | NDArray[Any] | None = None,
    ) -> Prediction:
        """Give the mask of an object; what was asked before does not count.

        Parameters
        ----------
        points
            (n, 2): x and y in pixels of the upright photo, whole numbers at pixel centres.
        labels
            (n,): 1 for what belongs to the object, 0 for what does not; all 1 unless given.
        box
            (4,): left, top, right and bottom around the object.

        Raises
        ------
        ClickcutError
            `no-photo`, `no-mask` without a prompt, or `invalid-prompt`.
        """
        wishes = _wishes(points, labels, box)
        with self._lock:
            begun = completed(self._opened().anew())
            facts = completed(tell(begun, wishes))
            self._begun, self._facts = begun, facts
            return Prediction(completed(mask_pixels(begun.session)), facts.confidence)

    def candidates(self) -> list[Prediction]:
        """Give all masks that the last prompt may have meant, the smallest first; the chosen one stays.

        Raises
        ------
        ClickcutError
            `no-mask` before the first prompt.
        """
        with self._lock:
            session = self._asked()[0].session
            state = session.state()
            found = []
            for each in state["candidates"]:
                completed(session.choose(each["index"]))
                found.append(Prediction(completed(mask_pixels(session)), each["score"]))
            if state["chosen"] is not None:
                completed(session.choose(state["chosen"]))
            return found

    def cutout(self, **options: Any) -> Image.Image:
        """Cut out what the last prompt gave: RGBA with straight alpha, in sRGB, with soft edges.

        Parameters
        ----------
        options
            Those of `ExportOptions`, such as `background="#ffffff"` or `crop=True`.

        Raises
        ------
        ClickcutError
            `no-mask` before the first prompt, `invalid-option`.
        """
        with self._lock:
            begun, _ = self._asked()
            return completed(picture_of(begun.session, begun.photo, ExportOptions(**options)))

    def file(self, media_type: str = PNG, *, recipe: bool = True, **options: Any) -> bytes:
        """Give the file that `clickcut cut` writes of what the last prompt gave.

        Parameters
        ----------
        media_type
            One of `docs/exports.md`, such as `image/png` or `image/svg+xml`.
        recipe
            Whether a PNG says inside how it was made.
        options
            As `cutout` takes them.

        Raises
        ------
        ClickcutError
            `no-mask` before the first prompt, `unsupported-format`, `invalid-option`.
        """
        with self._lock:
            begun, facts = self._asked()
            order = Order(Wishes(), media_type, ExportOptions(media_type, **options), recipe)
            return completed(write(begun, order, facts, name=self._name)).content

    def _opened(self) -> Begun:
        if self._begun is None:
            raise ClickcutError("no-photo")
        return self._begun

    def _asked(self) -> tuple[Begun, Facts]:
        begun = self._opened()
        if self._facts is None:
            raise ClickcutError("no-mask")
        return begun, self._facts

    def _kept(self) -> EmbeddingCache:
        manifest = self._loaded.manifest
        choice = choose_encoder(self._settings.encoder, manifest)
        return EmbeddingCache.of(self._settings, model=manifest.model, encoder=choice.name)

    def _known(self, content: bytes) -> Embedding | None:
        file = self._cache.read(photo_sha256(content)) if self._cache else None
        return Embedding.from_bytes(file, model=self._loaded.manifest.model) if file else None


def _wishes(points: Any, labels: Any, box: Any) -> Wishes:
    try:
        placed = np.asarray(points, float).reshape(len(points), 2).tolist()
        told = [1] * len(placed) if labels is None else [int(each) for each in labels]
        corners = None if box is None else np.asarray(box, float).reshape(4).tolist()
        clicks = [PointPrompt(x, y, label) for (x, y), label in zip(placed, told, strict=True)]
    except (TypeError, ValueError) as error:
        reason = "Points are (n, 2), with a label for each, and a box is (4,), all of numbers."
        raise ClickcutError("invalid-prompt", reason=reason) from error
    return Wishes(points=clicks, box=BoxPrompt(*corners) if corners else None)

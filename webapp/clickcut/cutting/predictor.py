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
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.masks.graphs import CLICKED
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.session import Session
from numpy.typing import NDArray
from PIL import Image

from clickcut.cutting.cut_out import mask_pixels, picture_of
from clickcut.cutting.loaded import Loaded
from clickcut.cutting.wishes import Wishes, say
from clickcut.native_runtime import completed
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, photo_sha256, read_photo
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

    Raises
    ------
    ClickcutError
        About the models.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or settings_from_environment()
        self._loaded = completed(Loaded.of(self._settings))
        for name in CLICKED:  # what the first prompt would else wait for
            getattr(self._loaded.graphs, name).session  # noqa: B018  loads it
        self._lock = RLock()
        self._photo: Photo | None = None
        self._embedding: Embedding | None = None
        self._session: Session | None = None

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
            What `photo_file` and `read_photo` raise; the photo before stays then.
        TypeError
            When it is none of these.
        """
        file = photo_file(image, max_bytes=self._settings.max_megabytes * MEGABYTE)
        photo = read_photo(file.content, PhotoLimits(max_megapixels=self._settings.max_megapixels))
        with self._lock:
            self._embedding = self._loaded.encode(photo, photo_sha256(file.content))
            self._photo, self._session = photo, None

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
            photo, embedding = self._opened()
            self._session = completed(self._loaded.begin(embedding))
            sha256 = embedding.photo_sha256
            mask = completed(
                say(self._session, wishes, lambda part: self._loaded.encode_part(photo, sha256, part))
            )
            return Prediction(completed(mask_pixels(self._session)), mask.score)

    def candidates(self) -> list[Prediction]:
        """Give all masks that the last prompt may have meant, the smallest first; the chosen one stays.

        Raises
        ------
        ClickcutError
            `no-mask` before the first prompt.
        """
        with self._lock:
            session = self._asked()
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
            photo, _ = self._opened()
            return completed(picture_of(self._asked(), photo, ExportOptions(**options)))

    def _opened(self) -> tuple[Photo, Embedding]:
        if self._photo is None or self._embedding is None:
            raise ClickcutError("no-photo")
        return self._photo, self._embedding

    def _asked(self) -> Session:
        self._opened()
        if self._session is None:
            raise ClickcutError("no-mask")
        return self._session


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

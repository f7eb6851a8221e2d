"""A person's work on a photo, natively: the core's session on the real graphs, with no browser around it."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from clickcut.cutting.cut_out import mask_pixels, picture_of
from clickcut.cutting.wishes import Wishes, say
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.native_runtime import NativeRuntime, completed, load_graphs
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo, read_photo
from clickcut.settings import Settings
from clickcut_core.embedding import Embedding
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.shape_files import WRITERS
from clickcut_core.geometry import Part
from clickcut_core.masks.graphs import Graphs
from clickcut_core.session import Session
from clickcut_models.manifest import Manifest
from PIL import Image

from tests.browser import photos

DIST = Path(__file__).parents[2] / "dist"


@cache
def manifest() -> Manifest:
    return read_manifest(DIST)


@cache
def models(threads: int = 1) -> tuple[NativeRuntime, Graphs]:
    """The graphs, loaded once for all tests; one thread, as tests beside these want the other cores."""
    runtime = NativeRuntime(threads=threads)
    return runtime, completed(load_graphs(runtime, manifest()))


@cache
def sample(name: str) -> tuple[Embedding, Photo]:
    """A photo of the gallery and the embedding that the page loads for it."""
    content = (DIST / photos.embedding_address(name)).read_bytes()
    photo = read_photo(photos.sample(name).read_bytes(), PhotoLimits())
    return Embedding.from_bytes(content, model=manifest().model), photo


@cache
def encoder() -> Encoder:
    return Encoder.from_settings(Settings(dist=DIST, encoder_threads=1), manifest())


def open_sample(name: str, *, threads: int = 1) -> "Work":
    return Work(*sample(name), threads=threads)


class Work:
    """One photo being worked on; `say` and `do` are what a person does, all else only looks."""

    def __init__(self, embedding: Embedding, photo: Photo, *, threads: int = 1) -> None:
        self.session = Session(*models(threads))
        self.photo = photo
        self.do("set_image", embedding)

    def do(self, name: str, *arguments: Any) -> "Work":
        """Call one of the session's edits."""
        completed(getattr(self.session, name)(*arguments))
        return self

    def click(self, x: float, y: float, label: int = 1) -> "Work":
        return self.do("add_point", x, y, label)

    def say(self, wishes: Wishes) -> "Work":
        """Say what `clickcut cut` is told."""
        completed(say(self.session, wishes, self.encode))
        return self

    def encode(self, part: Part) -> Embedding:
        """The embedding of a part of the photo."""
        return encoder().encode(self.photo.part(part), "0" * 64)

    def bring(self, picture: Image.Image) -> "Work":
        """Import a mask's file."""
        return self.say(Wishes(mask=photos.png(picture)))

    @property
    def state(self) -> dict[str, Any]:
        """What is known, but for the time that it took."""
        return {name: value for name, value in self.session.state().items() if name != "timings"}

    @property
    def points(self) -> list[tuple[float, float, int]]:
        return [(each["x"], each["y"], each["label"]) for each in self.state["prompts"]["points"]]

    @property
    def best(self) -> int:
        """The offered mask with the highest score."""
        best: dict[str, int] = max(self.state["candidates"], key=lambda candidate: candidate["score"])
        return best["index"]

    def mask(self, object_id: int | None = None) -> np.ndarray:
        """A mask at photo resolution, bool (height, width)."""

        return completed(mask_pixels(self.session, object_id))

    def logits(self) -> list[np.ndarray]:
        """What is painted of each object, float32 (256, 256)."""
        return [each.masks.handle[0, each.index] for each in self.session.shown]

    def picture(self, **options: object) -> np.ndarray:
        """The file that options ask for, decoded."""
        return np.asarray(completed(picture_of(self.session, self.photo, ExportOptions.from_json(options))))

    def shapes(self, media_type: str, name: str, object_id: int | None = None) -> str:
        """The text of a file of shapes."""
        shapes = completed(self.session.shapes(object_id))
        return WRITERS[media_type](shapes[0].runs.size, name, shapes)


def iou(a: np.ndarray, b: np.ndarray) -> float:
    return float((a & b).sum() / max(1, (a | b).sum()))

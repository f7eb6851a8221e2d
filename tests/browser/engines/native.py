"""What native onnxruntime makes of a click: what every engine's pixels are held against."""

from dataclasses import dataclass

import numpy as np
from clickcut.cutting.cut_out import cut_pixels
from clickcut.encoding.encoder import read_manifest
from clickcut.native_runtime import NativeRuntime, load_graphs
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from clickcut.settings import default_dist
from clickcut_core.embedding import Embedding
from clickcut_core.session import Session

from tests.browser import photos


@dataclass(frozen=True, slots=True)
class Cut:
    """A click's mask, bool (height, width), and its cut-out, straight RGBA, uint8 (height, width, 4)."""

    mask: np.ndarray
    cutout: np.ndarray


async def cut(name: str, x: float, y: float) -> Cut:
    """Cut out what is at a pixel of a gallery's photo, with its embedding there, as `clickcut cut` does."""
    manifest = read_manifest(default_dist())
    file = photos.sample(name)
    runtime = NativeRuntime()
    session = Session(runtime, await load_graphs(runtime, manifest))
    embedding = file.with_suffix(".clickcut").read_bytes()
    await session.set_image(Embedding.from_bytes(embedding, model=manifest.model))
    await session.add_point(x, y)
    mask = np.concatenate([strip.mask.handle async for strip in session.mask_strips()])
    cutout, _ = await cut_pixels(session, read_photo(file.read_bytes(), PhotoLimits()))
    return Cut(mask == 255, cutout)

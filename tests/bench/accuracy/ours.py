"""Our pipeline: the very session that runs in the browser, on native onnxruntime."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

import numpy as np
from clickcut.encoding.encoder import Encoder
from clickcut.native_runtime import NativeRows, NativeRuntime
from clickcut.photos.photo import Photo
from clickcut_core.embedding import Embedding
from clickcut_core.masks.graphs import Graphs
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt
from clickcut_core.runtime import Feeds, KeptTensor, Tensor
from clickcut_core.session import Session
from clickcut_models.manifest import Manifest
from numpy.typing import NDArray

from tests.bench.accuracy.distance import Pixels


class OurGraphs:
    """Our graphs, loaded once; photos may be opened from several threads."""

    def __init__(self, manifest: Manifest, encoder: Encoder, runtime: NativeRuntime, graphs: Graphs) -> None:
        self._model, self._encoder = manifest.model, encoder
        self._runtime, self._graphs = runtime, graphs

    @classmethod
    async def load(cls, manifest: Manifest, encoder: Encoder, *, threads: int) -> OurGraphs:
        """Load the graphs of a click."""
        runtime = NativeRuntime(threads=threads)
        paths = [str(manifest.path(field.name)) for field in fields(Graphs)]
        graphs = Graphs(*[await runtime.load(path) for path in paths])
        return cls(manifest, encoder, runtime, graphs)

    async def open(self, photo: Photo) -> OurPipeline:
        """Embed a photo through its file form, 8 bits a channel, as a visitor gets it."""
        content = self._encoder.encode(photo, "0" * 64).to_bytes()
        counting = _CountingRuntime(self._runtime, self._graphs.decoder)
        session = Session(counting, self._graphs)
        await session.set_image(Embedding.from_bytes(content, model=self._model))
        return OurPipeline(session, counting)


class OurPipeline:
    """One photo; see `protocol.Pipeline`."""

    def __init__(self, session: Session, runtime: _CountingRuntime) -> None:
        self._session, self._runtime = session, runtime

    @property
    def decodes(self) -> int:
        """Runs of the decoder so far."""
        return self._runtime.decodes

    async def start(self) -> None:
        """Forget every prompt."""
        await self._session.clear()

    async def click(self, point: PointPrompt) -> Pixels:
        """Add a click."""
        await self._session.add_point(point.x, point.y, point.label)
        return await self._mask()

    async def box(self, box: BoxPrompt) -> Pixels:
        """Set the box."""
        await self._session.set_box(box.x0, box.y0, box.x1, box.y1)
        return await self._mask()

    async def alpha(self, photo: Photo) -> NDArray[np.uint8]:
        """Give the soft alpha of the mask that was asked for last: uint8 (height, width)."""
        rows = NativeRows(np.asarray(photo.image.convert("RGBA")))
        return np.concatenate([strip.alpha.handle async for strip in self._session.cutout_strips(rows)])

    async def cutout(self, photo: Photo) -> NDArray[np.uint8]:
        """Give the cut-out of the mask that was asked for last: straight RGBA, uint8 (height, width, 4)."""
        rows = NativeRows(np.asarray(photo.image.convert("RGBA")))
        return np.concatenate([strip.pixels.handle async for strip in self._session.cutout_strips(rows)])

    async def _mask(self) -> Pixels:
        rows = np.concatenate([strip.mask.handle async for strip in self._session.mask_strips()])
        inside: Pixels = rows > 0
        return inside


class _CountingRuntime:
    """Counts how often the decoder runs."""

    def __init__(self, runtime: NativeRuntime, decoder: Any) -> None:
        self._runtime, self._decoder = runtime, decoder
        self.decodes = 0

    async def load(self, url: str) -> Any:
        return await self._runtime.load(url)

    async def run(
        self, graph: Any, feeds: Feeds, *, keep: Collection[str] | None = ()
    ) -> dict[str, Tensor | KeptTensor]:
        self.decodes += graph is self._decoder
        return await self._runtime.run(graph, feeds, keep=keep)

    def release(self, handle: Any) -> None:
        self._runtime.release(handle)

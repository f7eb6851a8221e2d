"""What one process loads once, for all its components: the models, and the embeddings already made.

It keeps nothing of what anybody clicks.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from clickcut_core.masks.graphs import Graphs

from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.choice import choose_encoder
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.native_runtime import NativeRuntime, completed, load_graphs, share_memory
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import Photo
from clickcut.settings import Settings


class LoadedModels:
    """The verified models; encoder and decoder are loaded when they are first needed.

    Raises
    ------
    ClickcutError
        `model-missing`, `model-altered` or `encoder-unusable`.
    """

    def __init__(self, settings: Settings) -> None:
        self.manifest = read_manifest(settings.dist)
        self.limits = PhotoLimits(max_megapixels=settings.max_megapixels)
        share_memory()  # a dashboard stays for long, and is sent recipes by strangers
        self.runtime = NativeRuntime(at_once=True)
        self._settings = settings
        self._choice = choose_encoder(settings.encoder, self.manifest)
        self._cache = EmbeddingCache.of(settings, model=self.manifest.model, encoder=self._choice.name)
        # One thread: onnxruntime spreads a single run over the cores better than we could several.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="encoder")
        self._loading = threading.Lock()

    def encode(self, read: Callable[[], Photo], sha256: str) -> Future[bytes]:
        """Have a photo's embedding file found, or made of what `read` gives, in a thread of its own."""
        return self._executor.submit(self._encode, read, sha256)

    @property
    def graphs(self) -> Graphs:
        """The decoder's graphs, which several threads may run at once."""
        with self._loading:
            return self._graphs

    def _encode(self, read: Callable[[], Photo], sha256: str) -> bytes:
        known = self._cache.read(sha256)
        if known is not None:
            return known
        content = self._encoder.encode(read(), sha256).to_bytes()
        self._cache.write(sha256, content)
        return content

    @functools.cached_property
    def _encoder(self) -> Encoder:
        return Encoder.from_settings(self._settings, self.manifest, self._choice)

    @functools.cached_property
    def _graphs(self) -> Graphs:
        return completed(load_graphs(self.runtime, self.manifest))


@functools.cache
def loaded_models(settings: Settings) -> LoadedModels:
    """Give the models of these settings, the same for every component of the process."""
    return LoadedModels(settings)

"""The encoder as the server uses it: off the event loop, one photo at a time, each photo once.

It decides what is encoded when; what an embedding is, `Encoder` decides.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import onnxruntime as ort
from clickcut_core.errors import ClickcutError

from clickcut.embedding_cache import EmbeddingCache
from clickcut.encoder import Encoder
from clickcut.encoder_choice import EncoderChoice
from clickcut.metrics import Metrics
from clickcut.photo import EncoderInput, photo_sha256
from clickcut.photo_decoder import PhotoDecoder
from clickcut.shared_work import SharedWork

_log = logging.getLogger(__name__)


class EncoderService:
    """Turns photos into embedding files for many clients at once.

    Parameters
    ----------
    load
        Loads the encoder; called once, in a thread, by `start`.
    model
        Id of the weights, known before they are loaded.
    choice
        Which encoder that is.
    cache
        Where embedding files are kept.
    decoder
        Reads photos.
    work
        Bounds how many are encoded or wait for it, and for how long.
    metrics
        What is counted.
    """

    def __init__(
        self,
        load: Callable[[], Encoder],
        *,
        model: str,
        choice: EncoderChoice,
        cache: EmbeddingCache,
        decoder: PhotoDecoder,
        work: SharedWork[bytes],
        metrics: Metrics,
    ) -> None:
        self.model = model
        self.choice = choice
        metrics.encoder.labels(choice.name, choice.reason).set(1)
        self._load = load
        self._cache = cache
        self._decoder = decoder
        self._work = work
        self._metrics = metrics
        self._encoder: Encoder | None = None
        self._failure = ClickcutError("not-ready")
        # One thread: onnxruntime spreads a single run over the cores better than we could several.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="encoder")

    def loaded(self) -> Encoder:
        """Give what encodes new photos.

        Raises
        ------
        ClickcutError
            `not-ready`, or why it never will be.
        """
        if self._encoder is None:
            raise self._failure
        return self._encoder

    async def start(self) -> None:
        """Load the encoder; until it is there, `encode` answers for photos already known only."""
        loop = asyncio.get_running_loop()
        try:
            self._encoder = await loop.run_in_executor(self._executor, self._load)
        except ClickcutError as error:
            _log.error("no photo can be encoded: %s", error.message)
            self._failure = error
            return
        except Exception:
            _log.exception("the encoder could not be loaded")
            return
        self._metrics.ready.set(1)

    async def close(self) -> None:
        """Give up what is under way, and end the thread."""
        await self._work.close()
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)
        self._encoder = None
        self._metrics.ready.set(0)

    async def find(self, sha256: str) -> bytes | None:
        """Give the embedding file of a photo encoded before; None if it is not (or no longer) known."""
        return await asyncio.to_thread(self._cache.read, sha256)

    async def encode(self, content: bytes) -> tuple[bytes, str, bool]:
        """Give a photo's embedding file, the photo's SHA-256, and whether this call had it made.

        A photo that several ask for at the same time is encoded once. One of them leaving does not stop
        it for the others; it stops when all have left.

        Raises
        ------
        ClickcutError
            `not-ready`, `busy`, or what `PhotoDecoder.read` raises.
        """
        sha256 = await asyncio.to_thread(photo_sha256, content)
        known = await self.find(sha256)
        if known is not None:
            self._metrics.embeddings.labels("cached").inc()
            return known, sha256, False
        is_new = not self._work.holds(sha256)
        file = await self._work.result(sha256, partial(self._make, sha256, content))
        self._metrics.embeddings.labels("new" if is_new else "joined").inc()
        return file, sha256, is_new

    async def _make(self, sha256: str, content: bytes) -> bytes:
        encoder = self.loaded()
        read = await self._decoder.read(content)
        options = ort.RunOptions()
        work = partial(self._encode, encoder, read, sha256, options)
        try:
            file = await asyncio.get_running_loop().run_in_executor(self._executor, work)
        except asyncio.CancelledError:
            options.terminate = True
            raise
        await asyncio.to_thread(self._cache.write, sha256, file)
        return file

    def _encode(self, encoder: Encoder, read: EncoderInput, sha256: str, options: ort.RunOptions) -> bytes:
        start = time.perf_counter()
        file = encoder.encode_input(read, sha256, options).to_bytes()
        seconds = time.perf_counter() - start
        self._metrics.encode_seconds.observe(seconds)
        self._work.note(seconds)
        return file

"""The encoder as the server uses it: off the event loop, one photo at a time, each photo once.

It decides what is encoded when; what an embedding is, `Encoder` decides.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from clickcut_core.errors import ClickcutError

from clickcut.embedding_cache import EmbeddingCache
from clickcut.encoder import Encoder
from clickcut.encoder_choice import EncoderChoice
from clickcut.metrics import Metrics
from clickcut.photo import photo_sha256

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
        metrics: Metrics,
    ) -> None:
        self.model = model
        self.choice = choice
        metrics.encoder.info({"name": choice.name, "reason": choice.reason})
        self._load = load
        self._cache = cache
        self._metrics = metrics
        self._encoder: Encoder | None = None
        self._flights: dict[str, asyncio.Task[tuple[bytes, bool]]] = {}
        # One thread: onnxruntime spreads a single run over the cores better than we could several.
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="encoder")

    @property
    def ready(self) -> bool:
        """Whether new photos can be encoded."""
        return self._encoder is not None

    async def start(self) -> None:
        """Load the encoder; until it is there, `encode` answers for photos already known only."""
        loop = asyncio.get_running_loop()
        try:
            self._encoder = await loop.run_in_executor(self._executor, self._load)
        except ClickcutError as error:
            _log.error("no photo can be encoded: %s", error.message)
            return
        except Exception:
            _log.exception("the encoder could not be loaded")
            return
        self._metrics.ready.set(1)

    async def close(self) -> None:
        """Let a running encode finish, drop those that wait, and end the thread."""
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)
        self._encoder = None
        self._metrics.ready.set(0)

    async def find(self, sha256: str) -> bytes | None:
        """Give the embedding file of a photo encoded before; None if it is not (or no longer) known."""
        return await asyncio.to_thread(self._cache.read, sha256)

    async def encode(self, content: bytes) -> tuple[bytes, str, bool]:
        """Give a photo's embedding file, the photo's SHA-256, and whether this call had it made.

        A photo that several ask for at the same time is encoded once. One of them leaving does not stop
        it for the others.

        Raises
        ------
        ClickcutError
            `not-ready`, or what `Encoder.encode_photo` raises.
        """
        sha256 = await asyncio.to_thread(photo_sha256, content)
        flight = self._flights.get(sha256)
        if flight is not None:
            file, _ = await asyncio.shield(flight)
            self._metrics.embeddings.labels("joined").inc()
            return file, sha256, False
        flight = asyncio.create_task(self._fly(sha256, content))
        self._flights[sha256] = flight
        self._metrics.pending.set(len(self._flights))
        flight.add_done_callback(lambda done: self._land(sha256, done))
        file, is_new = await asyncio.shield(flight)
        self._metrics.embeddings.labels("new" if is_new else "cached").inc()
        return file, sha256, is_new

    async def _fly(self, sha256: str, content: bytes) -> tuple[bytes, bool]:
        known = await self.find(sha256)
        if known is not None:
            return known, False
        if self._encoder is None:
            raise ClickcutError("not-ready")
        loop = asyncio.get_running_loop()
        file = await loop.run_in_executor(self._executor, self._make, self._encoder, content)
        await asyncio.to_thread(self._cache.write, sha256, file)
        return file, True

    def _make(self, encoder: Encoder, content: bytes) -> bytes:
        start = time.perf_counter()
        file = encoder.encode_photo(content).to_bytes()
        self._metrics.encode_seconds.observe(time.perf_counter() - start)
        return file

    def _land(self, sha256: str, flight: asyncio.Task[tuple[bytes, bool]]) -> None:
        del self._flights[sha256]
        self._metrics.pending.set(len(self._flights))
        if not flight.cancelled():
            flight.exception()  # seen, though everyone who asked may have left

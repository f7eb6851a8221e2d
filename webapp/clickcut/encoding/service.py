"""The encoder as the server uses it: off the event loop, each photo once, no more than can be done in time.

It decides what is encoded when; an `Engine` does it.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from clickcut_core.errors import ClickcutError

from clickcut.encoding.cache import EmbeddingCache
from clickcut.encoding.choice import EncoderChoice
from clickcut.encoding.engine import Engine
from clickcut.encoding.shared_work import SharedWork
from clickcut.metrics import Metrics
from clickcut.photos.decoder import PhotoDecoder
from clickcut.photos.photo import photo_sha256

_log = logging.getLogger(__name__)


class EncoderService:
    """Turns photos into embedding files for many clients at once.

    Parameters
    ----------
    engine
        Encodes; started by `start`.
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
        engine: Engine,
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
        self._engine = engine
        self._cache = cache
        self._decoder = decoder
        self._work = work
        self._metrics = metrics
        self._failure: ClickcutError | None = ClickcutError("not-ready")

    def check_ready(self) -> None:
        """See that new photos can be encoded.

        Raises
        ------
        ClickcutError
            `not-ready`, or why it never will be.
        """
        if self._failure is not None:
            raise self._failure

    async def start(self) -> None:
        """Load the encoder; until it is there, `encode` answers for photos already known only."""
        try:
            await self._engine.start()
        except ClickcutError as error:
            _log.error("no photo can be encoded: %s", error.message)
            self._failure = error
            return
        except Exception:
            _log.exception("the encoder could not be loaded")
            return
        self._failure = None
        self._metrics.ready.set(1)

    async def close(self) -> None:
        """Give up what is under way, and end what encodes."""
        await self._work.close()
        await self._engine.close()
        self._failure = ClickcutError("not-ready")
        self._metrics.ready.set(0)

    async def find(self, sha256: str) -> bytes | None:
        """Give the embedding file of a photo encoded before; None if it is not (or no longer) known."""
        return await asyncio.to_thread(self._cache.read, sha256)

    async def encode(self, content: bytes, client: str = "") -> tuple[bytes, str, bool]:
        """Give a client's photo's embedding file, the photo's SHA-256, and whether this call had it made.

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
        file = await self._work.result(sha256, partial(self._make, sha256, content, client))
        self._metrics.embeddings.labels("new" if is_new else "joined").inc()
        return file, sha256, is_new

    async def _make(self, sha256: str, content: bytes, client: str) -> bytes:
        self.check_ready()
        read = await self._decoder.read(content, client)
        file, seconds = await self._engine.encode(read, sha256)
        self._metrics.encode_seconds.observe(seconds)
        self._work.note(seconds / self._engine.width)
        await asyncio.to_thread(self._cache.write, sha256, file)
        return file

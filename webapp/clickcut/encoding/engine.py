"""What encodes: here in this process, or in replicas elsewhere. When is not its affair."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import onnxruntime as ort

from clickcut.encoding.encoder import Encoder
from clickcut.photos.photo import EncoderInput
from clickcut.priority import after_others


class Engine(Protocol):
    """Encodes photos that were read.

    Attributes
    ----------
    width
        How many photos at a time, at most.
    """

    width: int

    async def start(self) -> None:
        """Load the encoder, and see that it works.

        Raises
        ------
        ClickcutError
            `encoder-unusable` or `encoder-wrong`.
        """

    async def encode(self, read: EncoderInput, sha256: str) -> tuple[bytes, float]:
        """Give the embedding file of a photo, and the seconds that the encoder took for it.

        Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            `not-ready` when those that encode are gone, or what the encoder raises.
        """

    async def close(self) -> None:
        """End what `start` began."""


class LocalEngine:
    """Encodes in a thread of this process.

    Parameters
    ----------
    load
        Gives an encoder that works; called once, in the thread.
    """

    width = 1  # onnxruntime spreads a single run over the cores better than we could several

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._load = load
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="encoder", initializer=after_others)

    async def start(self) -> None:
        """Load the encoder; see `Engine.start`."""
        self._encoder = await asyncio.get_running_loop().run_in_executor(self._executor, self._load)

    async def encode(self, read: EncoderInput, sha256: str) -> tuple[bytes, float]:
        """Encode a photo; one that is cancelled stops between two of its steps. See `Engine.encode`."""
        options = ort.RunOptions()
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._executor, self._timed, read, sha256, options)
        except asyncio.CancelledError:
            options.terminate = True
            raise

    async def close(self) -> None:
        """End the thread."""
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

    def _timed(self, read: EncoderInput, sha256: str, options: ort.RunOptions) -> tuple[bytes, float]:
        start = time.perf_counter()
        file = self._encoder.encode_input(read, sha256, options).to_bytes()
        return file, time.perf_counter() - start

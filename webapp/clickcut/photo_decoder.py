"""Photos decoded where a crash or a runaway harms nobody: in processes with limits, replaced when they end.

What a photo is, `photo` knows; here is only where it is read.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import TimeoutError as DecodingTimeoutError
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from clickcut_core.errors import ClickcutError
from pebble import ProcessExpired, ProcessPool

from clickcut.photo import EncoderInput, read_photo, to_png
from clickcut.photo_limits import PhotoLimits
from clickcut.priority import after_others
from clickcut.settings import MEGABYTE

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_Result = TypeVar("_Result")
_TRIES = 3  # of a photo, where processes end that don't have it
_MOST_TASKS = 500  # of one process, before a new one takes its place: what a decoder leaks ends with it


class PhotoDecoder:
    """Decodes photos for many clients.

    Parameters
    ----------
    limits
        Of the photos.
    processes
        That decode side by side.
    seconds
        That one photo may take.
    megabytes
        Of memory that one process may have for data.
    """

    def __init__(self, limits: PhotoLimits, *, processes: int, seconds: float, megabytes: int) -> None:
        self._limits = limits
        self._seconds = seconds
        self._processes = processes
        self._megabytes = megabytes
        self._pool = self._new_pool()

    async def read(self, content: bytes) -> EncoderInput:
        """Read a photo for the encoder. Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            What `read_photo` raises, or `photo-too-costly`.
        """
        return await self._do(_read, content)

    async def png(self, content: bytes) -> bytes:
        """Give a photo as lossless PNG: upright, 8-bit sRGB, alpha kept, no metadata.

        Raises
        ------
        ClickcutError
            What `read_photo` raises, or `photo-too-costly`.
        """
        return await self._do(_png, content)

    async def close(self) -> None:
        """End the processes; what is under way is given up."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(self._pool.join)

    async def _do(self, work: Callable[[bytes, PhotoLimits], _Result], content: bytes) -> _Result:
        for _ in range(_TRIES):
            done = self._working_pool().schedule(work, (content, self._limits), timeout=self._seconds)
            try:
                return await asyncio.wrap_future(done)
            except BrokenProcessPool:
                continue  # another's fault: it was not this photo that was decoded
            except (DecodingTimeoutError, ProcessExpired, MemoryError) as error:
                raise ClickcutError("photo-too-costly") from error
        raise ClickcutError("photo-too-costly")

    def _new_pool(self) -> ProcessPool:
        return ProcessPool(
            self._processes,
            _MOST_TASKS,
            _begin,
            (self._megabytes * MEGABYTE,),
            multiprocessing.get_context("spawn"),  # the server has threads, which a fork would lose
        )

    def _working_pool(self) -> ProcessPool:
        """Give the pool, or a new one: pebble gives up for good when a process is killed while none works."""
        if not self._pool.active:
            self._pool.stop()  # type: ignore[no-untyped-call]
            threading.Thread(target=self._pool.join, daemon=True).start()
            self._pool = self._new_pool()
        return self._pool


def _begin(data_bytes: int) -> None:
    """Bound this process's memory, life and claim to the processor; runs in it, first of all."""
    after_others()
    threading.Thread(target=_end_with_server, daemon=True).start()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_DATA, (data_bytes, data_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a photo must not lie on the disk in a core dump


def _end_with_server() -> None:
    """Wait for the end of the server, a violent one, too, and end: nobody else bounds the time any more."""
    server = multiprocessing.parent_process()
    if server is not None:
        server.join()
        os._exit(1)


def _read(content: bytes, limits: PhotoLimits) -> EncoderInput:
    return EncoderInput.of(read_photo(content, limits))


def _png(content: bytes, limits: PhotoLimits) -> bytes:
    return to_png(read_photo(content, limits))

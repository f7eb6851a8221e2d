"""Photos decoded where a crash or a runaway harms nobody: in processes with limits, replaced when they end.

What a photo is, `photo` knows; here is only where it is read.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import cache, partial
from typing import TypeVar
from weakref import WeakValueDictionary

from anyio import BrokenWorkerProcess, CapacityLimiter, current_time, fail_after, to_process
from clickcut_core.errors import ClickcutError

from clickcut.core_dumps import leave_no_core_dump
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, most_png_bytes, read_photo, to_png
from clickcut.photos.sandbox import shut_in
from clickcut.priority import after_others
from clickcut.settings import MEGABYTE

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_TRIES = 3  # of a photo whose process ends: who ended it isn't known, nor whether it had begun
_ORPHAN_SECONDS = 0.5  # between two looks whether the server lives


class PhotoDecoder:
    """Decodes photos for many clients, of whom none gets all processes but where there is only one.

    The processes are those of the event loop (`anyio.to_process`): they are used again and again,
    one that is missing is started when a photo wants it, and they end with the loop.

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
        self._megabytes = megabytes
        self._processes = processes
        self._free = asyncio.Semaphore(processes)
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._turns: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the processes, so that the first photos don't wait for them."""
        async with AsyncExitStack() as starting:
            processes = [self._process() for _ in range(self._processes)]
            # One that does not start is started by a photo.
            await asyncio.gather(*map(starting.enter_async_context, processes), return_exceptions=True)

    async def read(self, content: bytes, client: str = "") -> EncoderInput:
        """Read a client's photo for the encoder. Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            What `read_photo` raises, `photo-too-costly`, or `busy` where no process can be started.
        """
        return await self._do(_read, content, client)

    async def png(self, content: bytes, client: str = "") -> bytes:
        """Give a client's photo as lossless PNG: upright, 8-bit sRGB, alpha kept, no metadata.

        Raises
        ------
        ClickcutError
            What `read` raises.
        """
        return await self._do(_png, content, client)

    async def most_png_bytes(self, content: bytes, client: str = "") -> int:
        """Bound the file that `png` would give, without decoding a pixel.

        Raises
        ------
        ClickcutError
            What `read` raises.
        """
        return await self._do(most_png_bytes, content, client)

    async def _do(
        self, work: Callable[[bytes, PhotoLimits], _Result], content: bytes, client: str
    ) -> _Result:
        task = partial(_bounded, self._megabytes, work, content, self._limits)
        left = self._seconds
        async with self._share(client):
            for _ in range(_TRIES):
                async with self._process():
                    begin = current_time()
                    try:
                        with fail_after(left):
                            return await _in_process(task)
                    except BrokenWorkerProcess:
                        left -= current_time() - begin
                    except TimeoutError:
                        break
        raise ClickcutError("photo-too-costly")

    def _share(self, client: str) -> asyncio.Semaphore:
        """Give what bounds a client's photos; it is forgotten once there are none."""
        return self._shares.setdefault(client, asyncio.Semaphore(max(1, self._processes - 1)))

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[None]:
        await self._turn()
        try:
            yield
        finally:
            self._free.release()

    async def _turn(self) -> None:
        """Wait for a process that is free and there.

        Whoever is cancelled leaves it starting: anyio forgets one that is left then, and it would never end.
        """
        turn = asyncio.create_task(self._take_turn())
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        try:
            await asyncio.shield(turn)
        except asyncio.CancelledError:
            turn.add_done_callback(self._pass_on)
            raise

    async def _take_turn(self) -> None:
        await self._free.acquire()
        for _ in range(_TRIES):
            try:
                if not await _in_process(_be_there):
                    tell_of_open_doors()
                return
            except (BrokenWorkerProcess, OSError):
                continue
            except BaseException:
                self._free.release()
                raise
        self._free.release()
        raise ClickcutError("busy", seconds=1)  # no process can be started now

    def _pass_on(self, turn: asyncio.Task[None]) -> None:
        if not turn.cancelled() and turn.exception() is None:
            self._free.release()


@cache
def tell_of_open_doors() -> None:
    """Log, once, that the operating system is all that keeps a decoder from files and networks."""
    _log.warning("decoders run without a sandbox: this system has no seccomp for x86-64")


async def _in_process(work: Callable[[], _Result]) -> _Result:
    return await to_process.run_sync(work, cancellable=True, limiter=CapacityLimiter(1))


def _bounded(
    megabytes: int, work: Callable[[bytes, PhotoLimits], _Result], content: bytes, limits: PhotoLimits
) -> _Result:
    """Work in a process with limits; one that lacks memory ends, and with it whatever it leaked."""
    settle()
    with _memory(megabytes):
        try:
            return work(content, limits)
        except MemoryError:
            os._exit(1)


@contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    """Bound what this process may have for data, but for what comes in and goes out."""
    if resource is None:
        yield
        return
    usual, most = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(ValueError):  # the operator allows less
        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * MEGABYTE, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (usual, most))


@cache
def settle() -> bool:
    """Bound this process's life and reach, and its claim to the processor, once, before the first photo.

    Tells whether it is shut in.
    """
    after_others()
    leave_no_core_dump()
    is_shut_in = shut_in()
    threading.Thread(target=_end_with_server, daemon=True).start()
    return is_shut_in


def _end_with_server() -> None:
    """Wait for the end of the server, a violent one, too, and end: nobody else bounds the time any more."""
    server = os.getppid()
    while os.getppid() == server:
        time.sleep(_ORPHAN_SECONDS)
    os._exit(1)


def _be_there() -> bool:
    """Be ready for a photo, and tell whether this process is shut in."""
    return settle()


def _read(content: bytes, limits: PhotoLimits) -> EncoderInput:
    return EncoderInput.of(read_photo(content, limits))


def _png(content: bytes, limits: PhotoLimits) -> bytes:
    return to_png(read_photo(content, limits))

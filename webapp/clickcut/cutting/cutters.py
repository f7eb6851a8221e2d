"""The processes that make cut-outs for the server: how many, for whom, how long; replaced when they end.

What is made, `cutter` knows.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any
from weakref import WeakValueDictionary

from clickcut_core.errors import ClickcutError

from clickcut.cutting.work import LENGTH, Work
from clickcut.encoding.shared_work import SharedWork
from clickcut.photos.decoder import tell_of_open_doors
from clickcut.settings import Settings

_LONGEST_HEAD = 100_000  # bytes; a failure and what it names
_PIECE = 2**16
Room = Callable[[int], None]
"""Is told how many bytes a file has, before it is read; what it raises ends the order."""


class Cutters:
    """Makes cut-outs for many clients, of whom none gets all processes but where there is only one.

    Parameters
    ----------
    settings
        The operator's.
    on_change
        Told how many cut-outs are under way or wait, whenever that changes.
    """

    def __init__(self, settings: Settings, on_change: Callable[[int], None]) -> None:
        self._settings = settings
        self._free = asyncio.Semaphore(settings.cutout_processes)
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._idle: list[_Cutter] = []
        self._ending: set[asyncio.Task[int]] = set()
        self._names = map(str, count())
        self._work: SharedWork[bytes] = SharedWork(
            most=settings.queue, seconds=settings.encode_seconds, on_change=on_change
        )

    async def start(self) -> None:
        """Start the processes, so that the first orders don't wait for them."""
        starting = [self._start_one() for _ in range(self._settings.cutout_processes)]
        # One that does not start is started by an order.
        await asyncio.gather(*starting, return_exceptions=True)

    async def close(self) -> None:
        """Give up what is under way, and end the processes."""
        await self._work.close()
        while self._idle:
            self._end(self._idle.pop())
        await asyncio.gather(*self._ending)

    async def make(self, work: Work, client: str, room: Room) -> bytes:
        """Make a file for a client. Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            What `make` raises, `cutout-too-costly`, `busy`, or what `room` raises.
        """
        return await self._work.result(next(self._names), partial(self._make, work, client, room))

    async def _make(self, work: Work, client: str, room: Room) -> bytes:
        async with self._share(client), self._free:
            cutter = self._idle.pop() if self._idle else await self._started()
            begin = time.monotonic()
            try:
                async with asyncio.timeout(self._settings.cutout_seconds):
                    made = await cutter.make(work, room)
            except ClickcutError:
                self._idle.append(cutter)
                raise
            except (TimeoutError, EOFError, OSError):
                self._end(cutter)
                raise ClickcutError("cutout-too-costly") from None
            except BaseException:
                self._end(cutter)
                raise
            self._idle.append(cutter)
            self._work.note((time.monotonic() - begin) / self._settings.cutout_processes)
            return made

    def _share(self, client: str) -> asyncio.Semaphore:
        """Give what bounds a client's orders; it is forgotten once there are none."""
        most = max(1, self._settings.cutout_processes - 1)
        return self._shares.setdefault(client, asyncio.Semaphore(most))

    async def _start_one(self) -> None:
        async with self._free:
            self._idle.append(await self._started())

    async def _started(self) -> _Cutter:
        command = (sys.executable, "-m", "clickcut.cutting.cutter")
        cutter = _Cutter(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE))
        try:
            await cutter.begin(self._settings)
        except EOFError:
            self._end(cutter)
            raise ClickcutError("busy", seconds=1) from None  # none can be started now
        except BaseException:
            self._end(cutter)
            raise
        return cutter

    def _end(self, cutter: _Cutter) -> None:
        ending = asyncio.create_task(cutter.end())
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)


class _Cutter:
    """One process."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        self._process = process
        self._orders, self._answers = process.stdin, process.stdout

    async def begin(self, settings: Settings) -> None:
        """Wait until its graphs are loaded."""
        await self._send(settings)
        if not (await self._head())["is_shut_in"]:
            tell_of_open_doors()

    async def make(self, work: Work, room: Room) -> bytes:
        """Have a file made; raises `EOFError` or `OSError` where the process ends."""
        await self._send(work)
        head = await self._head()
        if "error" in head:
            raise ClickcutError.from_json(head["error"])
        if "size" not in head:
            raise RuntimeError("a cut-out failed; the log has the reason")
        size = int(head["size"])
        try:
            room(size)
        except ClickcutError:
            while size:
                size -= len(await self._answers.readexactly(min(size, _PIECE)))
            raise
        return await self._answers.readexactly(size)

    async def end(self) -> int:
        """End it, whatever it does."""
        if self._process.returncode is None:
            self._process.kill()
        return await self._process.wait()

    async def _send(self, what: object) -> None:
        self._orders.write(pickle.dumps(what))
        await self._orders.drain()

    async def _head(self) -> dict[str, Any]:
        (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
        if length > _LONGEST_HEAD:
            raise EOFError
        head: dict[str, Any] = json.loads(await self._answers.readexactly(length))
        return head

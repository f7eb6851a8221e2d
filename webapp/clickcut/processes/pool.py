"""Processes shared out among clients: how many, for whom, how long; replaced when they end.

What they do, their programs know.
"""

from __future__ import annotations

import asyncio
import logging
import time
from functools import cache
from typing import TypeVar
from weakref import WeakValueDictionary

from clickcut_core.errors import ClickcutError

from clickcut.processes.expected import Expected, WrongAnswer
from clickcut.processes.process import Process, WorkFailed

_log = logging.getLogger(__name__)
_TRIES = 3  # of an order whose process ends: who ended it isn't known, nor whether it had begun
_START_SECONDS = 120  # on a machine that has much else to do
_Result = TypeVar("_Result")


class TooCostly(Exception):  # noqa: N818  each order has a code of its own for it
    """An order took more time than it has, or its processes ended."""


class Pool:
    """Processes of one program, for many clients, of whom none gets all but where there is only one.

    They are used again and again. One that is missing is started when an order wants it.

    Parameters
    ----------
    program
        The module that each runs; it calls `clickcut.processes.program.run`.
    setup
        What each is told before its first order; it is pickled, as orders are.
    processes
        That work side by side.
    """

    def __init__(self, program: str, setup: object, *, processes: int) -> None:
        self._program = program
        self._setup = setup
        self._count = processes
        self._free = asyncio.Semaphore(processes)
        self._shares: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._turns: set[asyncio.Task[Process]] = set()
        self._ending: set[asyncio.Task[None]] = set()
        self._alive: set[Process] = set()
        self._idle: list[Process] = []
        self._is_closed = False

    async def start(self) -> None:
        """Start the processes, so that the first orders don't wait for them."""
        turns = [self._turn() for _ in range(self._count)]
        # One that does not start is started by an order.
        for process in await asyncio.gather(*turns, return_exceptions=True):
            if isinstance(process, Process):
                await self._leave(process)

    async def close(self) -> None:
        """End the processes, and with them what is under way; none is started any more."""
        self._is_closed = True
        for process in self._alive:
            process.kill()
        for _ in range(self._count):
            await self._free.acquire()  # until all have left
        for _ in range(self._count):
            self._free.release()
        while self._idle:
            await self._end(self._idle.pop())

    async def result(
        self, order: object, expected: Expected[_Result], *, client: str, seconds: float
    ) -> tuple[_Result, float]:
        """Have an order done for a client, and tell the seconds that it took.

        Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        TooCostly
            When it takes longer than `seconds` once a process has it, or three processes ended with it.
        WrongAnswer
            When a process answered what the order can't have given. It was ended.
        WorkFailed
            When work failed as nobody foresaw. The log says where.
        ClickcutError
            What is wrong with the order, what `Expected.room` raises, or `busy` where no process can start.
        """
        left = seconds
        async with self._share(client):
            for _ in range(_TRIES):
                process = await self._turn()
                begin = time.monotonic()
                try:
                    async with asyncio.timeout(left):
                        result = await process.result(order, expected)
                    return result, time.monotonic() - begin
                except TimeoutError:
                    break
                except (EOFError, OSError):
                    left -= time.monotonic() - begin
                except WrongAnswer as wrong:
                    _log.error("a process of %s was ended, for it answered wrongly: %s", self._program, wrong)
                    raise
                except WorkFailed as failed:
                    _log.error("work failed in a process of %s: %s", self._program, failed)
                    raise
                finally:
                    await self._leave(process)
        raise TooCostly

    def _share(self, client: str) -> asyncio.Semaphore:
        """Give what bounds a client's orders; it is forgotten once there are none."""
        return self._shares.setdefault(client, asyncio.Semaphore(max(1, self._count - 1)))

    async def _turn(self) -> Process:
        """Wait for a process that is free and there.

        Whoever is cancelled leaves it starting, for the next one.
        """
        turn = asyncio.create_task(self._take_turn())
        self._turns.add(turn)
        turn.add_done_callback(self._turns.discard)
        try:
            return await asyncio.shield(turn)
        except asyncio.CancelledError:
            turn.add_done_callback(self._pass_on)
            raise

    async def _take_turn(self) -> Process:
        await self._free.acquire()
        try:
            while self._idle:
                process = self._idle.pop()
                if process.is_alive:
                    return process
                await self._end(process)
            return await self._started()
        except BaseException:
            self._free.release()
            raise

    def _pass_on(self, turn: asyncio.Task[Process]) -> None:
        if not turn.cancelled() and turn.exception() is None:
            self._idle.append(turn.result())
            self._free.release()

    async def _started(self) -> Process:
        for _ in range(_TRIES):
            if self._is_closed:
                break
            try:
                process = await Process.of(self._program)
            except OSError:
                continue
            self._alive.add(process)
            try:
                async with asyncio.timeout(_START_SECONDS):
                    is_shut_in = await process.begin(self._setup)
            except (EOFError, OSError, WrongAnswer):
                await self._end(process)
            except BaseException:
                await self._end(process)
                raise
            else:
                if not is_shut_in:
                    _tell_of_open_doors()
                return process
        raise ClickcutError("busy", seconds=1)  # no process can be started now

    async def _leave(self, process: Process) -> None:
        """Give a process back; one that was left at work is ended first."""
        if process.is_at_rest:
            self._idle.append(process)
            self._free.release()
            return
        ending = asyncio.create_task(self._end(process))
        self._ending.add(ending)
        ending.add_done_callback(self._on_end)
        await asyncio.shield(ending)

    def _on_end(self, ending: asyncio.Task[None]) -> None:
        self._ending.discard(ending)
        self._free.release()

    async def _end(self, process: Process) -> None:
        await process.end()
        self._alive.discard(process)


@cache
def _tell_of_open_doors() -> None:
    """Log, once, that the operating system is all that keeps a process from files and networks."""
    _log.warning("photos are decoded and cut out without a sandbox: this system has no seccomp for x86-64")

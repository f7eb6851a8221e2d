"""One process, as the server holds it: orders go in, and what comes out is measured."""

from __future__ import annotations

import asyncio
import pickle
import sys
from asyncio.subprocess import PIPE
from contextlib import suppress
from typing import TypeVar

from clickcut_core.errors import ClickcutError

from clickcut.processes.answers import LENGTH, Facts
from clickcut.processes.expected import MOST_HEAD, Expected, Failure, WrongAnswer, read_head

_PIECE = 2**20
_Result = TypeVar("_Result")


class WorkFailed(Exception):  # noqa: N818  it isn't known which error it is
    """Work failed in a way that nobody foresaw."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(f"{failure.kind} in {failure.module}, line {failure.line}")


class Process:
    """A process that takes one order after another.

    Attributes
    ----------
    is_at_rest
        Whether it has answered all that it was asked, and may be asked again.
    """

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a process without pipes")
        self.is_at_rest = False
        self._process = process
        self._orders, self._answers = process.stdin, process.stdout

    @classmethod
    async def of(cls, program: str) -> Process:
        """Start one that runs a module; raises `OSError` where the system has no room for it."""
        command = (sys.executable, "-m", program)
        return cls(await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=_PIECE))

    @property
    def is_alive(self) -> bool:
        """Whether it hasn't ended, as far as that is known."""
        return self._process.returncode is None

    async def begin(self, setup: object) -> bool:
        """Say what it works with, wait until that is loaded, and tell whether it is shut in."""
        return await self.result(setup, Expected(codes=(), most=0, judged=_is_shut_in))

    async def result(self, order: object, expected: Expected[_Result]) -> _Result:
        """Have an order done.

        Raises
        ------
        EOFError, OSError
            When the process ends.
        WrongAnswer
            When it answers what the order can't have given.
        WorkFailed
            When work failed as nobody foresaw.
        ClickcutError
            What is wrong with the order, or what `Expected.room` raises.
        """
        self.is_at_rest = False
        self._orders.write(pickle.dumps(order, pickle.HIGHEST_PROTOCOL))
        await self._orders.drain()
        head = read_head(await self._head(), expected)
        if isinstance(head, Failure | ClickcutError):
            self.is_at_rest = True
            raise WorkFailed(head) if isinstance(head, Failure) else head
        try:
            expected.room(head.size)
        except ClickcutError:
            await self._skip(head.size)
            self.is_at_rest = True
            raise
        result = expected.judged(head.facts, await self._answers.readexactly(head.size))
        self.is_at_rest = True
        return result

    def kill(self) -> None:
        """End it, whatever it does."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def end(self) -> None:
        """End it, and wait until it has ended; nobody may be waiting for its answer any more."""
        self.kill()
        self._orders.close()
        with suppress(OSError):
            while await self._answers.read(_PIECE):  # or asyncio waits for ever: the end comes after it
                pass
        await self._process.wait()

    async def _head(self) -> bytes:
        (length,) = LENGTH.unpack(await self._answers.readexactly(LENGTH.size))
        if length > MOST_HEAD:
            raise WrongAnswer("a head that is too long")
        return await self._answers.readexactly(length)

    async def _skip(self, size: int) -> None:
        while size:
            size -= len(await self._answers.readexactly(min(size, _PIECE)))


def _is_shut_in(facts: Facts, _: bytes) -> bool:
    match facts:
        case {"is_shut_in": bool(is_shut_in)}:
            return is_shut_in
    raise WrongAnswer("no word whether it is shut in")

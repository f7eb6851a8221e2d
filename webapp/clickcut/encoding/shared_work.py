"""Work that several may wait for at once: done once, bounded in number, given up when nobody waits any more.

It knows nothing of photos.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from clickcut_core.errors import ClickcutError

_Result = TypeVar("_Result")
_SMOOTHING = 0.2  # of the usual duration: the newest one's weight


@dataclass(slots=True)
class _Piece(Generic[_Result]):
    task: asyncio.Task[_Result]
    waiting: int = 0


class SharedWork(Generic[_Result]):
    """Pieces of work by name.

    Parameters
    ----------
    most
        Pieces at a time, under way or waiting for their turn.
    seconds
        That anybody waits for a piece. One that would be late, by how long the last ones took, is not begun.
    on_change
        Told how many pieces there are, whenever that changes.
    """

    def __init__(self, *, most: int, seconds: float, on_change: Callable[[int], None]) -> None:
        self._most = most
        self._seconds = seconds
        self._on_change = on_change
        self._pieces: dict[str, _Piece[_Result]] = {}
        self._usual = 1.0  # seconds from one piece's end to the next one's

    def holds(self, name: str) -> bool:
        """Whether a piece is under way or waits for its turn."""
        return name in self._pieces

    async def result(self, name: str, work: Callable[[], Coroutine[Any, Any, _Result]]) -> _Result:
        """Wait for a piece, which is begun if nobody waits for it yet.

        Raises
        ------
        ClickcutError
            `busy`, or what the work raises.
        """
        piece = self._pieces.get(name) or self._begin(name, work)
        piece.waiting += 1
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.shield(piece.task)
        except TimeoutError:
            raise self._busy() from None
        finally:
            piece.waiting -= 1
            if piece.waiting == 0:
                piece.task.cancel()
                self._forget(name, piece)

    def note(self, seconds: float) -> None:
        """Learn how long a piece takes, to say when there will be room."""
        self._usual += _SMOOTHING * (seconds - self._usual)

    async def close(self) -> None:
        """Give up what waits, and wait for what can't be given up."""
        tasks = [piece.task for piece in self._pieces.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, name: str, work: Callable[[], Coroutine[Any, Any, _Result]]) -> _Piece[_Result]:
        if len(self._pieces) >= self._most or self._would_be_late():
            raise self._busy()
        piece = _Piece(asyncio.create_task(work()))
        self._pieces[name] = piece
        self._on_change(len(self._pieces))
        piece.task.add_done_callback(partial(self._end, name, piece))
        return piece

    def _would_be_late(self) -> bool:
        """Whether it would be given up when half done, and the time for it be lost to all the others."""
        before = len(self._pieces)
        return before > 0 and (before + 1) * self._usual > self._seconds

    def _end(self, name: str, piece: _Piece[_Result], task: asyncio.Task[_Result]) -> None:
        self._forget(name, piece)
        if not task.cancelled():
            task.exception()  # seen, though everyone who asked may have left

    def _forget(self, name: str, piece: _Piece[_Result]) -> None:
        if self._pieces.get(name) is piece:  # and not one that was begun after it
            del self._pieces[name]
            self._on_change(len(self._pieces))

    def _busy(self) -> ClickcutError:
        """Say when half of those before will be done."""
        return ClickcutError("busy", seconds=max(1, math.ceil(len(self._pieces) * self._usual / 2)))

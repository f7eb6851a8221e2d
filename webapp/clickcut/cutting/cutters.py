"""The processes that make cut-outs for the server: how many, for whom, how long.

What is made, `cutter` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count

from clickcut_core.errors import ClickcutError

from clickcut.cutting.work import Work
from clickcut.encoding.shared_work import SharedWork
from clickcut.photos import decoder
from clickcut.processes.answers import Facts
from clickcut.processes.expected import Expected, WrongAnswer
from clickcut.processes.pool import Pool, TooCostly
from clickcut.settings import Settings

PROGRAM = "clickcut.cutting.cutter"
REFUSALS = (
    *("invalid-prompt", "invalid-option", "invalid-look", "too-many-points", "no-subject", "no-mask"),
    *("empty-mask", "format-too-small"),
)
"""Codes of what may be wrong with a wish."""
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
        self._pool = Pool(PROGRAM, settings, processes=settings.cutout_processes)
        self._names = map(str, count())
        self._work: SharedWork[bytes] = SharedWork(
            most=settings.queue, seconds=settings.encode_seconds, on_change=on_change
        )

    async def start(self) -> None:
        """Start the processes, so that the first orders don't wait for them."""
        await self._pool.start()

    async def close(self) -> None:
        """Give up what is under way, and end the processes."""
        await self._work.close()
        await self._pool.close()

    async def make(self, work: Work, client: str, room: Room) -> bytes:
        """Make a file for a client. Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            What `make` raises, `cutout-too-costly`, `busy`, or what `room` raises.
        """
        return await self._work.result(next(self._names), partial(self._make, work, client, room))

    async def _make(self, work: Work, client: str, room: Room) -> bytes:
        codes = (*decoder.REFUSALS, *REFUSALS)
        expected = Expected(codes=codes, most=work.most_bytes, judged=_file, room=room)
        try:
            made, seconds = await self._pool.result(
                work, expected, client=client, seconds=self._settings.cutout_seconds
            )
        except TooCostly:
            raise ClickcutError("cutout-too-costly") from None
        self._work.note(seconds / self._settings.cutout_processes)
        return made


def _file(facts: Facts, content: bytes) -> bytes:
    if facts:
        raise WrongAnswer("facts of a file, of which there are none")
    return content

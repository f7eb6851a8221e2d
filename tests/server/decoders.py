"""Decoders, and their processes as Linux lists them: who they are, and which of them is at work."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psutil
from clickcut.photos.decoder import PhotoDecoder
from clickcut.photos.limits import PhotoLimits

from . import photos

AT_WORK = 150 * 2**20  # bytes of memory that only a large photo takes
LARGE = 8000  # pixels of a side; such a photo takes seconds to decode and to write as PNG


def large_photo() -> bytes:
    return photos.file(photos.picture(LARGE, LARGE, seed=4), "JPEG")


@asynccontextmanager
async def decoding(
    limits: PhotoLimits | None = None, *, processes: int = 1, seconds: float = 60, megabytes: int = 1024
) -> AsyncIterator[PhotoDecoder]:
    """A decoder, which is closed afterwards."""
    decoder = PhotoDecoder(limits or PhotoLimits(), processes=processes, seconds=seconds, megabytes=megabytes)
    yield decoder
    await decoder.close()


def decoding_processes(server: int | None = None, program: str = "clickcut.photos.decoding") -> set[int]:
    """The processes that run a program for a server, which is this process unless its id is given."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            line = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == (server or os.getpid()) and program.encode() in line.split(b"\0"):
            found.add(int(status.parent.name))
    return found


def at_work(server: int | None = None) -> set[int]:
    """Those that have a large photo in hand."""
    return {number for number in decoding_processes(server) if _memory(number) > AT_WORK}


async def until_at_work(
    count: int, *, besides: frozenset[int] | set[int] = frozenset(), server: int | None = None
) -> set[int]:
    """Wait until so many have a large photo in hand, besides those that are named; gives them."""
    async with asyncio.timeout(60):
        while len(found := at_work(server) - besides) < count:  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.01)
    return found


async def until_gone(processes: set[int]) -> None:
    async with asyncio.timeout(60):
        while any(map(is_alive, processes)):  # noqa: ASYNC110  seen from outside
            await asyncio.sleep(0.01)


def is_alive(number: int) -> bool:
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _memory(number: int) -> int:
    try:
        return int(psutil.Process(number).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0

"""Photos on their way in: the raw bodies of requests, judged while they stream.

What the bytes are is not known here; `photo_format` tells that from the bytes themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from clickcut_core.errors import ClickcutError
from starlette.requests import Request

from clickcut.settings import MEGABYTE


class Uploads:
    """Reads photos, and holds no more of them at a time than memory is set aside for.

    Parameters
    ----------
    max_megabytes
        Of one photo.
    seconds
        That one photo may take to arrive.
    memory_megabytes
        Of all photos that have arrived or are arriving.
    """

    def __init__(self, *, max_megabytes: int, seconds: float, memory_megabytes: int) -> None:
        self._max_megabytes = max_megabytes
        self._seconds = seconds
        self._free = memory_megabytes * MEGABYTE

    @asynccontextmanager
    async def photo(self, request: Request) -> AsyncIterator[bytes]:
        """Read a request's body, no more of it than is accepted, and hold it until it is done with.

        Raises
        ------
        ClickcutError
            `unsupported-media-type`, `too-many-bytes`, `upload-too-slow`, `busy` or `empty-photo`.
        """
        self._judge(request)
        chunks: list[bytes] = []
        size = 0
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    async for chunk in request.stream():
                        size += len(chunk)
                        self._free -= len(chunk)
                        self._check(size)
                        chunks.append(chunk)
            except TimeoutError:
                raise ClickcutError("upload-too-slow", limit=f"{self._seconds:g}") from None
            if not size:
                raise ClickcutError("empty-photo")
            content = b"".join(chunks)
            chunks.clear()
            yield content
        finally:
            self._free += size

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """Count so many bytes more as held: what was made of a photo, until its reader has it."""
        self._free -= size
        try:
            yield
        finally:
            self._free += size

    def _judge(self, request: Request) -> None:
        """Refuse what its headers say of it."""
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type and media_type != "application/octet-stream" and not media_type.startswith("image/"):
            raise ClickcutError("unsupported-media-type", media_type=media_type[:100])
        claimed = request.headers.get("content-length", "")
        if claimed.isdecimal():
            self._check(int(claimed[:20]), claimed=True)

    def _check(self, size: int, *, claimed: bool = False) -> None:
        if size > self._max_megabytes * MEGABYTE:
            raise ClickcutError("too-many-bytes", limit=self._max_megabytes)
        if self._free < (size if claimed else 0):
            raise ClickcutError("busy", seconds=1)

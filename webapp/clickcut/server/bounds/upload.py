"""Photos on their way in: the raw bodies of requests, judged while they stream.

What the bytes are is not known here; `photo_format` tells that from the bytes themselves.
"""

from __future__ import annotations

import asyncio
import io

from clickcut_core.errors import ClickcutError
from starlette.requests import Request

from clickcut.server.bounds.memory import Held
from clickcut.settings import MEGABYTE

_NO_TYPE = "(none)"


class Uploads:
    """Reads photos.

    Parameters
    ----------
    max_megabytes
        Of one photo.
    seconds
        That one photo may take to arrive.
    """

    def __init__(self, *, max_megabytes: int, seconds: float) -> None:
        self._max_megabytes = max_megabytes
        self._seconds = seconds

    async def read(self, request: Request, held: Held) -> bytes:
        """Read a request's body, no more of it than is accepted and there is room for.

        Parameters
        ----------
        held
            Grows with what arrives.

        Raises
        ------
        ClickcutError
            `unsupported-media-type`, `too-many-bytes`, `upload-too-slow`, `busy` or `empty-photo`.
        """
        self._judge(request, held)
        # Not a list of chunks: those of a byte each would take fifty times their size.
        content = io.BytesIO()
        try:
            async with asyncio.timeout(self._seconds):
                async for chunk in request.stream():
                    size = content.tell() + len(chunk)
                    self._check(size)
                    held.resize(size)
                    content.write(chunk)
        except TimeoutError:
            raise ClickcutError("upload-too-slow", limit=f"{self._seconds:g}") from None
        if not content.tell():
            raise ClickcutError("empty-photo")
        return content.getvalue()

    def _judge(self, request: Request, held: Held) -> None:
        """Refuse what its headers say of it.

        A type that has to be one of these is more than a form or a page's `no-cors` request can send:
        https://fetch.spec.whatwg.org/#cors-safelisted-request-header
        """
        claimed = request.headers.get("content-length", "0")
        if claimed == "0" and "transfer-encoding" not in request.headers:
            raise ClickcutError("empty-photo")
        media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
        if media_type != "application/octet-stream" and not media_type.startswith("image/"):
            raise ClickcutError("unsupported-media-type", media_type=media_type[:100] or _NO_TYPE)
        if claimed.isdecimal():
            size = int(claimed[:20])
            self._check(size)
            held.check(size)

    def _check(self, size: int) -> None:
        if size > self._max_megabytes * MEGABYTE:
            raise ClickcutError("too-many-bytes", limit=self._max_megabytes)

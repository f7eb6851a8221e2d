"""A photo on its way in: the raw body of a request, judged while it streams.

What the bytes are is not known here; `photo_format` tells that from the bytes themselves.
"""

from __future__ import annotations

from clickcut_core.errors import ClickcutError
from starlette.requests import Request

from clickcut.settings import MEGABYTE


async def read_upload(request: Request, *, max_megabytes: int) -> bytes:
    """Read a request's body, and no more of it than is accepted.

    Raises
    ------
    ClickcutError
        `unsupported-media-type`, `too-many-bytes` or `empty-photo`.
    """
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type and media_type != "application/octet-stream" and not media_type.startswith("image/"):
        raise ClickcutError("unsupported-media-type", media_type=media_type[:100])
    too_long = ClickcutError("too-many-bytes", limit=max_megabytes)
    claimed = request.headers.get("content-length", "")
    if claimed.isdecimal() and int(claimed[:20]) > max_megabytes * MEGABYTE:
        raise too_long
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > max_megabytes * MEGABYTE:
            raise too_long
        chunks.append(chunk)
    if not size:
        raise ClickcutError("empty-photo")
    return b"".join(chunks)

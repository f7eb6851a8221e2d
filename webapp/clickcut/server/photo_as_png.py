"""The answer of `POST /api/v1/photos`: a photo as PNG, made while it is sent."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator

from clickcut_core.errors import ClickcutError
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from clickcut.photos.decoder import PhotoDecoder
from clickcut.server.bounds.admission import Admitted, admitted_photo
from clickcut.server.bounds.memory import Memory
from clickcut.server.bounds.presence import while_present
from clickcut.settings import MEGABYTE, Settings

_PIECE = 256 * 1024  # bytes that are sent at a time, and wait for their reader


class PhotoAsPng(Response):
    """The photo in a request's body as PNG.

    Until its reader has the last piece, it counts as a photo under way, and its bytes as memory.
    """

    def __init__(self, request: Request) -> None:
        super().__init__()
        self._request = request

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Make it and send it.

        Raises
        ------
        ClickcutError
            What `admitted_photo` and `PhotoDecoder.png` raise, `png-too-large`, or `busy`.
        """
        async with admitted_photo(self._request) as photo:
            png = await self._made(photo)
            headers = {"Cache-Control": "no-store", "Content-Length": str(len(png))}
            answer = StreamingResponse(pieces(png), media_type="image/png", headers=headers)
            photo.replace(len(png))
            await answer(scope, receive, send)

    async def _made(self, photo: Admitted) -> bytes:
        settings: Settings = self._request.app.state.settings
        try:
            async with asyncio.timeout(settings.encode_seconds):
                return await while_present(self._request, self._within_memory(photo))
        except TimeoutError:  # it waited for others' photos, for one has less time to be decoded
            raise ClickcutError("busy", seconds=math.ceil(settings.decode_seconds)) from None

    async def _within_memory(self, photo: Admitted) -> bytes:
        """Make it once there is room for the largest file that it could become."""
        decoder: PhotoDecoder = self._request.app.state.decoder
        memory: Memory = self._request.app.state.memory
        most = await decoder.most_png_bytes(photo.content, photo.client)
        size = len(photo.content) + most
        if size > memory.most:
            raise ClickcutError("png-too-large", size=math.ceil(size / MEGABYTE))
        photo.held.resize(size)
        return await decoder.png(photo.content, photo.client, most=most)


async def pieces(content: bytes) -> AsyncIterator[bytes]:
    """Give a file piece by piece, each of which waits for its reader."""
    for start in range(0, len(content), _PIECE):
        yield content[start : start + _PIECE]

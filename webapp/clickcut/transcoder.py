"""Photos for browsers that can't decode them: any format in, PNG out, nothing kept."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from clickcut.photo import read_photo, to_png
from clickcut.photo_limits import PhotoLimits


class Transcoder:
    """Decodes one photo at a time in a thread of its own, so that it never waits for the encoder."""

    def __init__(self, limits: PhotoLimits) -> None:
        self._limits = limits
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="transcoder")

    async def png(self, content: bytes) -> bytes:
        """Give a photo as lossless PNG: upright, 8-bit sRGB, alpha kept, no metadata.

        Raises
        ------
        ClickcutError
            What `read_photo` raises.
        """
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._png, content)

    def _png(self, content: bytes) -> bytes:
        return to_png(read_photo(content, self._limits))

    async def close(self) -> None:
        """Finish the photo under way and end the thread."""
        await asyncio.to_thread(self._executor.shutdown, wait=True, cancel_futures=True)

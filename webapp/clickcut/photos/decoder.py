"""Photos decoded where a crash or a runaway harms nobody: in processes that are shut in and never believed.

What a photo is, `photo` knows; what such a process does, `decoding`. Here is what its answers can be.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np
from clickcut_core.errors import ClickcutError
from clickcut_core.fingerprint import CELLS
from clickcut_core.geometry import MODEL_SIDE, Frame, ImageSize
from clickcut_core.words.en.sentences import NOTES

from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, most_png_bytes_within
from clickcut.processes.answers import Facts
from clickcut.processes.expected import Expected, WrongAnswer, number
from clickcut.processes.pool import Pool, TooCostly

PROGRAM = "clickcut.photos.decoding"
REFUSALS = (
    *("empty-photo", "not-a-photo", "raw-photo", "photo-variant", "truncated-photo"),
    *("too-many-pixels", "photo-too-small", "photo-too-narrow"),
)
"""Codes of what may be wrong with a photo."""
_CHANNELS = 3
_FINGERPRINT = CELLS * CELLS  # bytes
_PNG = b"\x89PNG\r\n\x1a\n"
_Result = TypeVar("_Result")


class PhotoDecoder:
    """Decodes photos for many clients, of whom none gets all processes but where there is only one.

    Parameters
    ----------
    limits
        Of the photos.
    processes
        That decode side by side.
    seconds
        That one photo may take.
    megabytes
        Of memory that one process may have for data.
    """

    def __init__(self, limits: PhotoLimits, *, processes: int, seconds: float, megabytes: int) -> None:
        self._limits = limits
        self._seconds = seconds
        self._pool = Pool(PROGRAM, (limits, megabytes), processes=processes)

    async def start(self) -> None:
        """Start the processes, so that the first photos don't wait for them."""
        await self._pool.start()

    async def close(self) -> None:
        """End the processes, and with them what is under way."""
        await self._pool.close()

    async def read(self, content: bytes, client: str = "") -> EncoderInput:
        """Read a client's photo for the encoder. Whoever is cancelled meanwhile ends the work.

        Raises
        ------
        ClickcutError
            What `read_photo` raises, `photo-too-costly`, or `busy` where no process can be started.
            `not-a-photo`, too, where a process answered what no photo can give.
        """
        most = MODEL_SIDE * MODEL_SIDE * _CHANNELS + _FINGERPRINT
        return await self._do("read", content, client, partial(_encoder_input, self._limits), most)

    async def png(self, content: bytes, client: str = "", *, most: int | None = None) -> bytes:
        """Give a client's photo as lossless PNG: upright, 8-bit sRGB, alpha kept, no metadata.

        Parameters
        ----------
        most
            Bytes that it can have, by `most_png_bytes`; by the limits alone unless given.

        Raises
        ------
        ClickcutError
            What `read` raises.
        """
        return await self._do("png", content, client, _png, most or most_png_bytes_within(self._limits))

    async def most_png_bytes(self, content: bytes, client: str = "") -> int:
        """Bound the file that `png` would give, without decoding a pixel.

        Raises
        ------
        ClickcutError
            What `read` raises.
        """
        most = most_png_bytes_within(self._limits)
        return await self._do("most_png_bytes", content, client, partial(_bound, most), 0)

    async def _do(
        self, name: str, content: bytes, client: str, judged: Callable[[Facts, bytes], _Result], most: int
    ) -> _Result:
        expected = Expected(codes=REFUSALS, most=most, judged=judged)
        try:
            result, _ = await self._pool.result(
                (name, content), expected, client=client, seconds=self._seconds
            )
        except TooCostly:
            raise ClickcutError("photo-too-costly") from None
        except WrongAnswer:
            raise ClickcutError("not-a-photo") from None
        return result


def _encoder_input(limits: PhotoLimits, facts: Facts, content: bytes) -> EncoderInput:
    match facts:
        case {"height": height, "width": width, "notes": list(notes), **more} if not more:
            photo = _size(limits, height, width)
        case _:
            raise WrongAnswer("no size and notes of a photo")
    frame = Frame.of(photo)
    shape = (frame.resized.height, frame.resized.width, _CHANNELS)
    pixels, fingerprint = content[:-_FINGERPRINT], content[-_FINGERPRINT:]
    if len(content) != np.prod(shape) + _FINGERPRINT:
        raise WrongAnswer("other pixels than a photo of that size has")
    if not all(isinstance(note, str) and note in NOTES and notes.count(note) == 1 for note in notes):
        raise WrongAnswer("notes that can't be")
    return EncoderInput(np.frombuffer(pixels, np.uint8).reshape(shape), frame, tuple(notes), fingerprint)


def _size(limits: PhotoLimits, height: object, width: object) -> ImageSize:
    most = limits.most_pixels
    size = ImageSize(number(height, 1, most), number(width, 1, most))
    try:
        limits.check(size.width, size.height)
    except ClickcutError:
        raise WrongAnswer("a size that was to be refused") from None
    return size


def _png(facts: Facts, content: bytes) -> bytes:
    if facts or not content.startswith(_PNG):
        raise WrongAnswer("no PNG")
    return content


def _bound(most: int, facts: Facts, _: bytes) -> int:
    if facts.keys() != {"most"}:
        raise WrongAnswer("no number of bytes")
    return number(facts["most"], 1, most)

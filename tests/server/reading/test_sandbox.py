"""A decoder that is taken over reaches nothing: no file, no network, no other process."""

import errno
import json
import subprocess
import sys

import pytest
from clickcut.photos import decoder as decoders
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo, to_png
from clickcut_core.errors import ClickcutError

from tests.fuzz.seeds import seeds
from tests.server.decoders import decoding
from tests.server.reading.taken_over_decoder import ATTEMPTS, PNG, evil

ELSEWHERE = """
import asyncio, ctypes
from tests.server import photos
from tests.server.decoders import decoding

async def main():
    async with decoding(processes=2) as decoder:
        await decoder.start()
        photo = (await decoder.read(photos.file(photos.picture()))).frame.photo
    print(photo.width, photo.height)

ctypes.CDLL(None).personality(8)  # PER_LINUX32; decoders inherit it
asyncio.run(main())
"""


async def told(name: str) -> dict | list:
    """What a decoder that was taken over tells of what it did."""
    async with decoding() as decoder:
        return json.loads((await decoder.png(evil(name))).removeprefix(PNG))


async def test_a_decoder_reaches_nothing(monkeypatch):
    monkeypatch.setattr(decoders, "PROGRAM", "tests.server.reading.taken_over_decoder")
    refused = dict.fromkeys(ATTEMPTS, errno.EPERM)
    assert await told("attempts") == refused | {"takes more memory": "not allowed to raise maximum limit"}


def test_where_the_kernel_has_none_photos_are_decoded_all_the_same_and_the_log_says_so():
    """A machine that calls itself a 32-bit one is taken for another kind."""
    done = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["300", "100"]
    assert done.stderr.count("without a sandbox") == 1


async def test_it_may_start_threads_and_ask_for_its_own_limits(monkeypatch):
    monkeypatch.setattr(decoders, "PROGRAM", "tests.server.reading.taken_over_decoder")
    assert await told("own") == [[0, 0], 2]  # it waits for the server's end in one


async def test_it_decodes_what_is_decoded_outside():
    """Nothing that a photo of whatever kind wants is loaded too late."""
    async with decoding() as decoder:
        for content in seeds()["photo"]:
            try:
                photo = read_photo(content, PhotoLimits())
            except ClickcutError as refusal:
                with pytest.raises(ClickcutError) as caught:
                    await decoder.png(content)
                assert (caught.value.code, caught.value.values) == (refusal.code, refusal.values)
                continue
            png = to_png(photo)
            assert await decoder.png(content, most=await decoder.most_png_bytes(content)) == png
            read, expected = await decoder.read(content), EncoderInput.of(photo)
            assert (read.pixels == expected.pixels).all()
            assert (read.frame, read.notes) == (expected.frame, expected.notes)
            assert read.fingerprint == expected.fingerprint

"""Photos are decoded in processes of their own, and what happens there stays there."""

import asyncio
import os
import signal
import time

import numpy as np
import pytest
from clickcut.photos.decoder import PhotoDecoder
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo, to_png
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.server import photos
from tests.server.decoders import decoding_processes, until_at_work, until_gone

LIMITS = PhotoLimits()
# Seconds after which a process that starts is left.
SOONER = (0, 0.05)
LATER = [pytest.param(seconds, marks=pytest.mark.full) for seconds in (0.1, 0.2, 0.4)]
# Tests that don't look at the processes share them, as one server's photos do.
sharing = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def decoder():
    return PhotoDecoder(LIMITS, processes=1, seconds=60, megabytes=2048)


@sharing
async def test_it_reads_what_this_process_would(decoder):
    content = photos.file(photos.picture(1500, 1000, seed=1))
    read, here = await decoder.read(content), EncoderInput.of(read_photo(content, LIMITS))
    assert np.array_equal(read.pixels, here.pixels)
    assert (read.frame, read.notes) == (here.frame, here.notes)


@sharing
async def test_refusals_come_back_whole(decoder):
    with pytest.raises(ClickcutError) as caught:
        await decoder.read(photos.file(photos.picture(seed=2), "JPEG")[:-500])
    assert caught.value.code == "truncated-photo"
    small = PhotoDecoder(PhotoLimits(max_megapixels=1), processes=1, seconds=60, megabytes=2048)
    with pytest.raises(ClickcutError) as caught:
        await small.read(photos.file(photos.picture(2000, 1000, seed=2)))
    assert caught.value.values == {"width": 2000, "height": 1000, "limit": 1}


async def test_a_process_that_is_killed_costs_nothing_but_the_time(decoder, large):
    others = decoding_processes()  # of other tests' servers
    expected = to_png(read_photo(large, LIMITS))
    reading = asyncio.create_task(decoder.png(large))
    (process,) = await until_at_work(1, besides=others)
    os.kill(process, signal.SIGKILL)
    assert await reading == expected
    assert process not in decoding_processes()


@pytest.mark.full
async def test_a_photo_whose_processes_always_end_is_given_up(decoder, large):
    others = decoding_processes()
    reading = asyncio.create_task(decoder.png(large))
    killed: set[int] = set()
    for _ in range(3):
        (process,) = await until_at_work(1, besides=others | killed)
        os.kill(process, signal.SIGKILL)
        killed.add(process)
    with pytest.raises(ClickcutError) as caught:
        await reading
    assert caught.value.code == "photo-too-costly"
    assert (await decoder.read(photos.file(photos.picture(seed=5)))).frame


async def test_processes_killed_at_rest_cost_nothing(decoder):
    content = photos.file(photos.picture(seed=5))
    others = decoding_processes()
    for _ in range(2):
        await decoder.read(content)
        (process,) = decoding_processes() - others
        os.kill(process, signal.SIGKILL)
        assert (await decoder.read(content)).frame


@sharing
async def test_a_photo_that_takes_too_long_is_given_up(large):
    decoder = PhotoDecoder(LIMITS, processes=1, seconds=0.3, megabytes=2048)
    others = decoding_processes()
    with pytest.raises(ClickcutError) as caught:
        await decoder.png(large)
    assert caught.value.code == "photo-too-costly"
    assert decoding_processes() <= others  # who had it has ended


@sharing
async def test_a_photo_that_takes_too_much_memory_is_given_up(large):
    decoder = PhotoDecoder(LIMITS, processes=1, seconds=60, megabytes=256)
    with pytest.raises(ClickcutError) as caught:
        await decoder.read(large)
    assert caught.value.code == "photo-too-costly"
    assert (await decoder.read(photos.file(photos.picture(seed=5)))).frame


async def test_what_alone_is_more_than_the_memory_is_refused_as_well():
    decoder = PhotoDecoder(LIMITS, processes=1, seconds=60, megabytes=256)
    small = photos.file(photos.picture(seed=5))
    await decoder.read(small)
    start = time.monotonic()
    with pytest.raises(ClickcutError) as caught:
        await decoder.read(bytes(300 * 2**20))
    assert caught.value.code in ("not-a-photo", "photo-too-costly")
    assert time.monotonic() - start < 30  # not when its time is over
    assert (await decoder.read(small)).frame


async def test_processes_start_before_there_is_a_photo():
    others = decoding_processes()
    decoder = PhotoDecoder(LIMITS, processes=2, seconds=60, megabytes=256)
    await decoder.start()
    assert len(started := decoding_processes() - others) == 2
    await decoder.read(photos.file(photos.picture(seed=5)))
    assert decoding_processes() - others == started


async def test_whoever_leaves_ends_the_work(decoder, large):
    others = decoding_processes()
    leaving = asyncio.create_task(decoder.png(large))
    working = await until_at_work(1, besides=others)
    leaving.cancel()
    await until_gone(working)
    assert (await decoder.read(photos.file(photos.picture(seed=5)))).frame


@pytest.mark.parametrize("seconds", [*SOONER, *LATER])
async def test_whoever_leaves_while_a_process_starts_loses_none(seconds, large):
    others = decoding_processes()
    decoder = PhotoDecoder(LIMITS, processes=1, seconds=60, megabytes=512)
    small = photos.file(photos.picture(seed=5))
    await decoder.read(small)
    for _ in range(3):
        leaving = [asyncio.create_task(decoder.png(large)) for _ in range(3)]
        for each in leaving:
            await asyncio.sleep(seconds)
            each.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)
    assert (await decoder.read(small)).frame
    assert len(decoding_processes() - others) <= 1


@sharing
@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"),
        pytest.param("I;16", "PNG", marks=pytest.mark.full),
        pytest.param("RGBA", "TIFF", marks=pytest.mark.full),
    ],
)
async def test_the_largest_photos_fit_into_the_memory(decoder, mode, kind):
    side = 8192  # 64 megapixels
    picture = photos.picture(side, side).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture, np.uint16) * 257)
    options = {"compress_level": 1} if kind == "PNG" else {}
    assert (await decoder.read(photos.file(picture, kind, **options))).pixels.shape == (1024, 1024, 3)

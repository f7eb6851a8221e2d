"""Photos are decoded in processes of their own, and what happens there stays there."""

import asyncio
import os
import signal
import time

import numpy as np
import pytest
import pytest_asyncio
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo, to_png
from clickcut_core.errors import ClickcutError
from PIL import Image

from tests.server import photos
from tests.server.decoders import decoding, decoding_processes, until_at_work, until_gone

LIMITS = PhotoLimits()
# Seconds after which a process that starts is left.
SOONER = (0, 0.05)
LATER = [pytest.param(seconds, marks=pytest.mark.full) for seconds in (0.1, 0.2, 0.4)]
# Tests that don't look at the processes share one, as one server's photos do.
sharing = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared():
    async with decoding(megabytes=2048) as decoder:
        yield decoder


@pytest_asyncio.fixture
async def decoder():
    async with decoding(megabytes=2048) as decoder:
        yield decoder


@sharing
async def test_it_reads_what_this_process_would(shared):
    content = photos.file(photos.picture(1500, 1000, seed=1))
    read, here = await shared.read(content), EncoderInput.of(read_photo(content, LIMITS))
    assert np.array_equal(read.pixels, here.pixels)
    assert (read.frame, read.notes, read.fingerprint) == (here.frame, here.notes, here.fingerprint)


@sharing
async def test_refusals_come_back_whole(shared):
    with pytest.raises(ClickcutError) as caught:
        await shared.read(photos.file(photos.picture(seed=2), "JPEG")[:-500])
    assert caught.value.code == "truncated-photo"
    async with decoding(PhotoLimits(max_megapixels=1)) as small:
        with pytest.raises(ClickcutError) as caught:
            await small.read(photos.file(photos.picture(2000, 1000, seed=2)))
    assert caught.value.values == {"width": 2000, "height": 1000, "limit": 1}


@pytest.mark.full
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


async def test_a_photo_that_takes_too_long_is_given_up(large):
    others = decoding_processes()
    async with decoding(seconds=0.3, megabytes=2048) as decoder:
        with pytest.raises(ClickcutError) as caught:
            await decoder.png(large)
        assert caught.value.code == "photo-too-costly"
        assert decoding_processes() <= others  # who had it has ended


async def test_a_photo_that_takes_too_much_memory_is_given_up(large):
    async with decoding(megabytes=256) as decoder:
        with pytest.raises(ClickcutError) as caught:
            await decoder.read(large)
        assert caught.value.code == "photo-too-costly"
        assert (await decoder.read(photos.file(photos.picture(seed=5)))).frame


@pytest.mark.full
async def test_what_alone_is_more_than_the_memory_is_refused_as_well():
    small = photos.file(photos.picture(seed=5))
    async with decoding(megabytes=256) as decoder:
        await decoder.read(small)
        start = time.monotonic()
        with pytest.raises(ClickcutError) as caught:
            await decoder.read(bytes(300 * 2**20))
        assert caught.value.code in ("not-a-photo", "photo-too-costly")
        assert time.monotonic() - start < 30  # not when its time is over
        assert (await decoder.read(small)).frame


async def test_processes_start_before_there_is_a_photo_and_end_with_the_decoder():
    others = decoding_processes()
    async with decoding(processes=2, megabytes=256) as decoder:
        await decoder.start()
        assert len(started := decoding_processes() - others) == 2
        await decoder.read(photos.file(photos.picture(seed=5)))
        assert decoding_processes() - others == started
    assert decoding_processes() <= others


async def test_what_is_under_way_ends_with_the_decoder_and_nothing_begins_after_it(large):
    others = decoding_processes()
    async with decoding(megabytes=2048) as decoder:
        under_way = [asyncio.create_task(decoder.png(large)) for _ in range(2)]
        await until_at_work(1, besides=others)
    assert decoding_processes() <= others
    ends = [*await asyncio.gather(*under_way, return_exceptions=True)]
    ends += await asyncio.gather(decoder.read(large), return_exceptions=True)
    assert [end.code for end in ends] == ["busy"] * 3
    assert decoding_processes() <= others


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
    small = photos.file(photos.picture(seed=5))
    async with decoding(megabytes=512) as decoder:
        await decoder.read(small)
        for _ in range(3):
            leaving = [asyncio.create_task(decoder.png(large)) for _ in range(3)]
            for each in leaving:
                await asyncio.sleep(seconds)
                each.cancel()
            await asyncio.gather(*leaving, return_exceptions=True)
        assert (await decoder.read(small)).frame
        assert len(decoding_processes() - others) == 1


@sharing
@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("CMYK", "JPEG"),
        pytest.param("I;16", "PNG", marks=pytest.mark.full),
        pytest.param("RGBA", "TIFF", marks=pytest.mark.full),
    ],
)
async def test_the_largest_photos_fit_into_the_memory(shared, mode, kind):
    side = 8192  # 64 megapixels
    picture = photos.picture(side, side).convert("L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture, np.uint16) * 257)
    options = {"compress_level": 1} if kind == "PNG" else {}
    assert (await shared.read(photos.file(picture, kind, **options))).pixels.shape == (1024, 1024, 3)

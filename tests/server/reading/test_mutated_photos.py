"""Damaged photos of every format: a picture or a refusal each, in bounded time and memory."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import numpy as np
import pytest
import pytest_asyncio
from clickcut.photos.decoder import PhotoDecoder
from clickcut.server.middleware.problems import STATUS
from clickcut_core.errors import ClickcutError

from tests.server import photos
from tests.server.decoders import decoding
from tests.tiers import count

KINDS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF", "HEIF")
EACH = count(60, full=1250)
AT_ONCE = 64
MOST_SECONDS = 5


def mutations(kind: str) -> Iterator[bytes]:
    """The same on every run."""
    random = np.random.default_rng(sorted(KINDS).index(kind))
    whole = photos.file(photos.picture(48, 36, seed=7), kind)
    for _ in range(EACH):
        content = bytearray(whole)
        for _ in range(random.integers(1, 5)):
            at = int(random.integers(0, len(content)))
            match int(random.integers(0, 6)):
                case 0:  # a bit
                    content[at] ^= 1 << int(random.integers(0, 8))
                case 1:  # a number of a header, mostly: as large as it goes, or anything
                    at %= min(len(content), 200)
                    content[at : at + 4] = random.choice([b"\xff" * 4, b"\x7f\xff\xff\xff", random.bytes(4)])
                case 2:  # the end
                    del content[max(16, at) :]
                case 3:  # a piece
                    del content[at : at + int(random.integers(1, 64))]
                case 4:  # a piece twice
                    content[at:at] = content[at : at + int(random.integers(1, 64))]
                case _:  # noise
                    content[at : at + 16] = random.bytes(16)
            if len(content) < 16:
                break
        yield bytes(content)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder() -> AsyncIterator[PhotoDecoder]:
    async with decoding(processes=2, seconds=MOST_SECONDS) as decoder:
        yield decoder


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.timeout(600)
@pytest.mark.asyncio(loop_scope="module")
async def test_a_damaged_photo_is_a_picture_or_a_refusal(decoder: PhotoDecoder, kind: str) -> None:
    at_once = asyncio.Semaphore(AT_ONCE)
    outcomes: Counter[str] = Counter()

    async def outcome(content: bytes) -> str:
        async with at_once:
            try:
                png = await decoder.png(content)
            except ClickcutError as error:
                return error.code
            assert png.startswith(b"\x89PNG")
            return "picture"

    for each in await asyncio.gather(*map(outcome, mutations(kind))):
        outcomes[each] += 1
    assert outcomes.total() == EACH
    refusals = set(outcomes) - {"picture"}
    assert {STATUS[code] for code in refusals} <= {400, 422}
    assert outcomes["picture"] > 0
    assert sum(outcomes[code] for code in refusals) > EACH // 10
    # A crash or a limit is a refusal, too, but each should be known and rare.
    assert outcomes["photo-too-costly"] <= max(1, EACH // 100), outcomes

"""A decoder that is taken over by a photo: of what it answers nothing is run, believed or written down."""

import asyncio
import logging
import time
from functools import partial

import pytest
import pytest_asyncio
from clickcut.photos import decoder as decoders
from clickcut.photos.limits import PhotoLimits
from clickcut.processes.answers import LENGTH
from clickcut.processes.expected import MOST_HEAD, Expected, Head, WrongAnswer, read_head
from clickcut_core.errors import ClickcutError

from tests.server import photos
from tests.server.decoders import decoding, decoding_processes
from tests.server.reading.taken_over_decoder import PNG, evil
from tests.server.wrong_answers import BOMB, SQUARE, WRONG_ANSWERS, photo, refusal

PROGRAM = "tests.server.reading.taken_over_decoder"
PHOTO = photos.file(photos.picture(seed=1))
OFTEN = (
    *("a pickle", "a pickle in the place of JSON", "a head without end", "brackets by the thousand"),
    *("a refusal of another's", "pixels of another size"),
)
CASES = [pytest.param(name, marks=() if name in OFTEN else pytest.mark.full) for name in WRONG_ANSWERS]


def running() -> set[int]:
    return decoding_processes(program=PROGRAM)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def decoder():
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(decoders, "PROGRAM", PROGRAM)
        async with decoding(seconds=120) as decoder:
            yield decoder
    assert running() == set()


async def code(asking) -> str:
    with pytest.raises(ClickcutError) as caught:
        await asking
    return caught.value.code


def judged(content: bytes) -> object:
    """What the server takes of an answer's bytes."""
    expected = Expected(
        codes=decoders.REFUSALS, most=SQUARE, judged=partial(decoders._encoder_input, PhotoLimits())
    )
    (length,) = LENGTH.unpack_from(content)
    if length > MOST_HEAD:
        raise WrongAnswer("a head that is too long")
    end = LENGTH.size + length
    found = read_head(content[LENGTH.size : end], expected)
    return expected.judged(found.facts, content[end:]) if isinstance(found, Head) else found


@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_a_wrong_answer_is_known_for_one(name):
    with pytest.raises(WrongAnswer):
        judged(WRONG_ANSWERS[name])


def test_right_answers_are_taken():
    assert judged(photo(1024, 1024, SQUARE, ["first-frame"])).pixels.shape == (1024, 1024, 3)
    assert judged(refusal("photo-variant", format="TIFF")).values == {"format": "TIFF"}
    assert judged(refusal("too-many-pixels", width=9, height=9, limit=1)).values["width"] == 9


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", CASES)
async def test_a_wrong_answer_is_refused_and_its_process_ended_and_replaced(decoder, caplog, name):
    BOMB.unlink(missing_ok=True)
    assert (await decoder.read(PHOTO)).frame
    taken_over = running()
    assert len(taken_over) == 1
    begin = time.monotonic()
    assert await code(decoder.read(evil(name))) == "not-a-photo"
    assert time.monotonic() - begin < 60  # and not when its time is over
    assert not running() & taken_over
    (record,) = caplog.records
    assert (record.levelno, record.name) == (logging.ERROR, "clickcut.processes.pool")
    assert "answered wrongly" in record.message
    assert "forged" not in record.message
    assert (await decoder.read(PHOTO)).frame
    assert not BOMB.exists()


@pytest.mark.asyncio(loop_scope="module")
async def test_a_png_is_no_larger_than_it_can_be_and_nothing_else(decoder):
    """`own` answers with a PNG's beginning, and some bytes."""
    png = await decoder.png(evil("own"))
    assert await decoder.png(evil("own"), most=len(png)) == png
    assert await code(decoder.png(evil("own"), most=len(png) - 1)) == "not-a-photo"
    assert await code(decoder.png(evil("a pickle in the place of a file"))) == "not-a-photo"
    assert await code(decoder.most_png_bytes(evil("own"))) == "not-a-photo"
    assert (await decoder.png(PHOTO)).startswith(PNG)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_decoder_that_says_nothing_is_ended_with_its_time(monkeypatch):
    monkeypatch.setattr(decoders, "PROGRAM", PROGRAM)
    others = running()
    async with decoding(seconds=0.5) as decoder:
        assert await code(decoder.png(evil("sleep"))) == "photo-too-costly"
        assert running() <= others


async def test_nothing_that_a_decoder_writes_is_in_the_log(monkeypatch, capfd, caplog):
    monkeypatch.setattr(decoders, "PROGRAM", PROGRAM)
    async with decoding() as decoder:
        assert await decoder.png(evil("noise")) == PNG
        with pytest.raises(Exception, match=r"LookupError in clickcut\.photos\.decoding"):
            await decoder.png(evil("stumble"))
        assert (await asyncio.gather(decoder.read(PHOTO)))[0].frame
    assert "forged" not in "".join(capfd.readouterr())
    (record,) = caplog.records  # what went wrong and where is there, in words of ours
    assert "LookupError in clickcut.photos.decoding, line" in record.message
    assert "forged" not in record.message

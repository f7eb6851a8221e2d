"""Work that several wait for: what is begun, what is refused, and when it is given up."""

import asyncio

import pytest
from clickcut.encoding.shared_work import SharedWork
from clickcut_core.errors import ClickcutError


def work_of(seconds: float, *, usual: float) -> SharedWork[str]:
    """Pieces that were learnt to take so long."""
    work = SharedWork[str](most=100, seconds=seconds, on_change=lambda _: None)
    for _ in range(100):
        work.note(usual)
    return work


async def forever() -> str:
    await asyncio.Event().wait()
    return ""


async def test_what_would_be_late_is_refused_at_once_and_what_would_not_is_begun():
    work = work_of(10, usual=3)
    begun = [asyncio.create_task(work.result(name, forever)) for name in "abc"]
    await asyncio.sleep(0)
    assert all(map(work.holds, "abc"))
    with pytest.raises(ClickcutError) as refused:  # a fourth would be done after 12 s
        await asyncio.wait_for(work.result("d", forever), 5)
    assert (refused.value.code, refused.value.values["seconds"]) == ("busy", 5)
    assert not work.holds("d")
    joining = asyncio.create_task(work.result("c", forever))  # makes nobody wait longer
    await asyncio.sleep(0)
    assert not joining.done()
    await work.close()
    await asyncio.gather(*begun, joining, return_exceptions=True)


async def test_with_nobody_before_it_a_piece_is_begun_however_long_they_take():
    work = work_of(1, usual=100)

    async def done() -> str:
        return "done"

    assert await work.result("a", done) == "done"


async def test_a_piece_that_is_late_all_the_same_is_given_up():
    work = work_of(0.05, usual=0.01)
    with pytest.raises(ClickcutError) as late:
        await work.result("a", forever)
    assert late.value.code == "busy"
    assert not work.holds("a")

"""How the work on a large photo is cut into strips."""

import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.working_size import WorkingSize


@pytest.mark.parametrize(
    ("size", "factor", "small"),
    [
        ((300, 451), 1, (300, 451)),
        ((1024, 1535), 1, (1024, 1535)),
        ((1100, 1537), 2, (550, 769)),
        ((6000, 8000), 8, (750, 1000)),
        ((8001, 61), 8, (1001, 8)),
    ],
)
def test_a_photo_is_worked_on_at_about_1024_pixels(size, factor, small):
    working = WorkingSize.of(ImageSize(*size))
    assert (working.factor, (working.small.height, working.small.width)) == (factor, small)


@pytest.mark.parametrize("size", [(6000, 8000), (8001, 61), (9, 9), (4321, 5555)])
def test_strips_join_without_splitting_a_block(size):
    working = WorkingSize.of(ImageSize(*size))
    strips = list(working.strips())
    assert [start for start, _ in strips] == [0, *(stop for _, stop in strips[:-1])]
    assert strips[-1][1] == size[0]
    assert all(start % working.factor == 0 for start, _ in strips)
    assert all((stop - start) * size[1] <= 1_000_000 for start, stop in strips)


def test_what_the_working_pixels_cover_grows_with_the_last_block():
    size = ImageSize(1501, 3001)
    height, width = WorkingSize.of(size).extent(Frame.of(size))
    assert (height, width) == pytest.approx((Frame.of(size).mask_extent[0] * 1503 / 1501, 256 * 3003 / 3001))


async def test_an_edge_has_its_alpha_apart_and_the_caller_releases_both(runtime, session):
    await session.add_point(10, 10)
    alive, size = set(runtime.alive), session.state()["photo"]
    strips = [s async for s in session.cutout_strips(runtime.photo_rows(size["height"], size["width"]))]
    alpha = b"".join(runtime.alive[strip.alpha.handle] for strip in strips)
    pixels = b"".join(runtime.alive[strip.pixels.handle] for strip in strips)
    assert len(alpha) * 4 == len(pixels)
    assert [bool(value) for value in alpha] == [bool(value) for value in pixels[::4]]
    for strip in strips:
        runtime.release(strip.pixels)
        runtime.release(strip.alpha)
    assert set(runtime.alive) == alive

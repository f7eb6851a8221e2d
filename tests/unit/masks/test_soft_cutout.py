"""How the work on a large photo is cut into strips."""

import pytest
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.masks.soft_cutout import Scaled
from clickcut_core.working_size import Sight, WorkingSize


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


def seen(density, top=0, bottom=99_999):
    return {"density": density, "top": top, "bottom": bottom}


@pytest.mark.parametrize(
    ("size", "density", "picture", "factor"),
    [
        ((768, 1024), 0.9, (768, 1024), 1),
        ((768, 1024), 3.0, (768, 1024), 1),
        ((3000, 4000), 0.25, (750, 1000), 1),
        ((3000, 4000), 0.26, (750, 1000), 1),
        ((3000, 4000), 0.4, (1500, 2000), 2),
        ((3000, 4000), 1.0, (3000, 4000), 4),
        ((3000, 4000), 8.0, (3000, 4000), 4),
    ],
)
def test_a_stage_is_given_no_more_pixels_than_it_shows(size, density, picture, factor):
    working = Sight.of(ImageSize(*size), seen(density), is_quick=False).working
    assert (working.photo.height, working.photo.width, working.factor) == (*picture, factor)


def test_a_stage_that_shows_a_photo_as_it_is_gets_what_a_file_holds():
    for size in (ImageSize(768, 1024), ImageSize(1500, 3000)):
        assert Sight.of(size, seen(1.0), is_quick=False) == Sight.whole(size)


def test_of_a_large_photo_only_the_rows_in_sight_are_made():
    sight = Sight.of(ImageSize(3000, 4000), seen(1.0, 1000.5, 1700.2), is_quick=False)
    assert (sight.start, sight.stop) == (1000, 1701)
    tops = [1000, 1124, 1248, 1372, 1496, 1620]
    assert [*sight.strips()] == [*zip(tops, [*tops[1:], 1701], strict=True)]
    for top, bottom, row in ((-900, -100, 0), (3100, 3200, 2999)):  # of a part, there may be none in sight
        sight = Sight.of(ImageSize(3000, 4000), seen(1.0, top, bottom), is_quick=False)
        assert (sight.start, sight.stop) == (row, row + 1)
    whole = Sight.of(ImageSize(3000, 4000), seen(0.2, 1000, 1700), is_quick=False)
    assert (whole.start, whole.stop) == (0, 750)


@pytest.mark.parametrize(
    ("size", "coarseness"),
    [((300, 451), 1), ((512, 512), 2), ((427, 640), 2), ((768, 1024), 3), ((1024, 1535), 3)],
)
def test_a_quick_look_has_a_coarser_matte_where_the_working_size_is_large(size, coarseness):
    working = Sight.of(ImageSize(*size), seen(1.0), is_quick=True).working
    assert working.factor == coarseness


async def test_a_scaled_photo_is_cut_out_with_its_look_and_all_tensors_go(session, runtime):
    await session.add_point(10, 10)
    await session.refine(grow=3)
    alive, size = set(runtime.alive), ImageSize(**session.state()["photo"])
    sight = Sight.of(size, seen(0.1), is_quick=True)
    picture, small = sight.working.photo, sight.working.small
    photo = runtime.photo_rows(picture.height, picture.width)
    scaled = Scaled(sight, runtime.photo_rows(small.height, small.width))
    runtime.runs = []
    strips = [strip async for strip in session.cutout_strips(photo, None, scaled)]
    assert runtime.runs[:4] == ["shrink", "soften", "matte", "refine"]
    assert runtime.fed["refine"]["look"].data[0] == pytest.approx(3 * small.width / size.width, rel=0.01)
    assert (strips[0].start, strips[-1].stop) == (0, picture.height)
    for strip in strips:
        runtime.release(strip.pixels)
        runtime.release(strip.alpha)
    assert set(runtime.alive) == alive

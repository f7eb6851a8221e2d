"""The arithmetic between stage and photo, by itself."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.shell import open_shell

PHOTO = {"width": 4000, "height": 3000}
STAGE = {"width": 1000, "height": 600}


@pytest.fixture
def shell(page: Page) -> Page:
    open_shell(page)
    return page


def run(shell: Page, name: str, *arguments: object) -> Any:
    return shell.evaluate(
        "async ([name, given]) => (await import('/viewport.js'))[name](...given)",
        [name, list(arguments)],
    )


def test_a_fitted_photo_fills_one_side_and_lies_in_the_middle_of_the_other(shell: Page) -> None:
    fitted = run(shell, "fitted", PHOTO, STAGE)
    assert fitted == {"scale": 0.2, "x": -500, "y": 0}
    assert run(shell, "toStage", fitted, {"x": 2000, "y": 1500}) == {"x": 500, "y": 300}


def test_the_way_to_the_photo_and_back_ends_where_it_began(shell: Page) -> None:
    viewport = {"scale": 1.7, "x": 312.25, "y": -41.5}
    place = run(shell, "toPhoto", viewport, {"x": 123.5, "y": 77})
    back = run(shell, "toStage", viewport, place)
    assert (back["x"], back["y"]) == (pytest.approx(123.5), pytest.approx(77))


def test_what_was_under_one_place_comes_under_the_other_at_any_scale(shell: Page) -> None:
    viewport = {"scale": 0.2, "x": -500, "y": 0}
    before = run(shell, "toPhoto", viewport, {"x": 700, "y": 100})
    moved = run(shell, "moved", viewport, {"x": 700, "y": 100}, {"x": 650, "y": 180}, 3)
    assert run(shell, "toPhoto", moved, {"x": 650, "y": 180}) == {
        "x": pytest.approx(before["x"]),
        "y": pytest.approx(before["y"]),
    }


@pytest.mark.parametrize("far", [-1e6, 1e6])
@pytest.mark.parametrize("scale", [0.05, 0.2, 1, 32])
def test_the_photo_can_not_be_lost(shell: Page, far: float, scale: float) -> None:
    viewport = run(shell, "limited", {"scale": scale, "x": far, "y": far}, PHOTO, STAGE)
    for axis, side in (("x", "width"), ("y", "height")):
        start = max(0, -viewport[axis] * scale)
        end = min(STAGE[side], (PHOTO[side] - viewport[axis]) * scale)
        assert end - start == pytest.approx(min(STAGE[side], PHOTO[side] * scale) / 2)


def test_scales_have_an_end_on_both_sides(shell: Page) -> None:
    assert run(shell, "allowedScale", 1e-9, PHOTO, STAGE) == pytest.approx(0.2 / 4)
    assert run(shell, "allowedScale", 1e9, PHOTO, STAGE) == 32
    tiny = {"width": 10, "height": 10}  # already shown larger than that
    assert run(shell, "allowedScale", 1e9, tiny, STAGE) == 60


def test_revealing_moves_only_what_is_out_of_sight(shell: Page) -> None:
    viewport = {"scale": 1, "x": 1000, "y": 1000}
    assert run(shell, "revealed", viewport, {"x": 1500, "y": 1300}, STAGE, 48) == viewport
    moved = run(shell, "revealed", viewport, {"x": 2500, "y": 1300}, STAGE, 48)
    assert moved == {"scale": 1, "x": 2500 - (1000 - 48), "y": 1000}

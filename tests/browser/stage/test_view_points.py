"""Points and the box as things in a real page: hovered, selected, moved, deleted.

What a pointer grips, and where it goes, is tested in `tests/shell`.
"""

import pytest

from tests.browser.driver import NEXT_MASK, Element
from tests.browser.tools.test_box import SAUCER, drag, start_drag, white


def points(element: Element) -> list[tuple[int, int, int]]:
    return [(p["x"], p["y"], p["label"]) for p in element.state["prompts"]["points"]]


@pytest.fixture
def two(element: Element) -> Element:
    """Two points in the raccoon, fitted, and the pointer elsewhere."""
    element.fit()
    element.click(610, 330)
    element.click(900, 600, button="right")
    element.page.mouse.move(2, 2)
    return element


def test_a_dragged_point_moves_and_the_mask_follows(two: Element) -> None:
    before = two.mask()
    drag(two, 610, 330, 560, 300)
    (moved, other) = points(two)
    assert moved == (pytest.approx(560, abs=1), pytest.approx(300, abs=1), 1)
    assert other == (900, 600, 0)
    assert (two.mask() != before).any()
    fresh = two.evaluate(
        "await element.undo(); return element.state.prompts.points.map(({ x, y }) => [x, y])"
    )
    assert fresh == [[610, 330], [900, 600]]


def test_a_click_on_a_point_selects_it_and_a_right_click_deletes_it(two: Element) -> None:
    two.press("box")
    plain = ring(two, 610, 330)
    two.page.mouse.move(*two.place(610, 330))
    assert ring(two, 610, 330) != plain, "hovering shows nothing"
    assert (
        two.evaluate("return getComputedStyle(element.shadowRoot.querySelector('.overlay')).cursor") == "move"
    )
    two.page.mouse.down()
    two.page.mouse.up()
    two.page.mouse.move(2, 2)
    assert ring(two, 610, 330) == [255, 213, 74]
    assert len(points(two)) == 2
    two.click(611, 331, button="right")
    assert points(two) == [(900, 600, 0)]


def ring(element: Element, x: int, y: int) -> list[int]:
    """The colour right of a point, where its ring would be."""
    colour: list[int] = element.evaluate(
        """
        const { x, y, scale } = element.viewport
        const context = element.shadowRoot.querySelector(".overlay").getContext("2d")
        const at = [(argument[0] + 0.5 - x) * scale, (argument[1] + 0.5 - y) * scale]
        return [...context.getImageData(Math.floor(at[0] + 11.5), Math.floor(at[1]), 1, 1).data.slice(0, 3)]
        """,
        [x, y],
    )
    return colour


def test_a_corner_of_the_box_can_be_dragged(coffee: Element) -> None:
    coffee.fit()
    coffee.evaluate("await element.setBox(...argument)", list(SAUCER))
    drag(coffee, 150, 340, 180, 300)
    assert coffee.state["prompts"]["box"] == pytest.approx((180, 60, 460, 300), abs=1)


def test_escape_puts_a_dragged_side_back(coffee: Element) -> None:
    coffee.fit()
    coffee.evaluate("await element.setBox(...argument)", list(SAUCER))
    start_drag(coffee, 300, 60, 300, 20)
    assert not white(coffee, 300, 60)
    coffee.focus()
    coffee.page.keyboard.press("Escape")
    coffee.page.mouse.up()
    assert white(coffee, 300, 60)
    assert coffee.state["prompts"]["box"] == list(SAUCER)


def test_a_finger_moves_a_point_and_a_long_press_deletes_it(phone: Element) -> None:
    session = phone.page.context.new_cdp_session(phone.page)

    def touch(kind: str, *place: float) -> None:
        given = [{"x": place[0], "y": place[1]}] if place else []
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    phone.evaluate("await element.addPoint(400, 300)")
    phone.page.evaluate(NEXT_MASK)
    start, between, stop = (phone.place(*place) for place in ((400, 300), (440, 330), (500, 360)))
    touch("touchStart", *start)  # and on at once: who stays presses long
    touch("touchMove", *between)
    touch("touchMove", *stop)
    touch("touchEnd")
    phone.page.evaluate("window.nextMask")
    assert points(phone) == [(pytest.approx(500, abs=3), pytest.approx(360, abs=3), 1)]
    x, y, _ = points(phone)[0]
    touch("touchStart", *phone.place(x, y))
    phone.wait_until("element.state.prompts.points.length === 0")
    touch("touchEnd")
    assert points(phone) == []

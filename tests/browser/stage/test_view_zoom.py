"""Zooming and panning in a real page: what scrolls, what is captured, what a finger does.

How far each goes is arithmetic and tested in `tests/shell`.
"""

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.driver import NEXT_MASK, Element, rounded

Place = tuple[float, float]


@pytest.fixture
def raccoon(element: Element) -> Element:
    """Fitted, and without the focus."""
    element.fit()
    element.evaluate("element.shadowRoot.activeElement?.blur()")
    return element


def under(element: Element, place: Place) -> Place:
    """The place in the photo that a place of the page shows, by what the element says of its viewport."""
    (x, y), scale = element.place(-0.5, -0.5), element.viewport["scale"]
    return (place[0] - x) / scale, (place[1] - y) / scale


def wheel(element: Element, delta: float) -> None:
    before = element.viewport
    element.page.mouse.wheel(0, delta)
    element.wait_until("JSON.stringify(element.viewport) !== JSON.stringify(argument)", before)


def test_the_wheel_scrolls_a_page_that_scrolls_until_the_photo_has_the_focus(raccoon: Element) -> None:
    page = raccoon.page
    fitted = raccoon.viewport
    raccoon.evaluate("document.documentElement.style.paddingBottom = '2000px'")
    try:
        x, y = raccoon.place(800, 200)
        place = (round(x), round(y))  # wheel events know no fractions of pixels
        page.mouse.move(*place)
        page.mouse.wheel(0, 100)
        page.wait_for_function("() => scrollY === 100")
        assert raccoon.viewport == fitted
        page.keyboard.down("Control")
        wheel(raccoon, -30)
        page.keyboard.up("Control")
        raccoon.fit()
        raccoon.focus()
        scrolled = page.evaluate("scrollY")
        exact = under(raccoon, place)
        for delta in (-100, -300, 120):
            wheel(raccoon, delta)
            assert under(raccoon, place) == pytest.approx(exact, abs=0.5)
        assert raccoon.viewport["scale"] > fitted["scale"]
        assert page.evaluate("scrollY") == scrolled
    finally:
        raccoon.evaluate("document.documentElement.style.paddingBottom = ''; scrollTo(0, 0)")


def test_the_photo_can_be_dragged_about(raccoon: Element) -> None:
    mouse, keyboard = raccoon.page.mouse, raccoon.page.keyboard
    raccoon.focus()
    raccoon.evaluate("element.zoom(2)")
    place = raccoon.place(500, 400)
    exact = under(raccoon, place)
    mouse.move(*place)
    keyboard.down(" ")
    mouse.down()
    mouse.move(place[0] + 50, place[1] - 20)
    mouse.move(place[0] + 131, place[1] - 77)
    mouse.up()
    keyboard.up(" ")
    assert under(raccoon, (place[0] + 131, place[1] - 77)) == pytest.approx(exact, abs=0.01)
    assert raccoon.state["prompts"]["points"] == []
    raccoon.click(500, 400)  # and after that a click is a click
    assert len(raccoon.state["prompts"]["points"]) == 1


def test_a_fitted_photo_stays_fitted_and_a_zoomed_one_keeps_its_middle(raccoon: Element) -> None:
    page = raccoon.page
    fitted = raccoon.viewport
    width = raccoon.evaluate("return element.shadowRoot.querySelector('.overlay').offsetWidth")
    try:
        page.set_viewport_size({"width": 800, "height": 800})
        raccoon.wait_until("element.viewport.scale < argument", fitted["scale"])
        raccoon.evaluate("element.zoom(3)")
        middle = raccoon.evaluate(MIDDLE)
        page.set_viewport_size({"width": 1200, "height": 800})
        raccoon.wait_until("element.shadowRoot.querySelector('.overlay').offsetWidth === argument", width)
        assert raccoon.evaluate(MIDDLE) == pytest.approx(middle, abs=0.01)
        raccoon.fit()
        assert raccoon.viewport == fitted
    finally:
        page.set_viewport_size({"width": 1200, "height": 800})


MIDDLE = """
const { x, y, scale } = element.viewport
const { width, height } = element.shadowRoot.querySelector(".stage").getBoundingClientRect()
return [x + width / 2 / scale, y + height / 2 / scale]
"""


def test_keys_and_the_corners_buttons_zoom_and_it_is_said_how_close_it_is(raccoon: Element) -> None:
    fitted = raccoon.viewport
    group = raccoon.page.get_by_role("group", name="Zoom")
    percent = group.locator(".percent")
    assert percent.inner_text() == f"{rounded(100 * fitted['scale'], 0)} %"
    raccoon.focus()
    raccoon.page.keyboard.press("+")
    assert raccoon.viewport["scale"] == pytest.approx(1.5 * fitted["scale"])
    raccoon.page.keyboard.press("0")
    assert raccoon.viewport == fitted
    group.get_by_role("button", name="Zoom in").click()
    assert raccoon.viewport["scale"] == pytest.approx(1.5 * fitted["scale"])
    group.get_by_role("button", name="Zoom out").click()
    assert raccoon.viewport["scale"] == pytest.approx(fitted["scale"])
    percent.click()
    assert (raccoon.viewport["scale"], percent.inner_text()) == (1, "100 %")
    group.get_by_role("button", name="Fit the photo").click()
    assert raccoon.viewport == fitted
    assert raccoon.state["prompts"]["points"] == []


def touch(session: CDPSession, kind: str, *places: Place) -> None:
    given: list[dict[str, Any]] = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})


def test_two_fingers_pan_and_pinch_and_leave_no_click(phone: Element) -> None:
    page: Page = phone.page
    session = page.context.new_cdp_session(page)
    phone.fit()
    scale = phone.viewport["scale"]
    (x, y), (u, v) = phone.place(400, 300), phone.place(600, 300)
    left, right = under(phone, (x, y)), under(phone, (u, v))
    touch(session, "touchStart", (x, y))
    touch(session, "touchStart", (x, y), (u, v))
    for step in (10, 25, 40):  # apart, and upwards
        touch(session, "touchMove", (x - step, y - step), (u + step, v - step))
    phone.wait_until("element.viewport.scale > argument", 1.9 * scale)
    assert phone.viewport["scale"] == pytest.approx(scale * (u - x + 80) / (u - x), rel=1e-3)
    assert under(phone, (x - 40, y - 40)) == pytest.approx(left, abs=0.5)
    assert under(phone, (u + 40, v - 40)) == pytest.approx(right, abs=0.5)
    before = phone.viewport["x"]
    touch(session, "touchMove", (x - 20, y - 40), (u + 60, v - 40))
    phone.wait_until("element.viewport.x < argument", before - 1)
    assert under(phone, (x - 20, y - 40)) == pytest.approx(left, abs=0.5)
    touch(session, "touchEnd", (x - 20, y - 40))
    touch(session, "touchEnd")
    assert page.evaluate("visualViewport.scale") == 1, "the page was zoomed, too"
    assert phone.state["prompts"]["points"] == []
    page.evaluate(NEXT_MASK)
    page.touchscreen.tap(*phone.place(500, 310))
    page.evaluate("window.nextMask")
    assert len(phone.state["prompts"]["points"]) == 1

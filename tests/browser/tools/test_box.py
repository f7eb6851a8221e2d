"""A box by dragging: mouse and finger. What masks a box gives is told in tests/masks."""

import pytest

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element

SAUCER = (150, 60, 460, 340)  # in coffee.png


def start_drag(element: Element, x0: int, y0: int, x1: int, y1: int) -> None:
    mouse = element.page.mouse
    mouse.move(*element.place(x0, y0))
    mouse.down()
    mouse.move(*element.place((x0 + x1) / 2, (y0 + y1) / 2))
    mouse.move(*element.place(x1, y1))


def drag(element: Element, *corners: int) -> None:
    element.page.evaluate(NEXT_MASK)
    start_drag(element, *corners)
    element.page.mouse.up()
    element.page.evaluate("window.nextMask")


def white(element: Element, x: float, y: float) -> bool:
    """Whether something white is drawn within three pixels of a photo pixel."""
    found: bool = element.evaluate(
        """
        const overlay = element.shadowRoot.querySelector(".overlay")
        const { x: left, y: top, scale } = element.viewport
        const [x, y] = [(argument[0] - left) * scale, (argument[1] - top) * scale]
        const { data } = overlay.getContext("2d").getImageData(x - 12, y - 3, 24, 6)
        for (let i = 0; i < data.length; i += 4)
          if (data[i] > 240 && data[i + 1] > 240 && data[i + 2] > 240 && data[i + 3] > 200) return true
        return false
        """,
        [x, y],
    )
    return found


def test_it_is_seen_while_it_is_drawn_from_any_corner_and_beyond_the_edge(coffee: Element) -> None:
    start_drag(coffee, *SAUCER)  # without the tool, a drag does nothing
    coffee.page.mouse.up()
    coffee.press("box")
    start_drag(coffee, 100, 40, 500, 360)
    assert white(coffee, 300, 40)
    coffee.focus()
    coffee.page.keyboard.press("Escape")
    assert not white(coffee, 300, 40)
    coffee.page.mouse.up()
    drag(coffee, 460, 340, 150, 60)
    assert coffee.state["prompts"] == {"points": [], "box": list(SAUCER)}
    assert white(coffee, 300, 60)
    page, (x, y) = coffee.page, coffee.place(300, 200)
    page.evaluate(NEXT_MASK)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(3, 3)
    page.mouse.up()
    page.evaluate("window.nextMask")
    assert coffee.state["prompts"]["box"] == [0, 0, 300, 200]
    coffee.evaluate("await element.undo(); await element.undo()")
    assert not coffee.state["canUndo"], "there was a step that nobody took"


def test_clicks_go_on_from_a_box_and_keys_take_back_one_after_the_other(coffee: Element) -> None:
    coffee.focus()
    coffee.page.keyboard.press("b")
    drag(coffee, *SAUCER)
    coffee.click(300, 150)  # a click that does not move is a click in this mode, too
    coffee.click(400, 300, button="right")
    assert [point["label"] for point in coffee.state["prompts"]["points"]] == [1, 0]
    assert not coffee.mask()[300, 400]
    for _ in range(2):
        coffee.page.evaluate(NEXT_MASK)
        coffee.page.keyboard.press("Control+z")
        coffee.page.evaluate("window.nextMask")
    assert coffee.state["prompts"] == {"points": [], "box": list(SAUCER)}


def test_a_finger_draws_a_box_instead_of_scrolling(phone: Element) -> None:
    phone.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    phone.press("box")
    phone.drag_finger((150, 60), (460, 340))
    assert phone.state["prompts"]["box"] == pytest.approx(SAUCER, abs=2)  # pixels here are two

"""The brush in the page: mouse, keys and finger. What strokes do to masks is told in tests/masks."""

import numpy as np

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou
from tests.masks.drawings import capsule

CUP = (300, 150)  # in coffee.png, 600 × 400
SHAPE = (400, 600)
RADIUS = 15  # a fortieth of 600


def drag(element: Element, *places: tuple[float, float], button: str = "left") -> None:
    mouse = element.page.mouse
    element.page.evaluate(NEXT_MASK)
    mouse.move(*element.place(*places[0]))
    mouse.down(button=button)
    for place in places:
        mouse.move(*element.place(*place), steps=6)
    mouse.up(button=button)
    element.page.evaluate("window.nextMask")


def press_key(element: Element, key: str) -> None:
    element.page.locator("click-cut .stage").focus()
    element.page.keyboard.press(key)


ERASE = """
const [from, to] = argument, overlay = element.shadowRoot.querySelector(".overlay")
const pen = { pointerId: 1, pointerType: "pen", bubbles: true, composed: true, buttons: 32 }
const send = (type, [clientX, clientY], more) =>
  overlay.dispatchEvent(new PointerEvent(type, { ...pen, clientX, clientY, ...more }))
send("pointerdown", from, { button: 5 })
send("pointermove", to, { button: -1 })
send("pointerup", to, { button: 5, buttons: 0 })
"""


def undo(element: Element, key: str = "Control+z") -> None:
    element.page.evaluate(NEXT_MASK)
    press_key(element, key)
    element.page.evaluate("window.nextMask")


def test_it_paints_and_erases_where_it_is_dragged_and_keys_go_back_and_forth(coffee: Element) -> None:
    added, erased = [(520, 60), (560, 200)], [(260, 150), (340, 150)]
    paint, erase = capsule(SHAPE, RADIUS, *added), capsule(SHAPE, RADIUS, *erased)
    coffee.click(*CUP)
    masks = [coffee.mask()]
    press_key(coffee, "p")
    drag(coffee, *added)
    masks.append(coffee.mask())
    assert iou(masks[1] & ~masks[0], paint & ~masks[0]) > 0.95
    assert not (masks[0] & ~masks[1]).any()
    press_key(coffee, "r")
    drag(coffee, *erased)
    masks.append(coffee.mask())
    assert iou(masks[1] & ~masks[2], erase & masks[1]) > 0.95
    drag(coffee, *erased, button="right")  # the other button turns the eraser round
    assert coffee.mask()[erase].mean() > 0.95
    press_key(coffee, "p")
    coffee.page.keyboard.down("Alt")  # and so does Alt the brush
    drag(coffee, *erased)
    coffee.page.keyboard.up("Alt")
    assert coffee.mask()[erase].mean() < 0.05
    undo(coffee)
    for expected in masks[:0:-1]:
        undo(coffee)
        assert np.array_equal(coffee.mask(), expected)
    undo(coffee, "Control+Shift+z")
    assert np.array_equal(coffee.mask(), masks[2])


def test_it_is_seen_in_its_size_grows_with_the_zoom_and_escape_drops_its_stroke(coffee: Element) -> None:
    coffee.press("brush")
    coffee.page.mouse.move(*coffee.place(300, 200))

    def bright_ring(radius: float) -> bool:
        x, y = coffee.place(300 + radius, 200)
        found: bool = coffee.evaluate(
            """
            const overlay = element.shadowRoot.querySelector(".overlay")
            const rect = overlay.getBoundingClientRect()
            const ratio = overlay.width / rect.width
            const [x, y] = [(argument[0] - rect.left) * ratio, (argument[1] - rect.top) * ratio]
            const { data } = overlay.getContext("2d").getImageData(x - 2, y - 1, 5, 3)
            for (let i = 0; i < data.length; i += 4) if (data[i] > 200 && data[i + 3] > 150) return true
            return false
            """,
            [x, y],
        )
        return found

    assert bright_ring(RADIUS)
    assert not bright_ring(RADIUS * 1.25)
    press_key(coffee, "]")
    assert bright_ring(RADIUS * 1.25)
    assert not bright_ring(RADIUS)
    coffee.page.keyboard.press("[")
    coffee.page.keyboard.press("+")
    mouse = coffee.page.mouse
    mouse.move(*coffee.place(300, 200))
    assert bright_ring(RADIUS)
    mouse.down()
    mouse.move(*coffee.place(320, 210))
    press_key(coffee, "Escape")
    mouse.up()
    coffee.evaluate("await element.undo()")  # whatever was said before has been answered then
    assert coffee.state["objects"] == []
    assert not coffee.state["canRedo"]


def test_a_finger_paints_instead_of_scrolling(phone: Element) -> None:
    phone.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    phone.page.locator("click-cut button.brush").tap()
    phone.drag_finger((200, 100), (400, 300))
    assert iou(phone.mask(), capsule(SHAPE, RADIUS, (200, 100), (400, 300))) > 0.85


def test_ctrl_on_a_mac_excludes_and_a_pens_eraser_erases_whatever_the_tool(coffee: Element) -> None:
    coffee.click(*CUP)
    coffee.evaluate("Object.defineProperty(navigator, 'platform', { value: 'MacIntel', configurable: true })")
    coffee.page.keyboard.down("Control")
    coffee.click(560, 60)
    coffee.page.keyboard.up("Control")
    coffee.evaluate("delete navigator.platform")
    assert [point["label"] for point in coffee.state["prompts"]["points"]] == [1, 0]
    erased = [(260, 150), (340, 150)]
    coffee.page.evaluate(NEXT_MASK)
    coffee.page.mouse.move(*coffee.place(*CUP))  # Chromium captures no pointer that never was
    coffee.evaluate(ERASE, [coffee.place(*place) for place in erased])
    coffee.page.evaluate("window.nextMask")
    assert coffee.mask()[capsule(SHAPE, RADIUS, *erased)].mean() < 0.05
    assert coffee.evaluate("return element.tool") == "include"

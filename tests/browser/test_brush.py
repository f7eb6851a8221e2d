"""Edits by hand in the page: brush and eraser with mouse and finger, and what clicks make of them."""

from itertools import pairwise

import numpy as np

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou

CUP = (300, 150)  # in coffee.png, 600 × 400
BESIDE = (520, 60)
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


def undo(element: Element, key: str = "Control+z") -> None:
    element.page.evaluate(NEXT_MASK)
    press_key(element, key)
    element.page.evaluate("window.nextMask")


def capsule(shape: tuple[int, int], radius: float, *places: tuple[float, float]) -> np.ndarray:
    """The pixels within a radius of a line."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    inside = np.zeros(shape, bool)
    for (x0, y0), (x1, y1) in pairwise(places):
        length = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
        along = np.clip(((columns - x0) * (x1 - x0) + (rows - y0) * (y1 - y0)) / length, 0, 1)
        inside |= np.hypot(columns - x0 - along * (x1 - x0), rows - y0 - along * (y1 - y0)) <= radius
    return inside


def test_a_stroke_adds_what_it_covers_and_nothing_else(coffee: Element) -> None:
    coffee.click(*CUP)
    before = coffee.mask()
    press_key(coffee, "p")
    line = [BESIDE, (560, 200)]
    drag(coffee, *line)
    after = coffee.mask()
    drawn = capsule(after.shape, RADIUS, *line)
    assert not before[drawn].all()
    assert iou(after & ~before, drawn & ~before) > 0.95
    assert not (before & ~after).any()


def test_the_eraser_removes_and_alt_or_the_other_button_turn_the_brush_round(coffee: Element) -> None:
    coffee.click(*CUP)
    before = coffee.mask()
    press_key(coffee, "r")
    line = [(260, 150), (340, 150)]
    drag(coffee, *line)
    after = coffee.mask()
    drawn = capsule(after.shape, RADIUS, *line)
    assert iou(before & ~after, drawn & before) > 0.95
    assert not (after & ~before).any()
    drag(coffee, *line, button="right")
    assert coffee.mask()[drawn].mean() > 0.95
    press_key(coffee, "p")
    coffee.page.keyboard.down("Alt")
    drag(coffee, *line)
    coffee.page.keyboard.up("Alt")
    assert coffee.mask()[drawn].mean() < 0.05


def test_undo_and_redo_give_the_very_same_pixels(coffee: Element) -> None:
    coffee.click(*CUP)
    masks = [coffee.mask()]
    coffee.press("brush")
    drag(coffee, BESIDE, (560, 200), (480, 300))
    masks.append(coffee.mask())
    coffee.press("erase")
    drag(coffee, (260, 150), (340, 180))
    masks.append(coffee.mask())
    for expected in masks[1::-1]:
        undo(coffee)
        assert (coffee.mask() == expected).all()
    for expected in masks[1:]:
        undo(coffee, "Control+Shift+z")
        assert (coffee.mask() == expected).all()


def test_a_later_click_keeps_the_strokes(coffee: Element) -> None:
    coffee.click(*CUP)
    added, erased = [BESIDE, (560, 90)], [(285, 120), (315, 125)]
    coffee.press("brush")
    drag(coffee, *added)
    coffee.press("erase")
    drag(coffee, *erased)
    coffee.press("include")
    coffee.click(200, 250)
    mask = coffee.mask()
    assert mask[capsule(mask.shape, RADIUS - 3, *added)].all()
    assert not mask[capsule(mask.shape, RADIUS - 3, *erased)].any()


def test_a_click_into_an_erased_place_brings_it_back(coffee: Element) -> None:
    coffee.click(*CUP)
    assert coffee.mask()[150, 300]
    coffee.evaluate("await element.stroke([[270, 150], [330, 150]], 40, false)")
    assert not coffee.mask()[120:180, 270:330].any()
    coffee.click(320, 165)  # beside the point that is there: a click on it would select it
    assert coffee.mask()[capsule((400, 600), 10, (320, 165), (320, 165))].all()
    coffee.evaluate("await element.stroke([[540, 60]], 40)")
    coffee.click(540, 60, button="right")
    assert not coffee.mask()[60, 540]


def test_one_can_begin_with_the_brush_and_go_on_by_clicking(coffee: Element) -> None:
    coffee.press("brush")
    drag(coffee, (270, 130), (330, 170))
    state = coffee.state
    assert (state["candidates"], len(state["objects"])) == ([], 1)
    painted = capsule((400, 600), RADIUS, (270, 130), (330, 170))
    assert iou(coffee.mask(), painted) > 0.9
    coffee.press("include")
    coffee.click(*CUP)
    assert coffee.mask()[capsule((400, 600), RADIUS - 3, (270, 130), (330, 170))].all()


def test_the_brush_is_seen_in_its_size_and_grows_with_the_zoom(coffee: Element) -> None:
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
    coffee.page.mouse.move(*coffee.place(300, 200))
    assert bright_ring(RADIUS)


def test_escape_drops_the_stroke_that_is_being_drawn(coffee: Element) -> None:
    coffee.press("brush")
    mouse = coffee.page.mouse
    mouse.move(*coffee.place(*BESIDE))
    mouse.down()
    mouse.move(*coffee.place(560, 200))
    press_key(coffee, "Escape")
    mouse.up()
    coffee.evaluate("await element.undo()")  # whatever was said before has been answered then
    assert coffee.state["objects"] == []
    assert not coffee.state["canRedo"]


def test_a_finger_paints_instead_of_scrolling(phone: Element) -> None:
    phone.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    phone.page.locator("click-cut button.brush").tap()
    phone.drag_finger((200, 100), (400, 300))
    assert iou(phone.mask(), capsule((400, 600), RADIUS, (200, 100), (400, 300))) > 0.85

"""From the first Tab to the file: everything with the keyboard alone."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.driver import NEXT_MASK, Element, iou
from tests.server_process import Server


@pytest.fixture
def coffee(coffee: Element) -> Element:
    coffee.fit()
    coffee.focus()
    return coffee


def press(element: Element, *keys: str) -> None:
    for key in keys:
        element.page.keyboard.press(key)


def press_and_wait(element: Element, key: str) -> None:
    """Press a key that changes the mask."""
    element.page.evaluate(NEXT_MASK)
    element.page.keyboard.press(key)
    element.page.evaluate("window.nextMask")


def tab_to(element: Element, selector: str, key: str = "Tab") -> None:
    for _ in range(60):
        element.page.keyboard.press(key)
        if element.evaluate("return element.shadowRoot.activeElement?.matches(argument) ?? false", selector):
            return
    raise AssertionError(f"Tab does not reach {selector}")


def points(element: Element) -> list[tuple[int, int, int]]:
    return [(each["x"], each["y"], each["label"]) for each in element.state["prompts"]["points"]]


def entries(element: Element) -> list[str]:
    return element.page.locator("click-cut .prompts .entry").all_text_contents()


def open_points(element: Element) -> None:
    tab_to(element, ".prompts summary")
    if not element.evaluate("return element.shadowRoot.activeElement.parentElement.open"):
        press(element, "Enter")


def crosshair(element: Element) -> tuple[int, int]:
    """Where it is, as it is spoken."""
    x, y = element.page.locator("click-cut .spoken").inner_text().split(",")
    return int(x), int(y)


def test_from_the_first_tab_to_the_downloaded_file(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(server.url)
    element = Element(page)
    element.wait_ready()
    tab_to(element, ".stage")

    press(element, "ArrowLeft")  # shows the crosshair in the middle
    press_and_wait(element, "Enter")
    press(element, *["ArrowDown"] * 4)
    press_and_wait(element, "Enter")
    press(element, *["End"] * 2)
    press_and_wait(element, "Shift+Enter")
    assert [label for _, _, label in points(element)] == [1, 1, 0]
    first, second, excluded = points(element)
    assert first[0] == second[0]
    assert first[1] < second[1]
    assert excluded[0] > second[0]

    open_points(element)
    tab_to(element, ".prompts .entry")
    press(element, "Tab", "Tab")
    press_and_wait(element, "Delete")
    assert points(element) == [first, excluded]

    tab_to(element, ".stage", "Shift+Tab")
    press(element, "n")
    element.wait_until("element.state.active === 2")
    press(element, "Home", "Home", "Home", "PageUp")
    press_and_wait(element, "Enter")
    assert [each["id"] for each in element.state["objects"]] == [1, 2]

    tab_to(element, ".objects li[data-id='2'] .name")
    press(element, "F2")
    page.keyboard.type("The other one")
    press(element, "Enter")
    element.wait_until("element.state.objects[1].name === 'The other one'")
    press(element, "Tab")
    tab_to(element, ".stage", "Shift+Tab")
    press(element, "1")
    element.wait_until("element.state.active === 1")

    with page.expect_download() as download:
        press(element, "s")
    path = tmp_path / "cut.png"
    download.value.save_as(path)
    mask = element.mask()
    alpha = np.asarray(Image.open(path).convert("RGBA"))[..., 3]
    assert alpha.shape == mask.shape
    assert mask[first[1], first[0]]
    assert iou(alpha > 127, mask) >= 0.98


def test_arrows_move_the_crosshair_and_never_the_page(coffee: Element) -> None:
    photo, step = coffee.state["photo"], round(1 / 40 * stage_width(coffee) / coffee.viewport["scale"])
    coffee.evaluate(  # something to scroll to that leaves the photo where it is
        "window.tall = document.createElement('div'); document.body.append(tall);"
        "tall.style.cssText = 'position: absolute; top: 0; width: 1px; height: 3000px; pointer-events: none'"
    )
    try:
        press(coffee, "ArrowRight")
        middle = crosshair(coffee)
        assert abs(middle[0] - photo["width"] / 2) <= 1
        assert abs(middle[1] - photo["height"] / 2) <= 1
        press(coffee, "ArrowRight", "ArrowDown", "Shift+ArrowDown")
        assert crosshair(coffee) == (middle[0] + step, middle[1] + step + 1)
        press(coffee, " ", *["PageDown"] * 9, *["End"] * 9)
        assert crosshair(coffee) == (photo["width"] - 1, photo["height"] - 1)
        assert coffee.page.evaluate("scrollY") == 0
    finally:
        coffee.evaluate("tall.remove()")


def stage_width(element: Element) -> float:
    width: float = element.evaluate("return element.shadowRoot.querySelector('.stage').clientWidth")
    return width


def test_the_crosshair_is_kept_in_sight(coffee: Element) -> None:
    coffee.evaluate("element.zoom(8)")
    press(coffee, "ArrowLeft", *["Home"] * 4)
    x, _ = crosshair(coffee)
    left = coffee.viewport["x"]
    assert left <= x <= left + stage_width(coffee) / 8


def test_escape_hides_the_crosshair_first(coffee: Element) -> None:
    press(coffee, "ArrowUp")
    press_and_wait(coffee, "Enter")
    press(coffee, "Escape")
    assert len(points(coffee)) == 1
    press(coffee, "Escape")
    coffee.wait_until("element.state.objects.length === 0")


def test_enter_sets_the_two_corners_of_a_box(coffee: Element) -> None:
    press(coffee, "b", "ArrowLeft", "Home", "PageUp")
    first = crosshair(coffee)
    press(coffee, "Enter", "End", "PageDown", "ArrowDown")
    second = crosshair(coffee)
    press_and_wait(coffee, "Enter")
    assert coffee.state["prompts"]["box"] == [*first, *second]
    assert entries(coffee) == [f"Box {first[0]}, {first[1]} – {second[0]}, {second[1]}"]
    open_points(coffee)
    tab_to(coffee, ".prompts .entry")
    press(coffee, "Delete")
    coffee.wait_until("element.state.prompts.box === null")


def test_delete_takes_the_newest_point_or_the_selected_one(coffee: Element) -> None:
    for x in (310, 330, 350):
        coffee.evaluate("await element.addPoint(argument, 150)", x)
    press_and_wait(coffee, "Backspace")
    assert [x for x, _, _ in points(coffee)] == [310, 330]
    open_points(coffee)
    coffee.page.locator("click-cut .prompts .entry").first.focus()
    coffee.focus()
    press_and_wait(coffee, "Delete")
    assert [x for x, _, _ in points(coffee)] == [330]


def test_points_are_listed_and_moved_in_the_list(coffee: Element) -> None:
    coffee.evaluate("await element.addPoint(310, 150); await element.addPoint(40, 200, 0)")
    assert entries(coffee) == ["Added at 310, 150", "Removed at 40, 200"]
    assert coffee.page.locator("click-cut .prompts summary").inner_text() == "2 points"
    open_points(coffee)
    coffee.page.locator("click-cut .prompts .entry").first.focus()
    press(coffee, "ArrowLeft", "ArrowLeft", "Shift+ArrowDown")
    coffee.wait_until("element.state.prompts.points[0].y === 160")
    assert points(coffee)[0] == (308, 160, 1)
    coffee.wait_until("element.shadowRoot.activeElement?.textContent === 'Added at 308, 160'")


def test_the_question_mark_lists_the_keys_and_the_focus_returns(coffee: Element) -> None:
    press(coffee, "?")
    dialog = coffee.page.get_by_role("dialog", name="Keys")
    dialog.wait_for(state="visible")
    keys = dialog.locator("kbd").all_inner_texts()
    assert {"I", "E", "B", "M", "N", "S", "Escape", "+", "Ctrl+Z", "F2"} <= set(keys)
    press(coffee, "Escape")
    dialog.wait_for(state="hidden")
    assert coffee.evaluate("return element.shadowRoot.activeElement.className") == "stage"
    assert coffee.state["prompts"]["points"] == []

"""Nothing lies over what is to be pressed or read: on low screens, on phones, where the page is enlarged."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import Element

SAUCER, TABLE = (430, 300), (40, 200)  # in coffee.png
PHONE = (390, 844)
IS_REACHED = """
(node) => {
  node.scrollIntoView({ block: "nearest", inline: "nearest" })
  const { left, top, width, height } = node.getBoundingClientRect()
  const [x, y] = [left + width / 2, top + height / 2]
  let hit = document.elementFromPoint(x, y)
  while (hit?.shadowRoot) hit = hit.shadowRoot.elementFromPoint(x, y)
  return node.contains(hit)
}
"""


@pytest.fixture
def coffee(element: Element) -> Iterator[Element]:
    """A cup with a mask, and the page at its usual size again afterwards."""
    before = element.page.viewport_size
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    element.click(*SAUCER)
    yield element
    element.press("include")
    assert before
    element.page.set_viewport_size(before)


def resize(element: Element, width: int, height: int) -> None:
    element.page.set_viewport_size({"width": width, "height": height})


def covered(buttons: Locator) -> list[str]:
    """The buttons whose middle a click does not reach, though they are scrolled into view."""
    shown = [button for button in buttons.all() if button.is_visible()]
    assert shown
    return [
        button.get_attribute("class") or button.inner_text()
        for button in shown
        if not button.evaluate(IS_REACHED)
    ]


@pytest.mark.parametrize("tool", ["include", "brush"])
@pytest.mark.parametrize(
    ("width", "height"),
    [
        pytest.param(667, 375, id="a phone on its side", marks=pytest.mark.full),
        pytest.param(844, 390, id="a longer phone on its side", marks=pytest.mark.full),
        pytest.param(600, 400, id="at 200 %", marks=pytest.mark.full),
        pytest.param(320, 256, id="at 400 %"),
        pytest.param(1200, 300, id="wide and low", marks=pytest.mark.full),
        pytest.param(320, 568, id="a small phone", marks=pytest.mark.full),
    ],
)
def test_every_tool_is_reached_on_a_low_screen(coffee: Element, width: int, height: int, tool: str) -> None:
    resize(coffee, width, height)
    coffee.press(tool)
    page = coffee.page
    assert covered(page.locator("click-cut .toolbar button")) == []
    assert covered(page.locator(".gallery button")) == []
    assert page.locator("click-cut .status").evaluate(IS_REACHED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_the_tools_are_one_row_that_ends_with_the_download(coffee: Element, width: int) -> None:
    resize(coffee, width, 800)
    for tool in ("include", "brush"):
        coffee.press(tool)
        boxes = {
            button.get_attribute("class"): box
            for button in coffee.page.locator("click-cut .toolbar button").all()
            if (box := button.bounding_box())
        }
        middles = {name: box["y"] + box["height"] / 2 for name, box in boxes.items()}
        assert max(middles.values()) - min(middles.values()) < 2, middles
        assert max(boxes, key=lambda name: boxes[name]["x"]) == "download"
    assert coffee.page.evaluate("document.documentElement.scrollWidth") == width


BESIDE = """
const group = element.shadowRoot.querySelector(".candidates").getBoundingClientRect()
const stage = element.shadowRoot.querySelector(".stage").getBoundingClientRect()
const [x0, y0, x1, y1] = element.state.objects.find(({ active }) => active).bbox
const { scale, x, y } = element.viewport
const [left, right] = [x0, x1].map((place) => stage.left + (place - x) * scale)
const [top, bottom] = [y0, y1].map((place) => stage.top + (place - y) * scale)
const isBeside = group.right <= left || group.left >= right
return isBeside || group.bottom <= top || group.top >= Math.min(bottom, stage.bottom)
"""


def test_candidates_lie_beside_what_is_selected_or_below_the_photo(coffee: Element) -> None:
    pictures = coffee.page.locator("click-cut .candidates button")
    for photo, place, size in (
        ("coffee.png", SAUCER, (1440, 900)),
        ("coffee.png", TABLE, (1440, 900)),
        ("coffee.png", (20, 380), (1024, 768)),
        ("raccoon.jpg", (610, 330), (1280, 720)),
        ("cat.png", (220, 150), PHONE),
    ):
        resize(coffee, *size)
        open_anew(coffee, photo)
        coffee.click(*place)
        pictures.first.wait_for()
        assert coffee.evaluate(BESIDE), (photo, place)


def test_the_zoom_lies_beside_the_photo(coffee: Element) -> None:
    stage, zoom = (coffee.page.locator(f"click-cut .{part}").bounding_box() for part in ("stage", "zoom"))
    assert stage
    assert zoom
    assert zoom["y"] >= stage["y"] + stage["height"]


def test_nothing_fades_for_who_wants_no_motion(coffee: Element) -> None:
    running = (
        "const banner = element.shadowRoot.querySelector('.banner');"
        "banner.hidden = false;"
        "const count = banner.getAnimations().length;"
        "banner.hidden = true;"
        "return count"
    )
    assert coffee.evaluate(running) == 1
    coffee.page.emulate_media(reduced_motion="reduce")
    assert coffee.evaluate(running) == 0
    coffee.page.emulate_media(reduced_motion="no-preference")


def test_the_way_out_of_the_sheet_covers_nothing(coffee: Element) -> None:
    page = coffee.page
    page.locator("click-cut .add-object").click()
    coffee.wait_until("element.state.active === 2")
    coffee.click(*TABLE)
    resize(coffee, *PHONE)
    coffee.press("sheet")
    close = page.locator("click-cut .close-sheet")
    page.locator("click-cut .panel").evaluate(
        "(panel) => Promise.all(panel.getAnimations().map(({ finished }) => finished))"
    )
    way_out = close.bounding_box()
    assert way_out
    page.locator("click-cut .prompts summary").click()
    deletes = page.locator("click-cut .panel .delete")
    assert deletes.count() == 3  # two objects and a point
    for delete in deletes.all():
        box = delete.bounding_box()
        assert box
        assert box["y"] >= way_out["y"] + way_out["height"] or box["x"] >= way_out["x"] + way_out["width"]
    assert covered(page.locator("click-cut .panel button")) == []
    page.locator("click-cut .panel").evaluate("(panel) => { panel.scrollTop = 120 }")
    assert close.bounding_box() == way_out
    assert covered(close) == []
    close.click()


def test_a_short_message_has_its_buttons_beside_it_and_no_hint_behind(coffee: Element) -> None:
    coffee.evaluate("await element.clear()")
    hint, banner = coffee.page.locator("click-cut .hint"), coffee.page.locator("click-cut .banner")
    hint.wait_for(state="visible")
    coffee.drop("notes.txt", b"no photo")
    coffee.error()
    hint.wait_for(state="hidden")
    tops = {box["y"] for button in banner.locator("button").all() if (box := button.bounding_box())}
    assert len(tops) == 1
    banner.get_by_role("button", name="Close").click()
    hint.wait_for(state="visible")


def test_what_goes_on_lies_over_no_buttons(coffee: Element) -> None:
    seen = (
        "const [progress, ...others] = ['progress', 'map', 'candidates'].map((name) =>"
        "  element.shadowRoot.querySelector(`.${name}`));"
        "progress.hidden = !argument;"
        "return others.map((other) => getComputedStyle(other).visibility)"
    )
    assert coffee.evaluate(seen, True) == ["hidden", "hidden"]
    assert coffee.evaluate(seen, False) == ["visible", "visible"]


def test_a_tool_has_room_for_its_word_in_any_language(coffee: Element) -> None:
    resize(coffee, 320, 640)
    coffee.press("more")
    word = coffee.page.locator("click-cut .toolbar .erase span")
    before = word.inner_text()
    word.evaluate("(span) => { span.textContent = 'Radierer' }")
    rests = "(span) => span.getBoundingClientRect().right <= span.parentElement.getBoundingClientRect().right"
    assert word.evaluate(rests)
    word.evaluate("(span, before) => { span.textContent = before }", before)
    coffee.press("more")


def test_a_larger_font_of_the_browser_makes_all_text_larger(coffee: Element) -> None:
    sizes = (
        "const within = ['include', 'status', 'output select'].map((name) =>"
        "  element.shadowRoot.querySelector(`.${name}`));"
        "return [document.querySelector('h1'), ...within]"
        ".map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert coffee.evaluate(sizes) == pytest.approx([20, 12, 13, 14])
    coffee.page.evaluate("document.documentElement.style.fontSize = '24px'")
    larger = coffee.evaluate(sizes)
    coffee.page.evaluate("document.documentElement.style.fontSize = ''")
    assert larger == pytest.approx([30, 18, 19.5, 21])

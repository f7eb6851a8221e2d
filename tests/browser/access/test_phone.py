"""All that a photo needs, by thumb: on a phone of 390 px, and on smaller ones."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser import photos
from tests.browser.conftest import open_anew
from tests.browser.driver import Element

SAUCER, CUP, TABLE = (430, 300), (310, 150), (40, 200)  # in coffee.png
FINGER = 44  # CSS pixels; https://www.w3.org/WAI/WCAG22/Understanding/target-size-enhanced.html
TOO_SMALL = """
const targets = element.shadowRoot.querySelectorAll("button, select, summary, input:not([type=checkbox])")
return [...targets].filter((each) => each.checkVisibility()).flatMap((each) => {
  const { width, height } = each.getBoundingClientRect()
  return Math.min(width, height) < argument - 0.01 ? `${each.className} ${width} × ${height}` : []
})
"""
BEYOND = """
const wide = document.documentElement.scrollWidth > innerWidth
const parts = element.shadowRoot.querySelectorAll(".work, .work button, .panel, .panel button")
const out = [...parts].filter(
  (each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth + 0.5
)
return [...(wide ? ["page"] : []), ...out.map((each) => each.className)]
"""


class Thumb:
    """Taps and drags, and counts them."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.actions = 0

    def tap(self, name: str) -> None:
        self.actions += 1
        self.button(name).tap()

    def tap_photo(self, x: float, y: float) -> None:
        self.actions += 1
        before = len(self.element.state["prompts"]["points"])
        self.element.page.touchscreen.tap(*self.element.place(x, y))
        self.element.wait_until("element.state.prompts.points.length > argument", before)

    def draw(self, start: tuple[float, float], stop: tuple[float, float]) -> None:
        self.actions += 1
        self.element.drag_finger(start, stop)

    def button(self, name: str) -> Locator:
        named = self.element.page.get_by_role("button", name=re.compile(f"^{name}"))
        return named.locator("visible=true").first


@pytest.fixture
def small(phone: Element) -> Iterator[Element]:
    """The phone, at its usual size and with its usual tool again afterwards."""
    before = phone.page.viewport_size
    assert before
    yield phone
    phone.evaluate("element.backdrop = 'photo'")
    phone.press("include")
    phone.page.set_viewport_size(before)


def test_everything_by_thumb(small: Element, tmp_path: Path) -> None:
    page, thumb = small.page, Thumb(small)
    with page.expect_file_chooser() as chooser:
        thumb.tap("Open photo")
    chooser.value.set_files(photos.sample("coffee.png"))
    expect(page.locator("click-cut .hint")).to_have_text("Tap anything in the photo")
    small.wait_until("element.state.photo?.width === 600")
    thumb.tap_photo(*CUP)
    thumb.tap("Remove")
    thumb.tap_photo(*SAUCER)
    thumb.tap("Brush")
    before = small.mask()
    thumb.draw(TABLE, (80, 220))
    assert small.mask().sum() > before.sum()
    thumb.tap("Undo")
    small.wait_until("element.state.canRedo")
    assert (small.mask() == before).all()
    thumb.tap("Background")
    thumb.tap("White")
    with page.expect_download() as download:
        thumb.tap("Save")
    download.value.save_as(tmp_path / "cut.png")
    with Image.open(tmp_path / "cut.png") as saved:
        assert saved.size == (600, 400)
        assert saved.convert("RGBA").getpixel((5, 5)) == (255, 255, 255, 255)
    assert thumb.actions == 10


def test_every_target_is_large_enough_for_a_finger(small: Element) -> None:
    for width in (390, 320):
        small.page.set_viewport_size({"width": width, "height": 844})
        open_anew(small, "coffee.png")
        small.click(*SAUCER)
        small.page.locator("click-cut .candidates button").first.wait_for()
        assert small.evaluate(TOO_SMALL, FINGER) == []
        for tool in ("more", "more", "brush", "background", "background", "include", "sheet"):
            small.press(tool)
            assert small.evaluate(TOO_SMALL, FINGER) == [], tool
            assert small.evaluate(BEYOND) == [], tool
        small.page.locator("click-cut .close-sheet").tap()


@pytest.mark.parametrize(
    "width", [320, *(pytest.param(each, marks=pytest.mark.full) for each in (360, 390, 768))]
)
def test_nothing_is_wider_than_the_screen(small: Element, width: int) -> None:
    small.page.set_viewport_size({"width": width, "height": 700})
    assert small.evaluate(BEYOND) == []
    small.click(*CUP)
    small.page.locator("click-cut .candidates button").first.wait_for()
    assert small.evaluate(BEYOND) == []


def test_more_opens_the_other_tools_and_closes_once_one_is_in_hand(small: Element) -> None:
    rest = small.page.locator("click-cut .rest")
    expect(rest).to_be_hidden()
    small.press("box")
    expect(rest).to_be_hidden()
    expect(small.page.locator("click-cut .more")).to_have_attribute("data-holds", "")
    small.press("more")
    expect(rest.locator("button", has_text="Everything")).to_be_visible()
    small.page.touchscreen.tap(*small.place(*CUP))
    expect(rest).to_be_hidden()


def test_an_object_is_renamed_by_finger(small: Element) -> None:
    small.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    small.click(*CUP)
    small.press("sheet")
    small.page.locator("click-cut .objects .rename").tap()
    small.page.keyboard.type("Cup")
    small.page.keyboard.press("Enter")
    small.wait_until("element.state.objects[0].name === 'Cup'")
    small.page.locator("click-cut .close-sheet").tap()

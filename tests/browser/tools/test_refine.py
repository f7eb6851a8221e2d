"""The panel's section about a whole mask, and forgetting: by mouse and keyboard, as a person does it."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser import photos
from tests.browser.driver import NEXT_MASK, Element, iou
from tests.masks.drawings import blobs, boolean

PHOTO = "coffee.png"  # 600 × 400


@pytest.fixture
def coffee(coffee: Element) -> Element:
    """A photo with the section unfolded."""
    if not coffee.page.locator("click-cut .refine details[open]").count():
        coffee.page.locator("click-cut .refine summary").click()
    return coffee


def press(element: Element, name: str) -> None:
    element.page.evaluate(NEXT_MASK)
    element.page.locator(f"click-cut .refine .{name}").click()
    element.page.evaluate("window.nextMask")


def choose_mask(element: Element, path: Path) -> None:
    with element.page.expect_file_chooser() as chooser:
        element.page.locator("click-cut .refine .import-mask").click()
    element.page.evaluate(NEXT_MASK)
    chooser.value.set_files(path)
    element.page.evaluate("window.nextMask")


def spoken(element: Element, words: str) -> None:
    expect(element.page.locator("click-cut .spoken")).to_have_text(words)


def test_a_mask_is_imported_filled_reduced_and_inverted_by_buttons(coffee: Element, tmp_path: Path) -> None:
    for name in ("invert", "fill-holes", "keep-largest"):
        expect(coffee.page.locator(f"click-cut .refine .{name}")).to_be_disabled()
    blobs().save(tmp_path / "mask.png")
    choose_mask(coffee, tmp_path / "mask.png")
    spoken(coffee, "Mask imported")
    imported = coffee.mask()
    assert iou(imported, boolean(blobs())) > 0.98
    press(coffee, "fill-holes")
    spoken(coffee, "Holes filled")
    filled = coffee.mask()
    assert filled[190, 430]
    assert not imported[190, 430]
    press(coffee, "keep-largest")
    spoken(coffee, "Only the largest piece is kept")
    largest = coffee.mask()
    assert not largest[190, 430], "the filled ring is the smaller part"
    assert not largest[350, 570]
    press(coffee, "invert")
    spoken(coffee, "Inverted")
    assert np.array_equal(coffee.mask(), ~largest)
    for before in (largest, filled, imported):
        coffee.press("undo")
        coffee.wait_until("element.state.canRedo")
        assert np.array_equal(coffee.mask(), before)


def tab_to(element: Element, selector: str) -> None:
    for _ in range(20):
        if element.evaluate("return element.shadowRoot.activeElement?.matches(argument)", selector):
            return
        element.page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}")


def test_the_section_is_reached_and_used_by_keyboard(element: Element) -> None:
    element.load(photos.address(PHOTO), photos.embedding_address(PHOTO))
    element.click(300, 150)
    before = element.mask()
    page = element.page
    page.locator("click-cut .add-object").focus()
    tab_to(element, ".refine summary")
    if not page.locator("click-cut .refine details[open]").count():
        page.keyboard.press("Enter")
    tab_to(element, "button.invert")
    page.evaluate(NEXT_MASK)
    page.keyboard.press("Space")
    page.evaluate("window.nextMask")
    assert np.array_equal(element.mask(), ~before)


@pytest.mark.full
def test_what_the_browser_keeps_is_forgotten_by_a_button(visitor: Element) -> None:
    element, page = visitor, visitor.page
    element.click(610, 330)
    page.reload()
    element.wait_ready()
    assert len(element.state["objects"]) == 1, "else there is nothing to forget"
    element.show_device()
    drawer = page.locator("click-cut .drawer")
    expect(drawer.locator(".kept")).to_contain_text("removes everything kept")
    drawer.locator(".forget").click()
    expect(drawer.locator(".said")).to_contain_text("Forgotten")
    page.reload()
    element.wait_ready()
    assert element.state["objects"] == []

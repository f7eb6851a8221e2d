"""The page's header at every width: what it offers is named and in view, in both languages."""

from collections.abc import Iterator

import pytest
from clickcut_core.words.tables import read_words
from playwright.sync_api import Locator, Page, expect

from tests.browser import photos
from tests.browser.conftest import ComeBack
from tests.browser.driver import Element, open_page
from tests.server_process import Server

WIDTHS = (320, 390, 768, 1024, 1280, 1440, 1920)
ONE_ROW = 480  # page pixels, from which light and dark has a button in the header


@pytest.fixture(scope="module")
def german(come_back: ComeBack, server: Server) -> Iterator[Page]:
    with come_back(locale="de-DE") as context:
        yield open_page(context.new_page(), server.url).page


@pytest.fixture
def english(element: Element) -> Iterator[Page]:
    """The shared page, at its usual size again afterwards."""
    before = element.page.viewport_size
    yield element.page
    assert before
    element.page.set_viewport_size(before)


def is_in_view(button: Locator, width: int) -> bool:
    box = button.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0


def is_one_row(page: Page) -> bool:
    """Whether nothing of the header lies over another part of it, or out of the page."""
    return page.evaluate(
        """
        () => {
          const boxes = [...document.querySelector("header").children]
            .filter((each) => each.checkVisibility())
            .map((each) => each.getBoundingClientRect())
          return boxes.every((box, place) => place === 0 || box.left >= boxes[place - 1].right - 0.5)
            && document.documentElement.scrollWidth <= innerWidth
        }
        """
    )


@pytest.mark.parametrize("language", ["en", "de"])
def test_open_photo_is_named_and_filled_at_every_width_and_the_toolbar_has_no_second_one(
    english: Page, german: Page, language: str
) -> None:
    page, say = {"en": english, "de": german}[language], read_words(language).page
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        opener = page.get_by_role("button", name=say["open"])
        expect(opener).to_have_count(1)
        expect(opener).to_have_text(say["open"])
        assert opener.evaluate("(it) => it.scrollWidth <= it.clientWidth"), width
        chip = page.get_by_role("button", name=say["sent"])
        helper = page.get_by_role("button", name=say["help"])
        theme = page.get_by_role("button", name=say["theme"])
        expect(theme).to_have_count(int(width > ONE_ROW))
        for button in (opener, chip, helper, *theme.all()):
            assert is_in_view(button, width), width
        assert is_one_row(page), width
        for colour in ("light", "dark"):
            page.evaluate("(colour) => { document.documentElement.dataset.theme = colour }", colour)
            filled, ground = (
                page.locator(each).evaluate("(it) => getComputedStyle(it).backgroundColor")
                for each in ("#open", "body")
            )
            assert filled not in {ground, "rgba(0, 0, 0, 0)"}
        page.evaluate("document.documentElement.dataset.theme = 'light'")


def test_open_photo_in_the_header_opens_what_is_chosen(element: Element) -> None:
    with element.page.expect_file_chooser() as chooser:
        element.page.get_by_role("button", name="Open photo").click()
    chooser.value.set_files(photos.sample("flower.jpg"))
    element.wait_until("element.state.photo?.width === 640")


def test_on_a_narrow_page_light_and_dark_is_in_the_help(english: Page) -> None:
    english.set_viewport_size({"width": 390, "height": 844})
    english.get_by_role("button", name="Help").click()
    english.get_by_role("button", name="Theme").click()
    assert english.evaluate("document.documentElement.dataset.theme") == "dark"
    english.get_by_role("button", name="Theme").click()
    assert english.evaluate("document.documentElement.dataset.theme") == "light"


def test_every_target_of_header_menu_and_help_has_room_for_a_finger(phone: Element) -> None:
    page = phone.page
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for opener, place in (("#chip", "#privacy"), ("#help", "#about")):
            page.locator(opener).tap()
            page.locator(place).wait_for()
            for target in page.locator(
                f"header button, {place} button, {place} label, {place} summary"
            ).all():
                box = target.bounding_box()
                if box is not None:
                    assert min(box["width"], box["height"]) >= 44, (width, target.inner_text())
            assert page.locator(place).evaluate("(it) => it.scrollWidth <= it.clientWidth")
            edges = page.locator(place).bounding_box()
            assert edges
            assert edges["x"] >= 0
            assert edges["x"] + edges["width"] <= width
            page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})


def test_download_is_quiet_until_there_is_something_to_save(element: Element) -> None:
    download = element.page.locator("click-cut .toolbar .download")
    ground = "(it) => getComputedStyle(it).backgroundColor"
    accent = element.page.locator("#open").evaluate(ground)
    expect(download).to_be_disabled()
    assert download.evaluate(ground) != accent
    element.click(610, 330)
    expect(download).to_be_enabled()
    assert download.evaluate(ground) == accent

"""What a newcomer may do first, and in between: it makes sense, or it is said why not."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import photos
from tests.browser.driver import Element, open_page
from tests.server_process import Server

NOTHING_YET = re.compile("Nothing to remove yet")


def status(element: Element) -> str:
    return element.page.locator("click-cut .status").inner_text()


def points(element: Element) -> int:
    return len(element.state["prompts"]["points"])


WITHOUT_PHOTO = """
document.addEventListener("readystatechange", () => { // before the element is one
  const element = document.querySelector("click-cut")
  for (const name of ["src", "embedding", "proposals"]) element.removeAttribute(name)
})
"""


def test_an_empty_stage_says_what_to_do_and_has_a_button_for_it(page: Page, server: Server) -> None:
    page.add_init_script(WITHOUT_PHOTO)
    page.goto(server.url)
    empty = page.locator("click-cut .empty")
    expect(empty).to_contain_text("Drop, paste or open your photo")
    with page.expect_file_chooser() as chooser:
        empty.get_by_role("button", name="Open photo").click()
    chooser.value.set_files(photos.sample("flower.jpg"))
    element = Element(page)
    element.wait_until("element.state.photo?.width === 640")
    expect(empty).to_be_hidden()


def test_nothing_is_taken_away_from_nothing_and_it_is_said(element: Element) -> None:
    hint = element.page.locator("click-cut .hint")
    expect(hint).to_have_text("Click anything in the photo")
    element.page.mouse.click(*element.place(610, 330), button="right")
    expect(element.page.locator("click-cut .status")).to_have_text(NOTHING_YET)
    element.press("exclude")
    expect(hint).to_have_text(NOTHING_YET)
    element.page.mouse.click(*element.place(610, 330))
    element.focus()
    element.page.keyboard.press("Enter")
    element.press("include")
    element.click(610, 330)
    assert points(element) == 1
    element.click(500, 300, button="right")
    assert points(element) == 2


def test_each_tool_says_what_to_do_first(element: Element) -> None:
    hint = element.page.locator("click-cut .hint")
    for tool, said in {"box": "Drag a box", "brush": "Paint over", "erase": "Nothing to erase yet"}.items():
        element.press(tool)
        expect(hint).to_have_text(re.compile(said))


def test_another_photo_is_not_begun_with_taking_away(element: Element) -> None:
    element.click(610, 330)
    element.press("exclude")
    element.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    expect(element.page.locator("click-cut button.include")).to_have_attribute("aria-pressed", "true")
    element.press("box")
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    expect(element.page.locator("click-cut button.box")).to_have_attribute("aria-pressed", "true")


def background(element: Element, kind: str) -> Locator:
    """A choice of the row in the panel."""
    return element.page.locator(f"click-cut .backgrounds [data-background={kind}]")


def test_a_picture_is_the_background_once_its_file_is_chosen(element: Element, tmp_path: Path) -> None:
    element.click(610, 330)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    photo, picture = background(element, "photo"), background(element, "picture")
    for path, chosen in ((broken, photo), (photos.sample("cat.png"), picture)):
        with element.page.expect_file_chooser() as chooser:
            picture.click()
        expect(photo).to_have_attribute("aria-pressed", "true")
        chooser.value.set_files(path)
        if chosen is photo:
            assert "background" in element.error()
        expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(element.page.locator("click-cut .output .save")).to_be_enabled()
    photo.click()


@pytest.mark.full  # test_stage_and_file.py has it to the pixel
def test_a_background_is_seen_as_it_will_be_saved(element: Element) -> None:
    element.click(610, 330)
    assert not element.mask()[640:660, 590:610].any()
    x, y = element.place(600, 650)
    around = {"x": x, "y": y, "width": 4, "height": 4}
    background(element, "white").click()
    expect(element.page.locator("click-cut .backgrounds .chosen")).to_have_text("White")
    shot = Image.open(io.BytesIO(element.page.screenshot(clip=around))).convert("RGB")
    assert shot.getcolors() == [(16, (255, 255, 255))]
    with element.page.expect_download() as download:
        element.press("download")
    assert Image.open(download.value.path()).convert("RGBA").getpixel((600, 650)) == (255, 255, 255, 255)
    background(element, "photo").click()


def test_a_format_without_transparency_is_shown_on_white(element: Element) -> None:
    element.click(610, 330)
    formats = element.page.locator("click-cut .output .format")
    background(element, "transparent").click()
    formats.select_option("image/jpeg")
    expect(background(element, "white")).to_have_attribute("aria-pressed", "true")
    expect(background(element, "transparent")).to_be_disabled()
    formats.select_option("image/png")
    expect(background(element, "transparent")).to_have_attribute("aria-pressed", "true")
    background(element, "photo").click()


def test_where_undo_is_does_not_depend_on_the_tool(element: Element) -> None:
    undo = element.page.locator("click-cut button.undo")
    before = undo.bounding_box()
    element.press("brush")
    assert undo.bounding_box() == before


@pytest.mark.full
def test_what_takes_long_is_said_to_be_under_way(element: Element) -> None:
    for step in range(12):
        element.page.mouse.click(*element.place(400 + 20 * step, 330))
    expect(element.page.locator("click-cut .status")).to_have_text(re.compile("Finding the object"))
    element.wait_until("element.state.prompts.points.length === 12")
    expect(element.page.locator("click-cut .status")).to_have_text(re.compile("Selected"))


@pytest.mark.full
def test_while_the_next_photo_comes_nothing_of_the_last_one_is_left(page: Page, server: Server) -> None:
    element = open_page(page, server.url)
    element.click(610, 330)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/cat.clickcut", hold)
    cat, raccoon = (page.locator(f".gallery [data-photo*={name}]") for name in ("cat", "raccoon"))
    expect(raccoon).to_have_attribute("aria-current", "true")
    with page.expect_request("**/cat.clickcut"):
        cat.click()
        expect(cat).to_have_attribute("aria-current", "true")
        expect(page.locator("click-cut .objects li")).to_have_count(0)
        expect(page.locator("click-cut button.undo")).to_be_disabled()
        page.wait_for_function("() => document.querySelector('click-cut').state.objects.length === 1")
    page.evaluate("null")  # a round trip, after which the request is held
    waiting[0].abort()
    expect(raccoon).to_have_attribute("aria-current", "true")
    expect(page.locator("click-cut .objects li")).to_have_count(1)
    expect(page.locator("click-cut button.undo")).to_be_enabled()

"""The page as a person uses it: gallery, tools, keys, hover, and clicks before anything is loaded."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from clickcut.page.template import TAG
from clickcut_build.samples import DEEDS, SAMPLES
from playwright.sync_api import Page, expect

from tests.browser import photos
from tests.browser.conftest import COMPILED, ComeBack, compiled_bytes
from tests.browser.driver import NEXT_MASK, Element, open_page, wait_for_complaints
from tests.server_process import Server

PAINTED = """
() => {
  const overlay = document.querySelector("click-cut").shadowRoot.querySelector(".overlay")
  const { data } = overlay.getContext("2d").getImageData(0, 0, overlay.width, overlay.height)
  let painted = 0
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) painted++
  return painted / (overlay.width * overlay.height)
}
"""


def points(element: Element) -> list[tuple[int, int, int]]:
    return [(p["x"], p["y"], p["label"]) for p in element.state["prompts"]["points"]]


def test_the_gallery_opens_its_photos_and_credits_them(element: Element) -> None:
    tiles = element.page.locator(".gallery button")
    assert tiles.count() >= 6
    assert all("Photo: " in (tile.get_attribute("title") or "") for tile in tiles.all())
    element.page.locator(".gallery button", has_text="Cat").click()
    element.wait_ready()
    assert element.state["photo"] == {"width": 451, "height": 300}
    current = element.page.locator(".gallery button[aria-current=true]")
    assert current.inner_text() == "Cat"


def test_clicks_made_before_anything_is_loaded_are_kept_and_run(first_visit: Page, server: Server) -> None:
    first_visit.goto(server.url, wait_until="commit")
    first_visit.wait_for_function("() => document.querySelector('click-cut')?.viewport")
    element = Element(first_visit)
    assert element.state["photo"] is None, "everything was loaded before the test could click"
    first_visit.evaluate(NEXT_MASK)
    size = photos.proposals(SAMPLES[0].name)["photo"]
    width, height = size["width"], size["height"]
    first_visit.mouse.click(*element.place(0.6 * width - 0.5, 0.43 * height - 0.5))
    detail = first_visit.evaluate("window.nextMask")
    assert detail["area"] > 1000
    ((x, y, label),) = points(element)
    place = (x / width, y / height, label)
    assert place == (pytest.approx(0.6, abs=0.01), pytest.approx(0.43, abs=0.01), 1)


def test_the_state_is_one_frozen_object_until_something_changes(element: Element) -> None:
    told = element.evaluate("""
      const isOpen = (value) =>
        Object(value) === value && (!Object.isFrozen(value) || Object.values(value).some(isOpen))
      const before = element.state
      const isKept = before === element.state
      await element.addPoint(610, 330)
      const after = element.state
      return [isKept, before === after, after === element.state, isOpen(before), isOpen(after)]
    """)
    assert told == [True, False, True, False, False]


def test_right_click_alt_click_and_the_visible_toggle_all_exclude(element: Element) -> None:
    element.click(610, 330)
    element.click(900, 600, button="right")
    element.page.keyboard.down("Alt")
    element.click(60, 120)
    element.page.keyboard.up("Alt")
    element.press("exclude")
    element.click(950, 80)
    element.press("include")
    element.click(300, 200)
    assert [label for *_, label in points(element)] == [1, 0, 0, 0, 1]


def test_undo_redo_and_clear_by_button_and_by_key(element: Element) -> None:
    element.click(610, 330)
    first = element.mask()
    element.click(900, 600, button="right")
    second = element.mask()

    def wait_for(count: int) -> None:
        element.page.wait_for_function(
            "() => document.querySelector('click-cut').state.prompts.points.length === " + str(count)
        )

    element.press("undo")
    wait_for(1)
    assert (element.mask() == first).all()
    element.press("redo")
    wait_for(2)
    assert (element.mask() == second).all()
    element.press("clear")
    wait_for(0)
    assert element.state["objects"] == []
    element.page.locator("click-cut .stage").focus()
    element.page.keyboard.press("Control+z")
    wait_for(2)
    element.page.keyboard.press("Control+z")
    wait_for(1)
    element.page.keyboard.press("Control+Shift+z")
    wait_for(2)
    element.page.keyboard.press("Escape")
    wait_for(0)


def test_hovering_shows_a_preview_that_leaves_no_trace(element: Element) -> None:
    element.page.wait_for_function("() => document.querySelector('click-cut').state.photo")
    x, y = element.place(610, 330)
    element.page.mouse.move(x - 5, y)
    element.page.mouse.move(x, y)
    element.page.wait_for_function(f"() => ({PAINTED})() > 0.01")
    assert points(element) == []
    element.page.mouse.move(2, 2)
    element.page.wait_for_function(f"() => ({PAINTED})() === 0")


def test_a_box_from_the_page_author_gives_the_object_in_it(element: Element) -> None:
    element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
    element.evaluate("await element.setBox(150, 60, 460, 340)")
    assert element.state["prompts"]["box"] == [150, 60, 460, 340]
    assert element.state["chosen"] == 0  # as policy.py says
    mask = element.mask()
    assert mask[60:340, 150:460].sum() > 0.9 * mask.sum() > 0


@pytest.mark.parametrize(
    ("scale", "width"),
    [(2, 390), *(pytest.param(*each, marks=pytest.mark.full) for each in [(1, 1440), (1.5, 1024)])],
)
def test_a_click_lands_on_its_pixel_at_any_width_and_density(
    come_back: ComeBack, server: Server, scale: float, width: int
) -> None:
    with come_back(viewport={"width": width, "height": 800}, device_scale_factor=scale) as context:
        element = open_page(context.new_page(), server.url)
        element.click(614, 333)
        ((x, y, _),) = points(element)
        photo_pixels = 1 / element.evaluate("return element.viewport.scale")
        assert abs(x - 614) <= max(0.5, photo_pixels / 2)
        assert abs(y - 333) <= max(0.5, photo_pixels / 2)


def test_light_and_dark_are_a_button_and_remembered(page: Page, server: Server) -> None:
    page.goto(server.url)
    button = page.get_by_role("button", name="Theme")
    button.click()
    page.wait_for_function("() => document.documentElement.dataset.theme === 'dark'")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('header h1')).color") == "rgb(233, 236, 241)"
    )


def test_help_opens_tells_what_is_kept_and_closes_by_key(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="Help").click()
    dialog = page.get_by_role("dialog", name="How it works")
    assert "is not kept" in dialog.inner_text()
    assert "Stéfan van der Walt" in dialog.inner_text()
    licence = dialog.get_by_role("link", name="CC BY-SA 3.0").first
    assert licence.get_attribute("href") == DEEDS["CC BY-SA 3.0"]
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_the_help_has_the_tag_for_another_site_to_copy_and_says_the_version(
    page: Page, server: Server
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(server.url)
    page.get_by_role("button", name="Help").click()
    dialog = page.get_by_role("dialog", name="How it works")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_role("status").first).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == TAG
    assert "clickcut publish photos -o site" in dialog.inner_text()
    assert f"clickcut {version('clickcut')}." in dialog.inner_text()


def test_a_new_photo_says_nothing_in_the_console(element: Element, tmp_path: Path) -> None:
    said: list[str] = []
    element.page.on("console", lambda message: said.append(message.text))
    path = tmp_path / "new.png"
    path.write_bytes(photos.crop("cat.png", 310, 210))
    with element.page.expect_response(re.compile("/api/v1/embeddings/")) as asked:
        element.open_file(path)
    assert asked.value.status == 204  # else it is known
    element.click(155, 105)
    assert said == []


def test_the_page_asks_for_the_runtime_at_once_and_the_console_stays_empty(
    page: Page, server: Server
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_page(page, server.url).click(610, 330)
    wait_for_complaints(page)
    assert said == []


def test_the_browser_keeps_the_compiled_runtime_for_the_next_visit(
    visitor: Element, browser_profile: Path
) -> None:
    assert visitor.state["photo"]
    assert compiled_bytes(browser_profile) > COMPILED

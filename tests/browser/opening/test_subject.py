"""A photo opens, and its subject is there before anybody has clicked: picked, or offered if not sure."""

from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser import photos
from tests.browser.chromium import ASKED
from tests.browser.driver import Element, open_page
from tests.server_process import Server

DISC, SQUARE = (170, 90, 310, 230), (380, 230, 440, 290)
CUP = (262, 125)
PICKED, OFFERED, NOTHING = ("We picked this", "Choose one of these", "Nothing stands out here")


@pytest.fixture
def asked(page: Page, server: Server) -> Element:
    """A page that picks what photos are about, as it does for everybody who has not put that off."""
    page.add_init_script(ASKED)
    return open_page(page, server.url, "coffee.png")


def hint(element: Element) -> Locator:
    return element.page.locator("click-cut .hint")


def scene(*shapes: str) -> bytes:
    picture = Image.new("RGB", (480, 320), "#d8d2c0")
    for shape, box, colour in (("disc", DISC, "#a02020"), ("square", SQUARE, "#2030a0")):
        if shape in shapes:
            draw = ImageDraw.Draw(picture)
            (draw.ellipse if shape == "disc" else draw.rectangle)(box, fill=colour)
    return photos.png(picture)


def test_the_subject_is_picked_shown_as_it_is_saved_and_a_click_changes_it(asked: Element) -> None:
    page = asked.page
    expect(hint(asked)).to_contain_text(PICKED)
    assert asked.state["proposed"]
    assert asked.evaluate("return element.backdrop") == "checkerboard"
    expect(page.locator("click-cut button.download")).to_be_enabled()
    mask, alpha = asked.mask(), np.asarray(asked.cutout())[..., 3]
    assert 0.1 < mask.mean() < 0.6
    assert alpha[mask].mean() > 250
    assert alpha[~mask].mean() < 5

    height, width = mask.shape
    x, y = next(place for place in ((20, 20), (width - 20, height - 20)) if not mask[place[::-1]])
    asked.click(x, y)
    assert [(each["x"], each["y"]) for each in asked.state["prompts"]["points"]] == [(x, y)]
    assert asked.evaluate("return element.backdrop") == "photo"
    expect(hint(asked)).to_be_hidden()
    for _ in range(2):
        asked.press("undo")
    expect(page.locator("click-cut button.undo")).to_be_disabled()
    assert asked.state["objects"] == []


@pytest.mark.full
def test_who_clicks_first_is_not_kept_waiting_and_gets_what_was_clicked(asked: Element) -> None:
    asked.evaluate("element.addEventListener('clickcut-ready', () => void element.addPoint(410, 260))")
    asked.drop("scene.png", scene("disc", "square"), "image/png")
    asked.wait_until("element.state.objects.length === 1")
    assert asked.state["prompts"]["points"] == [{"x": 410, "y": 260, "label": 1}]
    assert not asked.state["proposed"]
    asked.evaluate("await element.undo()")
    expect(hint(asked)).to_have_text("Click anything in the photo")


@pytest.mark.full  # tests/shell/editing/subject.test.js has what becomes of what is found
def test_where_it_is_not_sure_the_best_are_offered_and_one_is_chosen(asked: Element) -> None:
    asked.drop("scene.png", scene("disc", "square"), "image/png")
    expect(hint(asked)).to_contain_text(OFFERED)
    assert asked.state["objects"] == []
    pictures = asked.page.locator("click-cut .candidates button")
    assert pictures.count() in (2, 3)
    pictures.first.click()
    expect(hint(asked)).to_contain_text(PICKED)
    asked.press("undo")
    asked.wait_until("element.state.objects.length === 0")


@pytest.mark.full  # tests/shell/editing/subject.test.js has what becomes of what is found
def test_a_photo_with_nothing_in_it_says_so_and_picks_nothing(asked: Element) -> None:
    asked.drop("plain.png", scene(), "image/png")
    expect(hint(asked)).to_contain_text(NOTHING)
    assert asked.state["objects"] == []
    assert asked.state["canUndo"] is False


def test_on_a_sample_it_is_seen_before_the_engine_is_there(page: Page, server: Server) -> None:
    page.add_init_script(ASKED)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/*.wasm", hold)
    page.goto(f"{server.url}#coffee")
    element = Element(page)
    expect(hint(element)).to_contain_text(PICKED)
    assert element.evaluate("return element.backdrop") == "checkerboard"
    corner, middle = (
        element.evaluate(
            "const canvas = element.shadowRoot.querySelector('canvas.photo');"
            "const at = (canvas.height / 2) * argument[1], left = (canvas.width / 2) * argument[0];"
            "return [...canvas.getContext('2d').getImageData(left, at, 1, 1).data]",
            place,
        )
        for place in ((0.1, 0.3), (1, 1))
    )
    assert corner in ([255, 255, 255, 255], [207, 207, 207, 255])
    assert middle not in ([255, 255, 255, 255], [207, 207, 207, 255])
    page.mouse.move(*element.place(20, 20))  # nothing is told of that place
    resting = element.overlay()
    page.mouse.move(*element.place(*CUP))
    hovered = element.overlay()
    assert hovered != resting
    page.mouse.move(*element.place(20, 20))
    assert element.overlay() == resting
    assert element.state["photo"] is None

    assert waiting
    page.unroute("**/*.wasm")  # those that wait go on
    element.wait_until("element.state.proposed")
    assert element.mask().mean() > 0.3


@pytest.mark.full  # tests/shell/editing/subject.test.js has it without an engine
def test_what_is_told_of_another_photo_is_not_believed_and_is_made_anew(page: Page, server: Server) -> None:
    page.add_init_script(ASKED)
    own, others = photos.proposals("coffee.png"), photos.proposals("flower.jpg")
    assert others["isSure"]
    told = {**others, "photo": own["photo"]}  # as large as this one: its file's SHA-256 alone tells
    asked: list[str] = []

    def tell(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=told)

    page.route("**/coffee.proposals.json", tell)
    page.goto(f"{server.url}#coffee")
    element = Element(page)
    element.wait_until("element.state.proposed")
    assert asked
    best, (point,) = own["proposals"][0], element.state["prompts"]["points"]
    assert (point["x"], point["y"], element.state["chosen"]) == (best["x"], best["y"], best["mask"])


@pytest.fixture
def device(asked: Element) -> Iterator[Locator]:
    asked.show_device()
    yield asked.page.locator("click-cut .drawer")
    asked.page.evaluate("localStorage.removeItem('clickcut-subject')")


@pytest.mark.full
def test_a_setting_puts_it_off_for_good(asked: Element, device: Locator) -> None:
    device.get_by_label("Select the subject when a photo opens").uncheck()
    asked.evaluate("element.addEventListener('clickcut-mask', () => { element.foundAny = true })")
    asked.drop("scene.png", scene("disc"), "image/png")
    asked.wait_until("element.state.photo?.width === 480")
    asked.wait_until("element.state.runtime.verified")
    expect(hint(asked)).to_have_text("Click anything in the photo")
    asked.evaluate("await element.counts()")  # in line behind whatever was asked of the worker before
    assert not asked.evaluate("return element.foundAny")
    assert asked.page.evaluate("localStorage.getItem('clickcut-subject')") == "off"

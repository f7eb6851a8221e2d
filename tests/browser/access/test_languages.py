"""German where the page is German, English where there is no table, and nothing more to load in English."""

import re
from collections.abc import Iterator

import pytest
from clickcut_core.words.tables import read_words
from playwright.sync_api import Page, Route

from tests.browser import photos
from tests.browser.access.test_accessibility import grave, result, spoken
from tests.browser.conftest import ComeBack
from tests.browser.driver import Element, open_page, wait_for_complaints
from tests.browser.opening.test_failures import NEXT_ERROR
from tests.server_process import Server

GERMAN, ENGLISH = read_words("de"), read_words("en")
WORDS = re.compile(r"/words/")
# Another element on the same page, at a place that `argument` says the languages of, from the outside in.
PLACED = """
const host = document.createElement("div")
document.body.append(host)
let place = host
for (const lang of argument) {
  place.setAttribute("lang", lang)
  const inner = document.createElement("div")
  place.attachShadow({ mode: "open" }).append(inner)
  place = inner
}
const other = document.createElement("click-cut")
other.setAttribute("controls", "")
place.append(other)
const hint = other.shadowRoot.querySelector(".hint")
if (!hint.textContent)
  await new Promise((done) => new MutationObserver(done).observe(hint, { childList: true, subtree: true }))
const found = [other.shadowRoot.querySelector(".frame").lang, hint.textContent]
host.remove()
return found
"""


@pytest.fixture(scope="module")
def german(come_back: ComeBack, server: Server) -> Iterator[Element]:
    with come_back(locale="de-DE") as context:
        yield open_page(context.new_page(), server.url)


@pytest.fixture
def german_page(come_back: ComeBack) -> Iterator[Page]:
    """Of a browser that has not been at the German page."""
    with come_back(locale="de-DE") as context:
        yield context.new_page()


def test_a_german_browser_gets_a_german_page_and_a_german_toolbar(german: Element) -> None:
    page = german.page
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.title() == GERMAN.page["title"]
    page.locator(".gallery button", has_text="Katze").wait_for()
    modes = ("include", "exclude", "box", "brush", "erase", "everything")
    for tool in (*modes, "undo", "redo", "clear", "download"):
        button = page.locator(f"click-cut .toolbar button.{tool}")
        assert button.text_content() == GERMAN.labels[tool]
        assert button.get_attribute("title") == GERMAN.labels[f"{tool}-hint"]
    page.locator("click-cut .output option", has_text="Maske (PNG)").wait_for(state="attached")


def test_a_result_is_said_in_german_with_a_decimal_comma(german: Element) -> None:
    german.click(610, 330)
    assert re.fullmatch(r"Objekt 1, \d+(,\d+)? % des Fotos", result(german))
    german.evaluate("await element.undo()")
    assert spoken(german) == "Rückgängig gemacht"


def test_an_error_of_the_workers_python_is_told_in_german(german: Element) -> None:
    told = german.evaluate(
        """
        let event
        element.addEventListener("clickcut-error", ({ detail }) => { event = detail }, { once: true })
        const { code, message } = await element.selectObject(77).catch((error) => error)
        return { event, rejected: { code, message } }
        """
    )
    assert told["event"] == {"code": "no-object", "message": GERMAN.sentences["no-object"].format(id=77)}
    assert told["rejected"] == told["event"]
    assert german.error() == told["event"]["message"]


def test_an_error_of_the_server_is_told_in_german(german: Element) -> None:
    german.page.evaluate(NEXT_ERROR)
    german.drop("text.png", b"This is a text, not a photo. " * 20)
    assert german.page.evaluate("window.nextError") == {
        "code": "not-a-photo",
        "message": GERMAN.sentences["not-a-photo"],
    }


def test_an_error_of_the_page_names_its_values(german: Element) -> None:
    german.page.evaluate(NEXT_ERROR)
    german.evaluate("await element.load('no-such-photo.jpg').catch(() => {})")
    expected = GERMAN.sentences["photo-unreachable"].format(url="no-such-photo.jpg")
    assert german.page.evaluate("window.nextError.then(({ message }) => message)") == expected
    german.page.get_by_role("button", name="Noch einmal versuchen").wait_for()


@pytest.mark.parametrize(
    ("languages", "spoken_one"),
    [
        (["de"], "de"),
        (["de-AT"], "de"),
        (["fr", "DE-ch"], "de"),
        (["de", "fr"], "en"),  # no table
        (["de", ""], "en"),  # unknown, says HTML
    ],
)
def test_the_nearest_ancestor_tells_the_language_across_shadow_roots(
    element: Element, languages: list[str], spoken_one: str
) -> None:
    hint = {"de": GERMAN, "en": ENGLISH}[spoken_one].labels["hint"]
    assert element.evaluate(PLACED, languages) == [spoken_one, hint]


@pytest.mark.full
def test_an_english_visit_asks_for_no_words(page: Page, server: Server) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, server.url).click(610, 330)
    assert len(asked) > 10
    assert [url for url in asked if WORDS.search(url)] == []


@pytest.mark.full
def test_a_german_visit_asks_for_its_words_once(german_page: Page, server: Server) -> None:
    page = german_page
    answered: list[str] = []
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfinished", lambda request: answered.append(request.url))
    open_page(page, server.url).click(610, 330)
    wait_for_complaints(page)
    assert len([url for url in answered if WORDS.search(url)]) == 1
    assert said == []


@pytest.mark.full
def test_without_its_words_the_element_speaks_english(german_page: Page, server: Server) -> None:
    page = german_page

    def fail(route: Route) -> None:
        route.fulfill(status=500, body="")

    page.route(WORDS, fail)
    element = open_page(page, server.url)
    assert page.locator("click-cut .toolbar button.include").inner_text() == "Add"
    element.click(610, 330)
    assert result(element).startswith("Object 1, ")


@pytest.mark.full
def test_words_that_come_late_lose_nothing(german_page: Page, server: Server) -> None:
    """The photo is ready before the words are: it is shown, and clicked, once they are there."""
    page = german_page
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(WORDS, hold)
    page.goto(server.url, wait_until="commit")  # a preloaded file holds up the load event
    page.wait_for_function("() => document.querySelector('click-cut')?.ready")
    element = Element(page)
    element.wait_ready()
    assert page.locator("click-cut .toolbar button").count() == 0
    for route in held:
        route.continue_()
    page.locator("click-cut .toolbar button.undo", has_text="Rückgängig").wait_for()
    assert page.locator("click-cut .progress").is_hidden()
    element.click(220, 150)
    assert element.mask()[150, 220]


@pytest.mark.parametrize(
    "width", [390, *(pytest.param(each, marks=pytest.mark.full) for each in (820, 1440))]
)
def test_the_longer_words_fit(german: Element, width: int) -> None:
    before = german.page.viewport_size
    german.page.set_viewport_size({"width": width, "height": 800})
    german.evaluate("await element.forget()")
    german.load(photos.address("raccoon.jpg"), photos.embedding_address("raccoon.jpg"))
    german.click(610, 330)
    assert german.page.evaluate("document.documentElement.scrollWidth") == width
    beyond = german.evaluate(
        "return [...element.shadowRoot.querySelectorAll('.toolbar button, .panel button, .panel select')]"
        ".filter((each) => each.checkVisibility() && each.scrollWidth > each.clientWidth + 1)"
        ".map((each) => each.className)"
    )
    assert beyond == []
    assert grave(german) == []
    german.page.set_viewport_size(before)

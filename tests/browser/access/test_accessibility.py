"""What axe finds in each state of the page, light and dark; what is spoken: names and shares."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.driver import Element
from tests.server_process import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
SAUCER, CUP = (430, 300), (310, 150)  # in coffee.png

FADED = """
const fading = element.shadowRoot.getAnimations().filter(({ effect }) => effect.getTiming().iterations === 1)
await Promise.allSettled(fading.map(({ finished }) => finished))
"""


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.full)])
def themed(coffee: Element, request: pytest.FixtureRequest) -> Iterator[Element]:
    """The shared element on a page of either theme, at its usual size again afterwards."""
    before = coffee.page.viewport_size
    set_theme(coffee, request.param)
    yield coffee
    set_theme(coffee, "light")
    coffee.page.set_viewport_size(before)


def set_theme(element: Element, theme: str) -> None:
    element.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)


def grave(element: Element) -> list[str]:
    """Serious and critical violations of the whole page: rule, what it asks for, and where."""
    if not element.page.evaluate("'axe' in window"):
        element.page.evaluate(AXE)
    element.evaluate(FADED)
    violations: list[dict[str, Any]] = element.page.evaluate("axe.run().then(({ violations }) => violations)")
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {node['target']} {node['failureSummary']}"
        for each in violations
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def two_objects(element: Element) -> None:
    element.click(*SAUCER)
    element.page.locator("click-cut .add-object").click()
    element.wait_until("element.state.active === 2")
    element.click(*CUP)
    element.page.locator("click-cut .candidates button").nth(2).wait_for()


def spoken(element: Element) -> str:
    return element.page.locator("click-cut .spoken").inner_text().strip("\xa0\n ")


def result(element: Element) -> str:
    return element.page.locator("click-cut .status [role=status]").inner_text()


def test_axe_finds_nothing_grave_on_the_first_screen(themed: Element) -> None:
    assert grave(themed) == []


@pytest.mark.parametrize("themed", [pytest.param("light", marks=pytest.mark.full), "dark"], indirect=True)
def test_axe_finds_nothing_grave_with_two_objects(themed: Element) -> None:
    two_objects(themed)
    assert grave(themed) == []


def test_axe_finds_nothing_grave_in_the_sheet_of_a_phone(themed: Element) -> None:
    two_objects(themed)
    themed.page.set_viewport_size({"width": 390, "height": 780})
    themed.press("sheet")
    themed.page.locator("click-cut .panel").wait_for(state="visible")
    assert grave(themed) == []


def test_axe_finds_nothing_grave_in_the_refinements(themed: Element) -> None:
    themed.click(*SAUCER)
    themed.page.locator("click-cut .refine summary").click()
    themed.page.locator("click-cut .refine .grow").wait_for(state="visible")
    assert grave(themed) == []


def test_axe_finds_nothing_grave_with_an_error(themed: Element) -> None:
    themed.drop("notes.txt", b"no photo")
    themed.error()
    assert grave(themed) == []


def test_axe_finds_nothing_grave_in_the_drawer(themed: Element) -> None:
    themed.click(*SAUCER)
    themed.show_device()
    themed.page.wait_for_function(
        "() => document.querySelector('click-cut').shadowRoot.querySelectorAll('.chart > *').length === 3"
    )
    assert grave(themed) == []


@pytest.mark.parametrize("dialog", ["#about", "click-cut .shortcuts"])
def test_axe_finds_nothing_grave_in_the_dialogs(themed: Element, dialog: str) -> None:
    if dialog == "#about":
        themed.page.locator("#help").click()
    else:
        themed.focus()
        themed.page.keyboard.press("?")
    themed.page.locator(dialog).wait_for(state="visible")
    assert grave(themed) == []


def test_axe_finds_nothing_grave_in_the_menu_of_what_is_sent(themed: Element) -> None:
    themed.page.locator("#chip").click()
    themed.page.locator("#privacy").wait_for(state="visible")
    assert grave(themed) == []


def test_axe_finds_nothing_grave_without_a_photo(themed: Element) -> None:
    themed.evaluate(
        "window.bare = document.createElement('click-cut'); bare.setAttribute('controls', '');"
        "document.querySelector('main').append(bare); await bare.ready.catch(() => {})"
    )
    themed.page.locator("click-cut .empty").last.wait_for(state="visible")
    found = grave(themed)
    themed.evaluate("bare.remove()")
    assert found == []


def test_a_result_is_heard_with_its_name_and_share_and_seen_as_what_to_do_next(coffee: Element) -> None:
    coffee.click(*SAUCER)
    coffee.evaluate("await element.renameObject(1, 'Cup')")
    state = coffee.state
    (cup,) = state["objects"]
    percent = 100 * cup["area"] / (state["photo"]["width"] * state["photo"]["height"])
    assert result(coffee) == f"Cup, {percent:.2g} % of the photo"
    seen = coffee.page.locator("click-cut .status [aria-hidden=true]")
    assert seen.inner_text() == "Selected. Click what is missing, right-click what is too much."
    coffee.press("exclude")
    assert seen.inner_text() == "Selected. Click what is too much; choose Add for what is missing."


def test_what_was_done_is_spoken(coffee: Element) -> None:
    coffee.click(*SAUCER)
    coffee.press("exclude")
    assert spoken(coffee) == "Remove"
    for member, words in {
        "undo()": "Undone",
        "redo()": "Redone",
        "deletePoint(0)": "Point deleted",
        "setBox(150, 60, 460, 340)": "Point deleted",
        "deleteBox()": "Box deleted",
    }.items():
        coffee.evaluate(f"await element.{member}")
        assert spoken(coffee) == words, member


def test_hovering_says_nothing(coffee: Element) -> None:
    regions = "[...element.shadowRoot.querySelectorAll('[role=status]')]"
    coffee.evaluate(
        f"window.said = 0; for (const region of {regions}) new MutationObserver(() => window.said++)"
        ".observe(region, { childList: true, characterData: true, subtree: true })"
    )
    coffee.page.mouse.move(*coffee.place(*SAUCER))
    coffee.page.mouse.move(*coffee.place(*CUP))
    overlay = "element.shadowRoot.querySelector('.overlay')"
    coffee.wait_until(
        f"{overlay}.getContext('2d').getImageData(0, 0, {overlay}.width, {overlay}.height)"
        ".data.some((value) => value > 0)"
    )
    assert coffee.evaluate("return window.said") == 0

"""What a person sees stays as it was looked at, at three widths, light and dark."""

import pytest
from PIL import Image

from tests.browser.access import screens
from tests.browser.driver import Element

SAME_FONTS, OTHER_FONTS = 0.0005, 0.05  # of the page: a letter or two, and what all text takes up


@pytest.fixture
def element(booted: Element) -> Element:
    """The shared element as it was left: each look opens its photo anew."""
    return booted


@pytest.fixture
def tolerance(element: Element) -> float:
    """How much of a page may look different: next to nothing, where its fonts are those of the pictures."""
    return SAME_FONTS if screens.fonts(element) == screens.FONTS.read_text().strip() else OTHER_FONTS


@pytest.fixture(autouse=True)
def leave_as_it_was(element: Element):
    page = element.page
    size, theme = page.viewport_size, page.evaluate("document.documentElement.dataset.theme")
    yield
    page.keyboard.press("Escape")
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    assert size
    page.set_viewport_size(size)
    element.evaluate("element.backdrop = 'photo'")


IN_THE_GATE = {"cut": [820], "keys": [], "on-black": [], "error": [390], "untouched": []}
LOOKS = [
    pytest.param(view, width, marks=() if width in IN_THE_GATE.get(view, [1440]) else pytest.mark.full)
    for view in screens.VIEWS
    for width in screens.SIZES
]


@pytest.mark.parametrize(("view", "width"), LOOKS)
def test_each_view_looks_as_it_was_looked_at(
    element: Element, tolerance: float, view: str, width: int
) -> None:
    for theme in screens.THEMES:
        screens.show(element, view, width, theme)
        with Image.open(screens.path(view, width, theme)) as before:
            assert screens.difference(screens.take(element), before.convert("RGB")) <= tolerance, theme


def test_a_button_that_is_gone_is_noticed(element: Element) -> None:
    screens.show(element, "cut", 820, "light")
    element.evaluate("element.shadowRoot.querySelector('.toolbar .download').style.visibility = 'hidden'")
    changed = screens.take(element)
    element.evaluate("element.shadowRoot.querySelector('.toolbar .download').style.visibility = ''")
    with Image.open(screens.path("cut", 820, "light")) as before:
        assert screens.difference(changed, before.convert("RGB")) > SAME_FONTS

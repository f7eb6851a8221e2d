"""Before and after, side by side, by dragging and by keys."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.driver import Element


@pytest.fixture
def grip(coffee: Element) -> Iterator[Locator]:
    """The grip over a cup on white; what is left of it is the photo."""
    coffee.click(290, 200)
    coffee.evaluate("element.backdrop = '#ffffff'")
    yield coffee.page.locator("click-cut .divider")
    coffee.evaluate("element.backdrop = 'photo'")


COLOUR_AT = """
const [x, y] = argument
const canvas = element.shadowRoot.querySelector(".photo")
const ratio = canvas.width / canvas.clientWidth
return [...canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data]
"""


def test_left_of_the_grip_the_photo_is_seen_as_it_was(coffee: Element, grip: Locator) -> None:
    page, clicks = coffee.page, len(coffee.state["prompts"]["points"])
    stage = page.locator("click-cut .stage").bounding_box()
    assert stage
    table = [30, stage["height"] / 2 + 60]  # in the photo, and in no cut-out
    assert coffee.evaluate(COLOUR_AT, table) == [255, 255, 255, 255]
    grip.hover()
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] / 2, stage["y"] + 9, steps=4)
    page.mouse.up()
    expect(grip).to_have_attribute("aria-valuenow", "50")
    assert coffee.evaluate(COLOUR_AT, table) != [255, 255, 255, 255]
    for key, value in (("ArrowRight", "52"), ("End", "100"), ("Home", "0")):
        grip.press(key)
        expect(grip).to_have_attribute("aria-valuenow", value)
    assert coffee.evaluate(COLOUR_AT, table) == [255, 255, 255, 255]
    assert len(coffee.state["prompts"]["points"]) == clicks, "the drag was a click, too"
    grip.press("End")
    coffee.evaluate("element.backdrop = 'photo'")
    expect(grip).to_be_hidden()
    coffee.evaluate("element.backdrop = '#ffffff'")
    expect(grip).to_have_attribute("aria-valuenow", "0")

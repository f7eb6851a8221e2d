"""The look of an edge, by its sliders: painted, undone, kept. What a look does is told in tests/masks."""

import io
from typing import Any

import numpy as np
import pytest
from clickcut_core.files.cutout import MASK
from PIL import Image

from tests.browser.driver import NEXT_MASK, Element
from tests.browser.exports.test_exports import pixels_of

NONE = {"grow": 0, "feather": 0, "smooth": 0}
LOOK = {"grow": -3, "feather": 5, "smooth": 7}


def slide(element: Element, name: str, value: int) -> None:
    """Move a slider with the arrow keys, as one change: the key is held."""
    slider = element.page.locator(f"click-cut .refine input.{name}")
    slider.focus()
    element.page.evaluate(NEXT_MASK)
    key = "ArrowRight" if value > 0 else "ArrowLeft"
    for _ in range(abs(value)):
        element.page.keyboard.down(key)
    element.page.keyboard.up(key)
    element.page.evaluate("window.nextMask")


def alpha(element: Element) -> np.ndarray:
    return pixels_of(element, format=MASK)


def shown(element: Element) -> np.ndarray:
    """What the photo's canvas shows on black."""
    element.evaluate("element.backdrop = '#000000'")
    element.wait_until("element.hasAttribute('data-shows-file')")
    png = element.page.locator("click-cut .stage").screenshot()
    element.evaluate("element.backdrop = 'photo'")
    return np.asarray(Image.open(io.BytesIO(png)).convert("L")).astype(int)


def seen(element: Element) -> dict[str, Any]:
    return {name: element.state[name] for name in ("objects", "prompts", "look", "chosen")}


@pytest.mark.full
def test_a_slider_is_seen_at_work_and_one_step_that_is_undone_redone_and_kept(visitor: Element) -> None:
    element, page = visitor, visitor.page
    element.click(610, 330)
    plain = shown(element)
    if not page.locator("click-cut .refine details[open]").count():
        page.locator("click-cut .refine summary").click()
    for name, value in LOOK.items():
        slide(element, name, value)
    assert (shown(element) != plain).sum() > 2000, "the preview does not fade"
    state, cut = seen(element), alpha(element)
    assert state["look"] == LOOK
    text = element.evaluate("return element.recipe()")
    for left in ({**LOOK, "smooth": 0}, {**NONE, "grow": -3}, NONE):
        element.press("undo")
        element.wait_until("JSON.stringify(element.state.look) === JSON.stringify(argument)", left)
    for _ in range(3):
        element.evaluate("await element.redo()")
    assert np.array_equal(alpha(element), cut)
    page.reload()
    element.wait_ready()
    assert seen(element) == state
    assert np.array_equal(alpha(element), cut)
    assert element.evaluate("return element.recipe()") == text
    element.evaluate("await element.clear()")
    assert element.state["look"] == NONE


@pytest.mark.full
def test_a_wrong_look_is_refused_with_a_code_and_right_ones_leak_no_tensor(coffee: Element) -> None:
    coffee.evaluate("await element.addPoint(300, 150)")
    code = coffee.evaluate("return element.refine({ feather: -1 }).then(() => null, ({ code }) => code)")
    assert code == "invalid-look"
    assert coffee.state["look"] == NONE
    again = """
    await element.refine({ grow: argument })
    await element.cutout()
    return (await element.counts()).tensors
    """
    for sign in (1, -1):
        assert len({coffee.evaluate(again, sign * value) for value in (3, 2, 4)}) == 1

"""What is promised of the page in Chromium is kept in Firefox and WebKitGTK, to the pixel and to the byte."""

import numpy as np
import pytest
from clickcut.native_runtime import completed
from PIL import Image

from tests.browser.engines import journey, native, turned
from tests.browser.engines.element import Browser
from tests.server_process import Server

# Each engine compiles the runtime anew.
pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]

PROVOKE = """
await new Promise((resolve) => {
  addEventListener("error", resolve, { once: true })
  setTimeout(() => { throw new Error("provoked") })
})
"""
HELD = """
const { userSelect, webkitUserSelect } = getComputedStyle(element.shadowRoot.querySelector(".output .before"))
return userSelect ?? webkitUserSelect
"""


@pytest.fixture(scope="session")
def made_at_length_in_chromium(chromium: Browser, server: Server) -> dict[str, str]:
    return journey.go_far(chromium, server.url)


def test_a_click_gives_the_pixels_that_it_gives_natively_and_nothing_is_lost(
    window: Browser, server: Server
) -> None:
    element = journey.opened(window, server.url)
    before = len(window.errors())  # of tests that provoked others
    window.evaluate(PROVOKE)  # so that it is known that errors are seen
    element.click(*journey.PLACE)
    (point,) = element.state["prompts"]["points"]
    assert point == {"x": 220, "y": 150, "label": 1}
    expected = completed(native.cut(journey.PHOTO, *journey.PLACE))
    assert np.array_equal(element.mask(), expected.mask)

    element.press("download")
    path = window.downloaded()
    assert path.name == "cat-cutout.png"
    assert np.array_equal(np.asarray(Image.open(path)), expected.cutout)

    element.wait_until("element.state.runtime.verified !== null")
    assert element.state["runtime"]["verified"]

    window.reload()
    element.wait_ready()
    assert element.state["prompts"]["points"] == [point]
    assert np.array_equal(element.mask(), expected.mask)
    (error,) = window.errors()[before:]
    assert "provoked" in error


def test_masks_and_file_are_chromiums_to_the_byte(
    window: Browser, made_at_length_in_chromium: dict[str, str], server: Server
) -> None:
    made = made_at_length_in_chromium
    assert len(set(made.values())) == 4  # what is undone is as it was, and nothing else
    assert journey.go_far(window, server.url) == made


@pytest.mark.parametrize("kind", turned.OPTIONS)
def test_a_photo_is_upright_whatever_its_file_says(window: Browser, server: Server, kind: str) -> None:
    element = journey.opened(window, server.url)
    upright = np.asarray(turned.picture()).astype(int)
    wrong = {}
    for orientation in range(1, 9):
        saved = turned.saved(element, turned.file_of(kind, orientation))
        most = 0 if kind in ("PNG", "WEBP") else 4  # on average; a turned picture differs by 40 and more
        if isinstance(saved, str):
            wrong[orientation] = saved
        elif saved.shape != upright.shape or np.abs(saved - upright).mean() > most:
            wrong[orientation] = f"another picture, of {saved.shape}"
    assert wrong == {}


def test_a_button_that_is_held_selects_no_text(window: Browser, server: Server) -> None:
    element = journey.opened(window, server.url)
    assert element.evaluate(HELD) == "none"

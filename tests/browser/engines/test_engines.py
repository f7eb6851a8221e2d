"""What is promised of the page in Chromium is kept in Firefox and WebKitGTK, to the pixel."""

from pathlib import Path

import numpy as np
import pytest
from clickcut.native_runtime import completed
from PIL import Image

from tests.browser import photos
from tests.browser.engines import native
from tests.browser.engines.element import Element
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit
from tests.server_process import Server

PHOTO = "cat.png"
PROVOKE = """
await new Promise((resolve) => {
  addEventListener("error", resolve, { once: true })
  setTimeout(() => { throw new Error("provoked") })
})
"""


@pytest.mark.full
@pytest.mark.timeout(900)  # both compile the runtime anew
@pytest.mark.parametrize("engine", [Firefox, WebKit])
def test_a_click_gives_the_pixels_that_it_gives_natively_and_nothing_is_lost(
    engine: type[Firefox] | type[WebKit], server: Server, tmp_path: Path
) -> None:
    with engine(tmp_path) as browser:
        browser.open(server.url)
        browser.evaluate(PROVOKE)  # so that it is known that errors are seen
        element = Element(browser)
        element.wait_ready()
        element.load(photos.address(PHOTO), photos.embedding_address(PHOTO))

        element.click(220, 150)
        (point,) = element.state["prompts"]["points"]
        assert point == {"x": 220, "y": 150, "label": 1}
        expected = completed(native.cut(PHOTO, 220, 150))
        assert np.array_equal(element.mask(), expected.mask)

        element.click(60, 40)
        element.press("undo")
        element.wait_until("element.state.prompts.points.length === 1")
        assert np.array_equal(element.mask(), expected.mask)

        element.press("download")
        path = browser.downloaded()
        assert path.name == "cat-cutout.png"
        assert np.array_equal(np.asarray(Image.open(path)), expected.cutout)

        element.wait_until("element.state.runtime.verified !== null")
        assert element.state["runtime"]["verified"]

        browser.reload()
        element.wait_ready()
        assert element.state["prompts"]["points"] == [point]
        assert np.array_equal(element.mask(), expected.mask)
        (error,) = browser.errors()
        assert "provoked" in error

"""A download on its way: how far it is, and that it can be stopped."""

import base64
import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download

from tests.browser import photos
from tests.browser.driver import BLOB_TO_BASE64, Element

SHOWS_FILE = "element.hasAttribute('data-shows-file')"
WATCH = """
window.shares = []
const text = element.shadowRoot.querySelector(".progress").firstElementChild
new MutationObserver(() => window.shares.push(text.textContent)).observe(text, { childList: true })
"""


@pytest.fixture
def large(element: Element, tmp_path: Path) -> Element:
    """An object of a photo that takes a while to be cut out."""
    path = tmp_path / "large.jpg"
    Image.open(photos.sample("flower.jpg")).convert("RGB").resize((3000, 2001)).save(path, quality=92)
    element.open_file(path)
    element.click(1453, 890)
    return element


@pytest.mark.full
def test_a_download_says_how_far_it_is_and_can_be_cancelled(large: Element) -> None:
    page, saved = large.page, list[Download]()
    page.on("download", lambda each: saved.append(each))  # noqa: PLW0108  Playwright marks its handlers, and can mark no built-in
    large.evaluate(WATCH)
    cancel = page.locator("click-cut .progress button")
    large.press("download")
    cancel.click()
    page.get_by_text("Cancelled. Nothing was saved.").wait_for()
    assert cancel.is_hidden()
    before = large.state
    page.evaluate("window.shares.length = 0")
    with page.expect_download() as download:
        large.press("download")
    assert np.asarray(Image.open(download.value.path())).shape == (2001, 3000, 4)
    assert saved == [download.value], "what was cancelled was saved"
    assert large.state == before
    shares = [int(re.search(r"(\d+) %$", text)[1]) for text in page.evaluate("window.shares")]  # type: ignore[index]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert len(set(shares)) > 5


@pytest.mark.full  # tests/shell/files/ahead.test.js has when a file is begun and taken
def test_after_a_look_at_the_stage_the_download_is_there_at_once(large: Element) -> None:
    large.evaluate("element.backdrop = '#00ff00'")
    try:
        large.wait_until(SHOWS_FILE)
        large.evaluate("await element.counts()")  # the worker has nothing more to do
        large.evaluate(WATCH)
        with large.page.expect_download() as download:
            large.press("download")
        assert set(large.page.evaluate("window.shares")) == {"Making the cut-out · 0 %"}, "it was made anew"
        file = np.asarray(Image.open(download.value.path()).convert("RGB"))
        assert np.array_equal(file, made_anew(large))

        large.evaluate("await element.stroke([[300, 300], [600, 300]], 60, true)")
        with large.page.expect_download() as download:
            large.press("download")
        changed = np.asarray(Image.open(download.value.path()).convert("RGB"))
        assert np.array_equal(changed, made_anew(large))
        assert not np.array_equal(changed, file)
    finally:
        large.evaluate("element.backdrop = 'photo'")


def made_anew(element: Element) -> np.ndarray:
    """What the file holds; one without a recipe is never made ahead."""
    options = "{recipe: false, background: '#00ff00'}"
    encoded = element.evaluate(f"return ({BLOB_TO_BASE64})(await element.cutout({options}))")
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB"))

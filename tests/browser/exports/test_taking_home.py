"""A download on its way: how far it is, and that it can be stopped."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Download

from tests.browser import photos
from tests.browser.driver import Element

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


def test_a_download_says_how_far_it_is_and_can_be_cancelled(large: Element) -> None:
    page, saved = large.page, list[Download]()
    page.on("download", lambda each: saved.append(each))  # noqa: PLW0108  Playwright marks its handlers, and can mark no built-in
    large.evaluate(WATCH)
    cancel = page.locator("click-cut .progress button")
    large.press("download")
    cancel.click()
    page.get_by_text("Stopped. Nothing was saved.").wait_for()
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

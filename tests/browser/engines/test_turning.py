"""What a file says of its own turn counts alike in every engine, whatever its decoders do with it."""

from pathlib import Path

import pytest

from tests.browser import photos, turned
from tests.browser.engines.element import Element
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit
from tests.server_process import Server


@pytest.mark.full  # it boots two more browsers, which compile the runtime anew
@pytest.mark.timeout(900)
@pytest.mark.parametrize("engine", [Firefox, WebKit])
def test_masks_and_backgrounds_are_turned_as_photos_are(
    engine: type[Firefox] | type[WebKit], server: Server, tmp_path: Path
) -> None:
    with engine(tmp_path) as browser:
        browser.open(server.url)
        element = Element(browser)
        element.wait_ready()
        element.load(photos.address("coffee.png"), photos.embedding_address("coffee.png"))
        assert turned.wrong_masks(element, 600, 400) == []
        assert turned.wrong_backgrounds(element, 600, 400) == []

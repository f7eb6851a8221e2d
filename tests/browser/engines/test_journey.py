"""The shortest journey in Firefox and WebKitGTK: a click, and the file that comes of it."""

import pytest

from tests.browser.engines import journey
from tests.browser.engines.element import Browser
from tests.server_process import Server


# Each engine compiles the runtime anew, and is 140 MB to fetch and half a minute of work to install.
@pytest.mark.full
@pytest.mark.timeout(900)
def test_a_click_and_its_file_are_chromiums_to_the_byte(
    window: Browser, made_in_chromium: dict[str, str], server: Server
) -> None:
    assert journey.go(window, server.url) == made_in_chromium

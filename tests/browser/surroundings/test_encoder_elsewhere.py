"""A page of one site that has its photos encoded by a server of another, which names the site."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.surroundings.conftest import Host, open_page
from tests.server_process import start_server


@pytest.mark.parametrize("is_named", [True, False])
def test_the_server_answers_pages_of_the_sites_that_it_names(
    page: Page, host: Host, tmp_path: Path, is_named: bool
) -> None:
    origin = host.url.rstrip("/") if is_named else "https://another.example"
    server = start_server(tmp_path, "--origins", origin)
    try:
        tag = f'<click-cut controls api="{server.url}"></click-cut>'
        open_page(page, host.write("elsewhere.html", host.script + tag))
        element = Element(page)
        element.drop("mine.png", photos.crop("coffee.png", 300, 200))
        if is_named:
            element.wait_until("element.state.photo?.width === 300")
            element.click(150, 100)
            assert element.mask().any()
        else:
            page.get_by_text("The server can't be reached").wait_for()
    finally:
        server.stop()

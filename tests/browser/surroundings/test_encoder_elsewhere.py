"""A page of one site that has its photos encoded by a server of another, which names the site."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.surroundings.conftest import Host, open_page
from tests.server_process import start_server


@pytest.mark.full
def test_the_server_answers_pages_of_the_sites_that_it_names_alone(
    page: Page, host: Host, tmp_path: Path
) -> None:
    server = start_server(tmp_path, "--origins", host.url.rstrip("/"))
    try:
        tag = f'<click-cut controls api="{server.url}"></click-cut>'
        url = host.write("elsewhere.html", host.script + tag)
        open_page(page, url)
        element = Element(page)
        element.drop("mine.png", photos.crop("coffee.png", 300, 200))
        element.wait_until("element.state.photo?.width === 300")
        element.click(150, 100)
        assert element.mask().any()

        open_page(page, url.replace("127.0.0.1", "localhost"))  # another site, as browsers see it
        element.drop("other.png", photos.crop("coffee.png", 301, 200))
        page.get_by_text("The server can't be reached").wait_for()
        # Without asking first: the page can't read the answer, but the server would have worked.
        body = "new Blob(['x'], { type })"
        send = (
            f"([url, type]) => fetch(url, {{ method: 'POST', mode: 'no-cors', body: {body} }}).catch(() => 0)"
        )
        for sent, kind in enumerate(("", "text/plain", "image/png"), 1):
            page.evaluate(send, [f"{server.url}/api/v1/embeddings", kind])
            assert server.figure('clickcut_refusals_total{code="other-site"}') == sent
    finally:
        server.stop()

"""The documentation's first page, and the HTML that the documents show, in a browser."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.conftest import ComeBack
from tests.browser.driver import Element
from tests.browser.published import http_server
from tests.docs.examples import DOCUMENTS, fences

WHOLE = re.compile(
    r'<script type="module" src="(.*?)">.*<click-cut [^>]*src="(.*?)" embedding="(.*?)"', re.DOTALL
)
# What can be pasted as it stands; some documents show the same.
SNIPPETS = sorted(
    {
        fence.text
        for document in DOCUMENTS
        for fence in fences(document)
        if fence.language == "html" and WHOLE.search(fence.text)
    }
)
SCHEME = "getComputedStyle(document.querySelector('click-cut')).colorScheme"


@pytest.fixture
def page(come_back: ComeBack) -> Iterator[Page]:
    with come_back(viewport={"width": 1280, "height": 900}, color_scheme="dark") as context:
        yield context.new_page()


@pytest.mark.full
def test_the_first_page_is_alive_below_any_path(page: Page, documentation: Path, tmp_path: Path) -> None:
    (tmp_path / "some where").mkdir()
    (tmp_path / "some where/docs").symlink_to(documentation)
    requests: list[str] = []
    complaints: list[str] = []
    page.context.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    with http_server(tmp_path) as url:
        page.goto(f"{url}some%20where/docs/")
        element = Element(page)
        element.wait_ready()
        page.locator("click-cut").scroll_into_view_if_needed()
        detail = element.click(220, 150)
        assert detail["score"] > 0.5
        assert element.mask()[150, 220]
        assert page.evaluate(SCHEME) == "light dark"
        page.locator(".theme-toggle").locator("visible=true").click()
        page.wait_for_function(f"() => {SCHEME} === 'light'")
        web = [each for each in requests if not each.startswith(("data:", "blob:"))]
        assert len(web) > 20
        assert [each for each in web if not each.startswith(f"{url}some%20where/docs/")] == []
    assert complaints == []


@pytest.mark.full
@pytest.mark.parametrize("snippet", SNIPPETS, ids=range(len(SNIPPETS)))
def test_the_html_of_the_documents_works_as_it_stands(page: Page, tmp_path: Path, snippet: str) -> None:
    whole = WHOLE.search(snippet)
    assert whole
    script, photo, embedding = whole.groups()
    (tmp_path / "index.html").write_text(snippet, "utf-8")
    cat = photos.sample("cat.png")
    for address, source in ((photo, cat), (embedding, cat.with_suffix(".clickcut"))):
        (tmp_path / address).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, tmp_path / address)
    (tmp_path / script).parent.symlink_to(photos.ROOT / "dist/runtime")
    with http_server(tmp_path) as url:
        page.goto(url)
        element = Element(page)
        element.wait_ready()
        element.evaluate("await element.addPoint(220, 150)")
        assert element.mask()[150, 220]


def test_there_is_html_to_try() -> None:
    assert len(SNIPPETS) >= 2

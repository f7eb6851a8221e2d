"""A published site on a plain file server, to be visited, or to be shown in pages of one's own."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser import photos
from tests.browser.conftest import forget
from tests.browser.published import clickcut, http_server
from tests.browser.sites.site import Site

NAMES = {"Sommer 2024/größe & 100%.jpg": "raccoon.jpg", "猫 #1.png": "cat.png", "b/IMG_1.jpg": "flower.jpg"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    album, root = tmp_path_factory.mktemp("album"), tmp_path_factory.mktemp("www")
    for name, sample in NAMES.items():
        (album / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(photos.sample(sample), album / name)
    done = clickcut("publish", album, "-o", root / "our pages/summer", "--title", "Our summer")
    assert done.returncode == 0, done.stderr
    with http_server(root) as url:
        yield Site(root, url)


@pytest.fixture
def page(visited: BrowserContext, site: Site) -> Iterator[Page]:
    """An empty page of a browser that has kept nothing of the site, but for files."""
    page = visited.new_page()
    forget(page, site.url)
    yield page
    page.close()

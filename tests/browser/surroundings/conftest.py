"""A static site with the element in it, and one browser for all its pages: its cache has the runtime."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request

from tests.browser import photos
from tests.browser.conftest import ComeBack, forget
from tests.browser.published import clickcut, http_server

NAMES = ("flower.jpg", "cat.png")
CENTRE = "const {width, height} = element.state.photo; await element.addPoint(width >> 1, height >> 1);"


@dataclass
class Host:
    """`tags` are what `clickcut embed` printed for each photo."""

    root: Path
    url: str
    script: str
    tags: dict[str, str]

    def write(self, name: str, body: str) -> str:
        (self.root / name).write_text(f"<!doctype html><meta charset=utf-8>{body}", "utf-8")
        return self.url + name

    def address(self, photo: str, attribute: str = "src") -> str:
        return self.tags[photo].split(f'{attribute}="')[1].split('"')[0]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    root = tmp_path_factory.mktemp("www")
    done = clickcut("embed", *(photos.sample(name) for name in NAMES), "-o", root / "clickcut")
    assert done.returncode == 0, done.stderr
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("<")]
    with http_server(root) as url:
        yield Host(root, url, lines[0], dict(zip(NAMES, lines[1:], strict=True)))


@pytest.fixture(scope="module")
def visited(come_back: ComeBack) -> Iterator[BrowserContext]:
    with come_back(viewport={"width": 1000, "height": 700}) as context:
        yield context


@pytest.fixture
def page(visited: BrowserContext, host: Host) -> Iterator[Page]:
    """An empty page that knows nothing of those before."""
    page = visited.new_page()
    forget(page, host.url)
    yield page
    page.close()


def open_page(page: Page, url: str) -> None:
    """Go to a page that brings the script itself, and wait for that alone."""
    page.goto(url)
    page.wait_for_function("() => customElements.get('click-cut') !== undefined")


def add_script(page: Page, host: Host) -> None:
    """Bring the script to a page that is there already."""
    source = host.script.split('src="')[1].split('"')[0]
    page.evaluate("(source) => import(new URL(source, document.baseURI).href)", source)


def bare(tag: str) -> str:
    return tag.replace(" controls", "")


def requests_of(page: Page) -> list[Request]:
    requests: list[Request] = []
    page.context.on("request", lambda request: requests.append(request))  # noqa: PLW0108  no method
    return requests


def is_runtime(request: Request) -> bool:
    return any(part in request.url for part in ("worker.js", "/pyodide/", "/ort/", "/models/"))


def workers_of(page: Page) -> int:
    return sum("worker.js" in worker.url for worker in page.workers)

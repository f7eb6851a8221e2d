"""A real server, a real Chromium and the stock graphs for the browser tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser import chromium, photos
from tests.browser.dashboards.panel_server import panel_serve
from tests.browser.driver import Element, open_page
from tests.server_process import Server, start_server
from tests.workers import Workers

CLOSE_ALL = """
const root = element.shadowRoot
for (const place of [document, root]) for (const dialog of place.querySelectorAll("dialog")) dialog.close()
for (const open of document.querySelectorAll(":popover-open")) open.hidePopover()
for (const fold of root.querySelectorAll("details")) fold.open = false
root.querySelector(".panel[data-open] .close-sheet")?.click()
for (const way of [".drawer .close", ".banner button:last-child"]) {
  const button = root.querySelector(way)
  if (button?.checkVisibility()) button.click()
}
await element.forget()
"""
COMPILED = 4_000_000  # bytes, at least, of Pyodide's and onnxruntime-web's functions that were called often
ComeBack = Callable[..., AbstractContextManager[BrowserContext]]
VIEWPORT: ViewportSize = {"width": 1200, "height": 800}


@pytest.fixture(scope="module", autouse=True)
def turn(workers: Workers) -> Iterator[None]:
    """Two workers at most have a browser at work: three would make each other wait, and the server."""
    with workers.in_turn("browser", 2):
        yield


@pytest.fixture(scope="session")
def server(workers: Workers) -> Iterator[Server]:
    """The server of all workers: for them it bears more photos at a time than for one visitor, and longer."""

    def start(folder: Path) -> tuple[str, Callable[[], None]]:
        options = ("--client-photos", "12", "--client-rate", "600", "--encode-seconds", "120")
        server = start_server(folder / "cache", *options)
        return server.url, server.stop

    with workers.sharing("server", start) as url:
        yield Server(url, None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=chromium.PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def executable() -> str:
    executable = chromium.find()
    assert executable, "no Chromium: run `make test`"
    return executable


@pytest.fixture(scope="session")
def browser(playwright: Playwright, executable: str) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def first_visit(browser: Browser) -> Iterator[Page]:
    """An empty page of a browser that has nothing cached."""
    context = browser.new_context(viewport=VIEWPORT)
    context.set_default_timeout(chromium.PATIENCE)
    context.add_init_script(chromium.UNASKED)
    yield context.new_page()
    context.close()


def compiled_bytes(profile: Path) -> int:
    """What a browser keeps of compiled wasm."""
    return sum(file.stat().st_size for file in profile.glob("Default/Code Cache/wasm/*_0"))


@pytest.fixture(scope="session")
def browser_profile(
    playwright: Playwright, executable: str, server: Server, workers: Workers
) -> Iterator[Path]:
    """What a browser keeps that has been at the server: the runtime, compiled."""
    assert executable

    def visit(folder: Path) -> tuple[str, None]:
        with keeping_compiled(playwright, folder) as page:
            open_page(page, server.url).click(610, 330)
        return str(folder), None

    with workers.sharing("profile", visit) as folder:
        yield Path(folder)


@contextmanager
def keeping_compiled(playwright: Playwright, profile: Path) -> Iterator[Page]:
    """Gives a page to visit a site with, and its browser then keeps the compiled runtime alone."""
    context = chromium.launch(playwright, profile)
    page = context.new_page()
    yield page
    for _ in range(100):  # browsers tell nobody
        if compiled_bytes(profile) > COMPILED:
            break
        page.wait_for_timeout(200)
    forget(page, page.evaluate("origin"))
    context.close()


def forget(page: Page, url: str) -> None:
    """Let the page's browser forget what a site has stored, but not the files that it has loaded."""
    stored = "cookies,indexeddb,local_storage,service_workers,cache_storage"
    forgets = {"origin": url.rstrip("/"), "storageTypes": stored}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", forgets)


@pytest.fixture(scope="session")
def come_back(
    playwright: Playwright, browser_profile: Path, tmp_path_factory: pytest.TempPathFactory
) -> ComeBack:
    """Gives the browser of somebody who has been at the server before; with Playwright's `options`."""

    @contextmanager
    def come_back(**options: Any) -> Iterator[BrowserContext]:
        own = tmp_path_factory.mktemp("come-back") / "profile"
        shutil.copytree(browser_profile, own)
        context = chromium.launch(playwright, own, **options)
        yield context
        context.close()

    return come_back


@pytest.fixture(scope="session")
def visited(come_back: ComeBack) -> Iterator[BrowserContext]:
    """The browser of those who come with nothing special."""
    with come_back() as context:
        yield context


@pytest.fixture
def page(visited: BrowserContext, server: Server) -> Iterator[Page]:
    """An empty page that knows nothing of those before, though the browser has the runtime already."""
    page = visited.new_page()
    forget(page, server.url)
    yield page
    for each in visited.pages:
        each.close()
    visited.clear_permissions()


def open_anew(element: Element, photo: str = "raccoon.jpg") -> Element:
    """Forget all that an element knows, close what was left open, and open a photo of the gallery."""
    element.evaluate(CLOSE_ALL)
    element.load(photos.address(photo), photos.embedding_address(photo))
    element.press("include")
    element.page.mouse.move(0, 0)
    return element


@pytest.fixture(scope="session")
def regular(come_back: ComeBack, server: Server) -> Iterator[Element]:
    with come_back() as context:
        yield open_page(context.new_page(), server.url)


@pytest.fixture
def visitor(regular: Element) -> Iterator[Element]:
    """An element as below, of a browser that has the runtime: its page may be reloaded, but not altered."""
    yield open_anew(regular)
    for each in regular.page.context.pages:
        if each is not regular.page:
            each.close()


@pytest.fixture(scope="session")
def handset(come_back: ComeBack, server: Server) -> Iterator[Element]:
    size = {"width": 390, "height": 844}
    with come_back(viewport=size, has_touch=True, is_mobile=True, device_scale_factor=3) as context:
        yield open_page(context.new_page(), server.url)


@pytest.fixture
def phone(handset: Element) -> Element:
    """An element as below, on a screen for fingers."""
    return open_anew(handset)


@pytest.fixture(scope="session")
def dashboards(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address that all dashboards are below: those of the tests and those in examples/."""
    folders = {"tests/browser/dashboards": ("seen", "late"), "examples": ("measure",)}
    apps = (f"{folder}/{name}.py" for folder, names in folders.items() for name in names)
    with panel_serve(tmp_path_factory.mktemp("cache"), *apps) as url:
        yield url


@pytest.fixture(scope="session")
def visitors(come_back: ComeBack) -> Iterator[BrowserContext]:
    """The browser that visits dashboards: they are of one host, so it compiles the runtime once."""
    with come_back(viewport={"width": 1400, "height": 900}) as context:
        yield context


@pytest.fixture(scope="session")
def booted(come_back: ComeBack, server: Server) -> Iterator[Element]:
    with come_back() as context:
        yield open_page(context.new_page(), server.url)


@pytest.fixture
def element(booted: Element) -> Element:
    """An element that was booted once for all tests, with the first sample opened anew."""
    return open_anew(booted)


@pytest.fixture
def coffee(booted: Element) -> Element:
    """The same element with another photo."""
    return open_anew(booted, "coffee.png")

"""A real server, a real Chromium and the stock graphs for the browser tests."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, sync_playwright

from tests.browser import chromium, photos
from tests.browser.driver import Element, open_page
from tests.server_process import Server, start_server

COMPILED = 4_000_000  # bytes, at least, of Pyodide's and onnxruntime-web's functions that were called often
ComeBack = Callable[..., AbstractContextManager[BrowserContext]]
VIEWPORT: ViewportSize = {"width": 1200, "height": 800}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = start_server(tmp_path_factory.mktemp("cache"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
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
    yield context.new_page()
    context.close()


def compiled_bytes(profile: Path) -> int:
    """What a browser keeps of compiled wasm."""
    return sum(file.stat().st_size for file in profile.glob("Default/Code Cache/wasm/*_0"))


@pytest.fixture(scope="session")
def profile(
    playwright: Playwright, executable: str, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a browser keeps that has been at the server: the runtime, compiled."""
    assert executable
    profile = tmp_path_factory.mktemp("profile")
    context = chromium.launch(playwright, profile)
    element = open_page(context.new_page(), server.url)
    element.click(610, 330)
    for _ in range(100):
        if compiled_bytes(profile) > COMPILED:
            break
        element.page.wait_for_timeout(200)
    forget(element.page, server.url)
    context.close()
    return profile


def forget(page: Page, url: str) -> None:
    """Let the page's browser forget what a site has stored, but not the files that it has loaded."""
    forgets = {"origin": url.rstrip("/"), "storageTypes": "cookies,indexeddb,local_storage"}
    page.context.new_cdp_session(page).send("Storage.clearDataForOrigin", forgets)


@pytest.fixture(scope="session")
def come_back(playwright: Playwright, profile: Path, tmp_path_factory: pytest.TempPathFactory) -> ComeBack:
    """Gives the browser of somebody who has been at the server before; with Playwright's `options`."""

    @contextmanager
    def come_back(**options: Any) -> Iterator[BrowserContext]:
        own = tmp_path_factory.mktemp("come-back") / "profile"
        shutil.copytree(profile, own)
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
    """Forget all that an element knows, and open a photo of the gallery."""
    element.evaluate("await element.forget()")
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
def booted(browser: Browser, server: Server) -> Iterator[Element]:
    context = browser.new_context(viewport=VIEWPORT)
    yield open_page(context.new_page(), server.url)
    context.close()


@pytest.fixture
def element(booted: Element) -> Element:
    """An element that was booted once for all tests, with the first sample opened anew."""
    return open_anew(booted)


@pytest.fixture
def coffee(booted: Element) -> Element:
    """The same element with another photo."""
    return open_anew(booted, "coffee.png")

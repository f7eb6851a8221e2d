"""A site that was published for use offline, as visitors use it: with a server and without one."""

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser import chromium, photos
from tests.browser.conftest import VIEWPORT, keeping_compiled
from tests.browser.driver import Element
from tests.browser.published import clickcut, http_server

FOLDER = "our pages/summer"
TITLES = {"cat": "cat.png", "größe & 100%": "flower.jpg", "rocket": "rocket.jpg"}

# Asks for a new version; tells what became of it, or null where there is none.
UPDATE = """async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  await registration.update()
  const worker = registration.installing ?? registration.waiting
  return worker && new Promise((resolve) => {
    const tell = () => { if (worker.state !== "installing") resolve(worker.state) }
    worker.addEventListener("statechange", tell)
    tell()
  })
}"""
# The addresses in each of the host's caches, without what only the worker understands.
KEPT = """async () => {
  const kept = {}
  for (const name of await caches.keys()) {
    const addresses = (await (await caches.open(name)).keys()).map(({ url }) => url)
    kept[name] = addresses.filter((url) => !url.includes("order.invalid"))
  }
  return kept
}"""


@dataclass
class Site:
    """`root` is what the web server serves; the site is in a folder below it."""

    root: Path
    url: str
    stop: Callable[[], None]

    @property
    def folder(self) -> Path:
        return self.root / FOLDER

    @property
    def page(self) -> str:
        return f"{self.url}our%20pages/summer/"

    def upload(self, files: Path) -> None:
        """Put a whole site in the place of what is there."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(files, self.folder, copy_function=os.link)


@dataclass
class Version:
    """A published folder, and what tells its page and its runtime from another version's."""

    folder: Path
    title: str

    @property
    def runtime(self) -> str:
        (element,) = self.folder.glob("runtime/*/element.js")
        return element.parent.name


@pytest.fixture(scope="session")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    album = tmp_path_factory.mktemp("album")
    for title, sample in TITLES.items():
        shutil.copyfile(photos.sample(sample), album / f"{title}{Path(sample).suffix}")
    return album


def publish(album: Path, folder: Path, *options: object) -> None:
    done = clickcut("publish", album, "-o", folder, *options)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def old(album: Path, tmp_path_factory: pytest.TempPathFactory) -> Version:
    folder = tmp_path_factory.mktemp("old")
    publish(album, folder, "--title", "Old", "--offline")
    return Version(folder, "Old")


@pytest.fixture(scope="session")
def new(album: Path, old: Version, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """The same photos with another title and another runtime, as after an upgrade of clickcut."""
    dist, folder = tmp_path_factory.mktemp("dist") / "dist", tmp_path_factory.mktemp("new")
    shutil.copytree(photos.ROOT / "dist", dist, copy_function=os.link)
    (runtime,) = (path.parent for path in dist.glob("runtime/*/element.js"))
    for script in ("element.js", "worker.js"):
        content = (runtime / script).read_bytes()
        (runtime / script).unlink()  # the name alone: it is linked to the one that was built
        (runtime / script).write_bytes(content + b"\n// another version\n")
    runtime.rename(runtime.with_name("ffffffffffffffff"))
    shutil.copytree(old.folder, folder, copy_function=os.link, dirs_exist_ok=True)
    publish(album, folder, "--title", "New", "--offline", "--dist", dist)
    return Version(folder, "New")


@pytest.fixture(scope="session")
def port() -> int:
    """The host's: what a browser has compiled of a site belongs to the site's address."""
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        port: int = any_port.getsockname()[1]
        return port


@pytest.fixture
def site(old: Version, port: int, tmp_path: Path) -> Iterator[Site]:
    """The old version on a host that runs until it is stopped."""
    with ExitStack() as running:
        site = Site(tmp_path, running.enter_context(http_server(tmp_path, port)), running.close)
        site.upload(old.folder)
        yield site


@pytest.fixture(scope="session")
def compiled(
    playwright: Playwright, old: Version, port: int, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What a browser keeps that has compiled the old version's runtime, and has forgotten the site."""
    root, profile = tmp_path_factory.mktemp("host"), tmp_path_factory.mktemp("compiled")
    with http_server(root, port) as url, keeping_compiled(playwright, profile) as page:
        site = Site(root, url, lambda: None)
        site.upload(old.folder)
        keep(page, site.page)
        element = Element(page)
        element.wait_ready()
        assert decodes(element)
    return profile


@pytest.fixture
def context(playwright: Playwright, compiled: Path, tmp_path: Path) -> Iterator[BrowserContext]:
    own = tmp_path / "profile"
    shutil.copytree(compiled, own)
    context = chromium.launch(playwright, own, viewport=VIEWPORT)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A visitor's first visit, with a browser that need not compile."""
    return context.new_page()


def visit(page: Page, address: str) -> Element:
    page.goto(address)
    element = Element(page)
    element.wait_ready()
    return element


def look(page: Page) -> None:
    """Reload and wait for the page alone; the answer may be a page that is loaded again at once."""
    page.reload()
    page.locator("click-cut").wait_for()
    page.wait_for_load_state()


def reload(page: Page) -> Element:
    look(page)
    element = Element(page)
    element.wait_ready()
    return element


def keep(page: Page, address: str) -> None:
    """Visit the site, wait until it is kept, and reload: from then on the kept site answers."""
    visit(page, address)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    look(page)
    assert page.evaluate("crossOriginIsolated")


def show(page: Page, title: str) -> str:
    """Choose a photo and wait until it is open: one that is chosen meanwhile would overtake it.

    Gives its embedding's address.
    """
    return str(
        page.locator(".gallery button", has_text=title).evaluate(
            """async (tile) => {
              const element = document.querySelector("click-cut")
              const opened = new Promise((resolve) => {
                element.addEventListener("clickcut-ready", ({ detail }) => {
                  if (detail.photo === tile.dataset.photo) resolve()
                })
              })
              tile.click()
              await opened
              return new URL(tile.dataset.embedding, document.baseURI).href
            }"""
        )
    )


def decodes(element: Element) -> bool:
    width, height = element.state["photo"].values()
    element.evaluate("await element.clear()")  # of what it remembers: a click on a point makes no mask
    element.click(width // 2, height // 2)
    return bool(element.mask()[height // 2, width // 2])


def kept(page: Page, kind: str) -> list[str]:
    found: dict[str, list[str]] = page.evaluate(KEPT)
    return [url for name, urls in found.items() if f" {kind}" in name for url in urls]


def wait_until_kept(page: Page, part: str) -> None:
    page.wait_for_function(
        f"async (part) => Object.values(await ({KEPT})()).flat().some((url) => url.includes(part))", arg=part
    )


def runtimes(addresses: list[str]) -> set[str]:
    """The runtimes that some addresses belong to."""
    return set(re.findall(r"/runtime/(\w{16})/", " ".join(addresses)))


def asked(page: Page) -> list[str]:
    """Note what a page and its workers ask for from now on."""
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    return addresses


def is_wholly(page: Page, version: Version, addresses: list[str]) -> bool:
    return page.title() == version.title and runtimes(addresses) == {version.runtime}

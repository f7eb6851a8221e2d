"""A site that was published for use offline, as visitors use it: with a server and without one."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import photos
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


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    album = tmp_path_factory.mktemp("album")
    for title, sample in TITLES.items():
        shutil.copyfile(photos.sample(sample), album / f"{title}{Path(sample).suffix}")
    return album


def publish(album: Path, folder: Path, *options: object) -> None:
    done = clickcut("publish", album, "-o", folder, *options)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def old(album: Path, tmp_path_factory: pytest.TempPathFactory) -> Version:
    folder = tmp_path_factory.mktemp("old")
    publish(album, folder, "--title", "Old", "--offline")
    return Version(folder, "Old")


@pytest.fixture(scope="module")
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


@pytest.fixture
def site(old: Version, tmp_path: Path) -> Iterator[Site]:
    """The old version on a host of its own: what a browser keeps is kept by host."""
    with ExitStack() as running:
        site = Site(tmp_path, running.enter_context(http_server(tmp_path)), running.close)
        site.upload(old.folder)
        yield site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A visitor's first visit."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(120_000)  # threads that share busy cores take their time
    yield context.new_page()
    context.close()


def visit(page: Page, address: str) -> Element:
    page.goto(address)
    element = Element(page)
    element.wait_ready()
    return element


def reload(page: Page) -> Element:
    """Reload; the answer may be a page that is loaded again at once."""
    page.reload()
    page.locator("click-cut").wait_for()
    page.wait_for_load_state()
    element = Element(page)
    element.wait_ready()
    return element


def keep(page: Page, address: str) -> Element:
    """Visit the site and keep it."""
    visit(page, address)
    return keep_visited(page)


def keep_visited(page: Page) -> Element:
    """Wait until the site is kept, and reload: from then on the kept site answers."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    element = reload(page)
    assert page.evaluate("crossOriginIsolated")
    return element


def show(page: Page, title: str) -> None:
    """Choose a photo of the gallery and wait for it."""
    page.locator(".gallery button", has_text=title).click()
    page.locator(".gallery button[aria-current=true]", has_text=title).wait_for()


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

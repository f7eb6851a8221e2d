"""A site that was published for use offline, as visitors use it: with a server and without one."""

import json
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
from tests.browser.published import clickcut, content_network, http_server

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
    """Visit, wait until the site is kept, and reload: from then on the kept site answers."""
    visit(page, address)
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


def test_threads_from_the_second_load_on_and_everything_visited_without_a_network(
    page: Page, site: Site
) -> None:
    element = visit(page, site.page)
    assert element.state["runtime"]["threads"] == 1
    assert decodes(element)
    element = keep(page, site.page)
    assert element.state["runtime"]["threads"] > 1
    assert element.state["runtime"]["isolated"]
    show(page, "größe & 100%")
    assert decodes(element)
    for part in ("cat.png", "%25.jpg"):  # the first one was loaded before there was a worker
        wait_until_kept(page, part)
    page.wait_for_function(f"async () => JSON.stringify(await ({KEPT})()).match(/embeddings/g).length === 2")

    site.stop()
    element = reload(page)
    assert element.state["runtime"]["threads"] > 1
    assert element.state["photo"] == {"width": 640, "height": 427}
    show(page, "cat")
    assert decodes(element)
    assert element.cutout().size == (451, 300)
    before = element.state["objects"]
    page.locator(".gallery button", has_text="rocket").click()
    assert "could not be loaded. Check the address and try again." in element.error()
    assert element.state["objects"] == before
    show(page, "größe & 100%")


def test_a_new_version_comes_whole_once_the_old_one_is_not_needed(
    page: Page, site: Site, old: Version, new: Version
) -> None:
    element = keep(page, site.page)
    site.upload(new.folder)
    assert page.evaluate(UPDATE) == "installed"
    assert decodes(element)
    show(page, "rocket")  # never seen before; its files are in both versions
    assert decodes(element)

    other = page.context.new_page()
    addresses = asked(other)
    assert decodes(visit(other, site.page))
    assert is_wholly(other, old, addresses)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.waiting !== null)")
    addresses = asked(page)
    reload(page)  # the other page still needs the old version
    assert is_wholly(page, old, addresses)

    other.close()
    addresses = asked(page)
    element = reload(page)
    assert decodes(element)
    assert is_wholly(page, new, addresses)
    assert element.state["runtime"]["threads"] > 1
    assert runtimes(kept(page, "pinned")) == {new.runtime}
    site.stop()
    addresses = asked(page)
    assert decodes(reload(page))
    assert is_wholly(page, new, addresses)


def test_a_half_uploaded_version_is_not_used_and_the_old_one_works(
    page: Page, site: Site, old: Version, new: Version
) -> None:
    keep(page, site.page)
    for damage in ("missing", "truncated"):
        site.upload(new.folder)
        wasm = next(site.folder.glob("runtime/*/ort/*.wasm"))
        content = wasm.read_bytes()
        wasm.unlink()
        if damage == "truncated":
            wasm.write_bytes(content[: len(content) // 2])
        assert page.evaluate(UPDATE) == "redundant", damage
        addresses = asked(page)
        assert decodes(reload(page))
        assert is_wholly(page, old, addresses)

    site.upload(new.folder)
    assert page.evaluate(UPDATE) == "installed"
    page.close(run_before_unload=True)  # with the last page the old version goes, without a reload
    page = page.context.new_page()
    addresses = asked(page)
    assert decodes(visit(page, site.page))
    assert is_wholly(page, new, addresses)


def test_what_was_visited_stays_within_its_budget_and_the_longest_unused_goes(page: Page, site: Site) -> None:
    worker = site.folder / "service-worker.js"
    script = worker.read_text("utf-8")
    data = json.loads(re.search(r"clickcutSite = (.*);\n", script)[1])  # type: ignore[index]
    sizes = {address: size for address, _, size in data["visited"]}
    budget = 2 * max(size for address, size in sizes.items() if address.endswith(".clickcut")) + 600_000
    worker.unlink()
    worker.write_text(script.replace(f'"budget":{data["budget"]}', f'"budget":{budget}'), "utf-8")
    keep(page, site.page)
    pinned = kept(page, "pinned")
    embeddings = {}
    for title in ("größe & 100%", "cat", "rocket"):
        with page.expect_response(re.compile("clickcut$")) as answer:
            show(page, title)
        embeddings[title] = answer.value.url
        wait_until_kept(page, embeddings[title])
    visited = kept(page, "visited")
    page_address = page.url
    assert sum(sizes[url.removeprefix(page_address)] for url in visited) <= budget
    assert embeddings["rocket"] in visited
    assert embeddings["cat"] in visited
    assert embeddings["größe & 100%"] not in visited
    assert kept(page, "pinned") == pinned


REFUSAL = """
const register = ServiceWorkerContainer.prototype.register
ServiceWorkerContainer.prototype.register = async function (...given) {
  const registration = await register.apply(this, given)
  registration.installing.addEventListener("statechange", ({ target }) => {
    window.isRefused = target.state === "redundant"
  })
  return registration
}
"""


def test_a_browser_that_keeps_nothing_shows_the_site(page: Page, site: Site) -> None:
    page.add_init_script(REFUSAL)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 20_000_000})
    element = visit(page, site.page)
    page.wait_for_function("window.isRefused")
    assert kept(page, "pinned") == []
    assert decodes(element)
    element = reload(page)
    assert not element.state["runtime"]["isolated"]
    show(page, "cat")
    assert decodes(element)


def test_a_full_disk_loses_no_photo_that_is_looked_at(page: Page, site: Site) -> None:
    element = keep(page, site.page)
    devtools = page.context.new_cdp_session(page)
    usage = devtools.send("Storage.getUsageAndQuota", {"origin": site.url})["usage"]
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": usage + 100_000})
    show(page, "rocket")
    assert decodes(element)
    element = reload(page)
    assert element.state["runtime"]["isolated"]


def test_other_pages_of_the_host_and_what_they_keep_are_not_touched(
    page: Page, site: Site, new: Version
) -> None:
    (site.root / "index.html").write_text("<!doctype html><title>Home</title>")
    (site.root / "our pages/index.html").write_text("<!doctype html><title>Above</title>")
    page.goto(site.url)
    name = f"clickcut {site.url} visited"
    page.evaluate("(name) => caches.open(name).then((cache) => cache.put('/a', new Response('a')))", name)
    keep(page, site.page)
    site.upload(new.folder)
    (site.folder / "mine.html").write_text("<!doctype html><title>Mine</title>")
    assert page.evaluate(UPDATE) == "installed"
    reload(page)
    for address in ("", "our%20pages/"):
        page.goto(f"{site.url}{address}")
        assert page.evaluate("[crossOriginIsolated, navigator.serviceWorker.controller]") == [False, None]
    assert page.evaluate(KEPT)[name] == [f"{site.url}a"]
    page.goto(f"{site.page}mine.html?x=1")
    assert page.title() == "Mine"
    assert not page.evaluate("crossOriginIsolated")
    for ask in ("fetch('index.html?new')", "fetch('index.html', {headers: {Range: 'bytes=0-'}})"):
        assert page.evaluate(f"{ask}.then((it) => it.headers.get('server'))")  # the network's
    visit(page, f"{site.page}?from=a-friend")
    assert page.evaluate("crossOriginIsolated")


def test_a_site_that_is_published_without_it_again_leaves_nothing_with_its_visitors(
    page: Page, site: Site, album: Path
) -> None:
    keep(page, site.page)
    publish(album, site.folder, "--title", "Plain")
    html = (site.folder / "index.html").read_text("utf-8")
    assert "serviceWorker" not in html
    assert not (site.folder / "manifest.webmanifest").exists()
    assert page.evaluate(UPDATE) == "installed"
    assert decodes(reload(page))
    assert page.title() == "Plain"
    assert not page.evaluate("crossOriginIsolated")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate(KEPT) == {}


def test_it_can_be_installed(page: Page, site: Site) -> None:
    visit(page, site.page)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    manifest = json.loads(told["data"])
    assert told["errors"] == []
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Old", "./", "./")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}  # the window's, not the site's


def test_a_runtime_from_elsewhere_is_kept_and_checked_as_well(page: Page, site: Site, album: Path) -> None:
    with content_network(photos.ROOT / "dist/runtime") as network:
        publish(album, site.root / "far", "--cdn", network, "--offline")
        element = keep(page, f"{site.url}far/")
        assert element.state["runtime"]["threads"] > 1
        assert decodes(element)
    site.stop()
    element = reload(page)
    assert element.state["runtime"]["threads"] > 1
    assert decodes(element)
    assert {url.startswith((network, site.url)) for url in kept(page, "pinned")} == {True}

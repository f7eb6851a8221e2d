"""What a site that was published for use offline keeps, where, and for how long."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.offline.conftest import (
    KEPT,
    UPDATE,
    Site,
    Version,
    decodes,
    keep,
    kept,
    look,
    publish,
    reload,
    show,
    visit,
    wait_until_kept,
)
from tests.browser.published import content_network


def test_threads_from_the_second_load_on_and_everything_visited_without_a_network(
    first_visit: Page, site: Site
) -> None:
    page = first_visit
    element = visit(page, site.page)
    assert element.state["runtime"]["threads"] == 1
    assert decodes(element)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    element = reload(page)
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


@pytest.mark.full
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
        embeddings[title] = show(page, title)
        wait_until_kept(page, embeddings[title])
    visited = kept(page, "visited")
    assert sum(sizes[url.removeprefix(site.page)] for url in visited) <= budget
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


@pytest.mark.full
def test_a_browser_that_keeps_nothing_shows_the_site(page: Page, site: Site) -> None:
    page.add_init_script(REFUSAL)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 20_000_000})
    element = visit(page, site.page)
    page.wait_for_function("() => window.isRefused")
    assert kept(page, "pinned") == []
    assert decodes(element)
    element = reload(page)
    assert not element.state["runtime"]["isolated"]
    show(page, "cat")
    assert decodes(element)


@pytest.mark.full
def test_a_full_disk_loses_no_photo_that_is_looked_at(page: Page, site: Site) -> None:
    keep(page, site.page)
    devtools = page.context.new_cdp_session(page)
    usage = devtools.send("Storage.getUsageAndQuota", {"origin": site.url})["usage"]
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": usage + 100_000})
    show(page, "rocket")
    assert decodes(Element(page))
    element = reload(page)
    assert element.state["runtime"]["isolated"]


@pytest.mark.full
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
    look(page)
    for address in ("", "our%20pages/"):
        page.goto(f"{site.url}{address}")
        assert page.evaluate("[crossOriginIsolated, navigator.serviceWorker.controller]") == [False, None]
    assert page.evaluate(KEPT)[name] == [f"{site.url}a"]
    page.goto(f"{site.page}mine.html?x=1")
    assert page.title() == "Mine"
    assert not page.evaluate("crossOriginIsolated")
    for ask in ("fetch('index.html?new')", "fetch('index.html', {headers: {Range: 'bytes=0-'}})"):
        assert page.evaluate(f"{ask}.then((it) => it.headers.get('server'))")  # the network's
    page.goto(f"{site.page}?from=a-friend")
    assert page.evaluate("crossOriginIsolated")


@pytest.mark.full
def test_it_can_be_installed(page: Page, site: Site) -> None:
    page.goto(site.page)
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    manifest = json.loads(told["data"])
    assert told["errors"] == []
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Old", "./", "./")
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []


@pytest.mark.full
def test_a_runtime_from_elsewhere_is_kept_and_checked_as_well(page: Page, site: Site, album: Path) -> None:
    with content_network(photos.ROOT / "dist/runtime") as network:
        publish(album, site.root / "far", "--cdn", network, "--offline")
        keep(page, f"{site.url}far/")
        element = Element(page)
        element.wait_ready()
        assert element.state["runtime"]["threads"] > 1
        assert decodes(element)
    site.stop()
    element = reload(page)
    assert element.state["runtime"]["threads"] > 1
    assert decodes(element)
    assert {url.startswith((network, site.url)) for url in kept(page, "pinned")} == {True}

"""From one version of a site to the next, for visitors who keep it: all of it or none."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.driver import Element
from tests.browser.offline.conftest import (
    KEPT,
    UPDATE,
    Site,
    Version,
    asked,
    decodes,
    is_wholly,
    keep,
    kept,
    look,
    publish,
    reload,
    runtimes,
    show,
    visit,
)

# Asked from beside the site: whether the version that waited has taken over.
SUCCEEDED = """async (site) => {
  const { waiting, active } = await navigator.serviceWorker.getRegistration(site)
  return !waiting && active.state === "activated"
}"""


@pytest.mark.full
def test_a_new_version_comes_whole_once_the_old_one_is_not_needed(
    page: Page, site: Site, old: Version, new: Version
) -> None:
    keep(page, site.page)
    site.upload(new.folder)
    assert page.evaluate(UPDATE) == "installed"
    show(page, "rocket")  # never seen before; its files are in both versions
    element = Element(page)
    assert decodes(element)

    other = page.context.new_page()
    addresses = asked(other)
    other.goto(site.page)
    assert is_wholly(other, old, addresses)
    assert page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.waiting !== null)")
    addresses = asked(page)
    look(page)  # the other page still needs the old version
    assert is_wholly(page, old, addresses)

    element.wait_ready()  # and has asked for all it needs
    other.close()
    addresses = asked(page)
    look(page)
    assert is_wholly(page, new, addresses)
    assert runtimes(kept(page, "pinned")) == {new.runtime}
    site.stop()
    addresses = asked(page)
    element = reload(page)
    assert decodes(element)
    assert element.state["runtime"]["threads"] > 1
    assert is_wholly(page, new, addresses)


@pytest.mark.full
def test_a_half_uploaded_version_is_not_used_and_the_old_one_works(
    page: Page, site: Site, old: Version, new: Version, tmp_path: Path
) -> None:
    keep(page, site.page)
    for damage in ("missing", "truncated"):
        half = tmp_path / damage  # made beside the site: a browser may look for a new version at any time
        shutil.copytree(new.folder, half)
        wasm = next(half.glob("runtime/*/ort/*.wasm"))
        content = wasm.read_bytes()
        wasm.unlink()
        if damage == "truncated":
            wasm.write_bytes(content[: len(content) // 2])
        site.upload(half)
        assert page.evaluate(UPDATE) == "redundant", damage
        addresses = asked(page)
        look(page)
        assert is_wholly(page, old, addresses)
    element = Element(page)
    element.wait_ready()
    assert decodes(element)

    site.upload(new.folder)
    assert page.evaluate(UPDATE) == "installed"
    with page.expect_event("close"):
        page.close(run_before_unload=True)  # with the last page the old version goes, without a reload
    page = page.context.new_page()
    page.goto(site.url)
    page.wait_for_function(SUCCEEDED, arg=site.page)
    addresses = asked(page)
    assert decodes(visit(page, site.page))
    assert is_wholly(page, new, addresses)


@pytest.mark.full
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

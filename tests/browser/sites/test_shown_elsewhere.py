"""Published photos in pages of one's own, in frames, and with the runtime from another host."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.published import clickcut, content_network
from tests.browser.sites.site import Seen, Site


@pytest.mark.full
def test_tags_of_embed_work_in_a_page_of_ones_own(page: Page, site: Site) -> None:
    done = clickcut(
        "embed", photos.sample("flower.jpg"), photos.sample("cat.png"), "-o", site.root / "my files"
    )
    tags = done.stdout[done.stdout.index("<script") :]
    assert tags.count("<click-cut ") == 2
    (site.root / "mine.html").write_text(f"<!doctype html><h1>Mine</h1>{tags}", "utf-8")
    seen = Seen.of(page)
    page.goto(f"{site.url}mine.html")
    element = Element(page)
    element.wait_ready()
    element.click(320, 213)
    assert element.mask()[213, 320]
    assert [url for url in seen.web if not url.startswith(site.url)] == []
    page.wait_for_function("() => document.querySelectorAll('click-cut')[1].state.photo?.width === 451")


@pytest.mark.full
def test_a_single_photo_is_a_folder_for_a_frame(page: Page, site: Site) -> None:
    out = site.root / "deep/cat"
    options = ("--single", "--title", "A cat", "--base-url", "deep/cat")
    done = clickcut("publish", photos.sample("cat.png"), "-o", out, *options)
    frame = done.stdout[done.stdout.index("<iframe") :]
    (site.root / "framed.html").write_text(f"<!doctype html>{frame}", "utf-8")
    page.goto(f"{site.url}framed.html")
    inside = page.frame_locator("iframe[title='A cat']")
    inside.locator("click-cut .stage").wait_for()
    (frame_of_page,) = page.frames[1:]
    frame_of_page.evaluate("document.querySelector('click-cut').ready")
    assert inside.locator("body > header").count() == inside.locator(".gallery").count() == 0
    inside.locator("click-cut .overlay").click()
    frame_of_page.wait_for_function("() => document.querySelector('click-cut').state.objects[0]?.score > 0.5")


@pytest.mark.full
def test_a_sandboxed_frame_may_store_nothing_and_works(page: Page, site: Site) -> None:
    sandbox = '<iframe sandbox="allow-scripts" src="our%20pages/summer/" width="1100" height="700"></iframe>'
    (site.root / "sandbox.html").write_text(f'<!doctype html><link rel="icon" href="data:,">{sandbox}')
    with content_network(site.root) as url:
        seen = Seen.of(page)
        page.goto(f"{url}sandbox.html")
        inside = page.frame_locator("iframe")
        inside.locator("click-cut .stage").wait_for()
        frame = page.frames[1]
        assert frame.evaluate("origin") == "null"
        frame.evaluate("document.querySelector('click-cut').ready")
        inside.locator("click-cut .overlay").click()
        frame.wait_for_function("() => document.querySelector('click-cut').state.objects[0]?.score > 0.5")
        before = frame.evaluate("document.documentElement.dataset.theme")
        inside.get_by_role("button", name="Theme").click()
        assert frame.evaluate("document.documentElement.dataset.theme") != before
        assert seen.complaints == []


@pytest.mark.full
def test_the_runtime_may_come_from_elsewhere_and_is_checked(page: Page, site: Site) -> None:
    with content_network(photos.ROOT / "dist/runtime") as cdn:
        done = clickcut("publish", photos.sample("cat.png"), "-o", site.root / "far", "--cdn", cdn)
        assert done.returncode == 0, done.stderr
        assert not (site.root / "far/runtime").exists()
        html = (site.root / "far/index.html").read_text("utf-8")
        assert re.search(r'integrity="sha384-[\w+/]{64}" crossorigin', html)
        seen = Seen.of(page)
        page.goto(f"{site.url}far/")
        element = Element(page)
        element.wait_ready()
        element.click(250, 150)
        assert element.mask()[150, 250]
        assert {url.startswith((site.url, cdn)) for url in seen.web} == {True}
        assert seen.complaints == []

        (site.root / "far/index.html").write_text(html.replace("sha384-", "sha384-AAAA"), "utf-8")
        with page.expect_console_message(lambda message: "integrity" in message.text):
            page.goto(f"{site.url}far/")
        assert page.evaluate("customElements.get('click-cut') === undefined")

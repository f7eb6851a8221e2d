"""A published site as visitors use it, from a plain file server."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from clickcut.page.gallery import Tile
from clickcut.page.template import Page as Content
from clickcut.page.template import render
from playwright.sync_api import BrowserContext, Page, Request

from tests.browser import photos
from tests.browser.conftest import forget
from tests.browser.driver import Element
from tests.browser.published import clickcut, content_network, http_server

NAMES = {"Sommer 2024/größe & 100%.jpg": "raccoon.jpg", "猫 #1.png": "cat.png", "b/IMG_1.jpg": "flower.jpg"}


@dataclass
class Site:
    """`root` is what the web server serves; the site is in a folder below it."""

    root: Path
    url: str

    @property
    def page(self) -> str:
        return f"{self.url}our%20pages/summer/"


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def visit(visited: BrowserContext, site: Site) -> Iterator[Element]:
    page = visited.new_page()
    forget(page, site.url)
    page.goto(site.page)
    element = Element(page)
    element.wait_ready()
    yield element
    page.close()


@pytest.fixture
def opened(visit: Element) -> Element:
    """One visit for all tests that need no other, with the first photo opened anew."""
    visit.evaluate(
        "const { photo, embedding } = document.querySelector('.gallery button').dataset;"
        "await element.forget(); await element.load(photo, { embedding })"
    )
    return visit


@dataclass
class Seen:
    """What a page asked for, what failed, what the console says."""

    requests: list[Request]
    complaints: list[str]

    @classmethod
    def of(cls, page: Page) -> "Seen":
        seen = cls([], [])
        page.context.on("request", seen.note)
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on(
            "response",
            lambda response: seen.complaints.append(response.url) if response.status >= 400 else None,
        )
        return seen

    def note(self, request: Request) -> None:
        self.requests.append(request)

    @property
    def web(self) -> list[str]:
        return [each.url for each in self.requests if not each.url.startswith(("data:", "blob:"))]


def test_the_first_click_decodes_and_no_click_asks_for_anything(page: Page, site: Site) -> None:
    seen = Seen.of(page)
    page.goto(site.page)
    element = Element(page)
    element.wait_ready()
    element.page.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")
    before = len(seen.requests)
    width, height = element.state["photo"].values()
    detail = element.click(width // 2, height // 2)
    element.click(width // 3, height // 3, button="right")
    element.press("undo")
    assert detail["score"] > 0.5
    assert element.mask()[height // 2, width // 2]
    assert element.cutout().size == (width, height)
    assert [request.url for request in seen.requests[before:]] == []
    assert len(seen.web) > 10
    assert [url for url in seen.web if not url.startswith(site.page)] == []
    assert seen.complaints == []


def test_every_photo_opens_from_the_overview_whatever_its_name(opened: Element) -> None:
    element, page = opened, opened.page
    seen = Seen.of(page)
    tiles = page.locator(".gallery button")
    assert tiles.all_inner_texts() == ["IMG_1", "größe & 100%", "猫 #1"]
    sizes = {"猫 #1": (451, 300), "größe & 100%": (1024, 768), "IMG_1": (640, 427)}
    for title, (width, height) in sizes.items():
        page.get_by_role("button", name="All photos").click()
        tile = page.locator(".gallery.all button", has_text=title)
        box = tile.bounding_box()
        assert box
        assert box["width"] > 180
        tile.click()
        page.locator(".gallery:not(.all)").wait_for()
        element.wait_until(f"element.state.photo.width === {width}")
        element.wait_ready()
        element.click(width // 2, height // 2)
        assert element.mask()[height // 2, width // 2]
        assert page.locator(".gallery button[aria-current=true]").inner_text() == title
    assert seen.complaints == []


def test_each_photo_has_an_address(page: Page, site: Site) -> None:
    page.goto(site.page)
    element = Element(page)
    element.wait_ready()
    assert page.url == site.page
    page.locator(".gallery button", has_text="猫 #1").click()
    element.wait_until("element.state.photo.width === 451")
    page.wait_for_url(f"{site.page}#*")
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    element.wait_ready()
    element.wait_until("element.state.photo?.width === 451")
    assert page.url == shared
    page.evaluate("document.querySelector('.gallery button').click()")
    element.wait_until("element.state.photo.width === 640")
    page.wait_for_url(site.page)
    page.evaluate("(hash) => { location.hash = hash }", shared.rpartition("#")[2])
    element.wait_until("element.state.photo.width === 451")


def test_files_that_are_missing_cut_short_or_another_photos_are_named_and_nothing_is_lost(
    opened: Element, site: Site
) -> None:
    element = opened
    folder = site.root / "our pages/summer"
    (photo,) = folder.glob("photos/*/IMG_1.jpg")
    embedding = folder / f"embeddings/{photo.parent.name}.clickcut"
    (other,) = (path for path in folder.glob("photos/*/*.png"))
    (folder / "short.clickcut").write_bytes(embedding.read_bytes()[:500_000])
    (folder / "short.jpg").write_bytes(photo.read_bytes()[:20])
    own, theirs = (f"embeddings/{path.parent.name}.clickcut" for path in (photo, other))
    address = f"photos/{photo.parent.name}/IMG_1.jpg"
    element.click(320, 213)
    before = element.mask()
    for code, src, embedding_address in (
        ("photo-unreachable", "photos/none/IMG_1.jpg", own),
        ("photo-undecodable", "short.jpg", own),
        ("embedding-unreachable", address, "embeddings/none.clickcut"),
        ("embedding-checksum", address, "short.clickcut"),
        ("embedding-photo", address, theirs),
    ):
        found = element.evaluate(
            "return element.load(argument[0], { embedding: argument[1] }).catch((error) => error.code)",
            [src, embedding_address],
        )
        assert found == code
        assert element.error()
        element.wait_ready()
        assert (element.mask() == before).all()


def test_the_overview_closes_by_key_and_the_photo_is_back(opened: Element) -> None:
    page = opened.page
    page.get_by_role("button", name="All photos").press("Enter")
    page.locator(".gallery.all").wait_for()
    assert page.evaluate("document.querySelector('click-cut').inert")
    page.keyboard.press("Escape")
    page.locator(".gallery:not(.all)").wait_for()
    assert not page.evaluate("document.querySelector('click-cut').inert")


def test_a_page_without_a_server_speaks_of_none(opened: Element) -> None:
    page = opened.page
    assert page.locator("click-cut button.open").is_visible()  # encoded on the visitor's device
    page.get_by_role("button", name="Help").click()
    told = page.get_by_role("dialog", name="How it works").inner_text()
    assert "Nothing is sent." in told
    assert "this server" not in told
    page.keyboard.press("Escape")


def test_a_thousand_photos_are_one_small_page_and_pictures_come_as_they_are_seen(
    page: Page, site: Site
) -> None:
    folder = site.root / "our pages/summer"
    (key,) = (path.parent.name for path in folder.glob("photos/*/IMG_1.jpg"))
    photo, small = f"photos/{key}/IMG_1.jpg", f"thumbnails/{key}-480.webp"
    tiles = [
        Tile(str(n), str(n), photo, f"embeddings/{key}.clickcut", f"{small}?{n}", title=f"IMG_{n}")
        for n in range(1000)
    ]
    (runtime,) = folder.glob("runtime/*/element.js")
    content = Content(runtime=f"runtime/{runtime.parent.name}", tiles=tiles, title="Many")
    html = render(content)
    assert len(html.encode()) < 400_000
    (folder / "many.html").write_text(html, "utf-8")
    seen = Seen.of(page)
    page.goto(f"{site.page}many.html")
    Element(page).wait_ready()
    at_first = [url for url in seen.web if ".webp?" in url]
    assert 5 < len(at_first) < 60
    with page.expect_response(re.compile(r"\.webp\?999$")):
        page.locator(".gallery button", has_text="IMG_999").scroll_into_view_if_needed()
    assert len([url for url in seen.web if ".webp?" in url]) < 150


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
        page.goto(f"{site.url}far/")
        page.wait_for_timeout(500)
        assert page.evaluate("customElements.get('click-cut') === undefined")

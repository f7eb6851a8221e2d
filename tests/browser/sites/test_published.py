"""A published site as visitors use it, from a plain file server."""

import re
from collections.abc import Iterator

import pytest
from clickcut.page.gallery import Tile
from clickcut.page.template import Page as Content
from clickcut.page.template import render
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.chromium import ASKED
from tests.browser.conftest import forget
from tests.browser.driver import Element
from tests.browser.sites.site import Seen, Site


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


@pytest.mark.full  # tests/browser/opening/test_subject.py has it of a sample
def test_its_first_photos_subject_is_seen_before_the_engine_is_there(page: Page, site: Site) -> None:
    page.add_init_script(ASKED)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/*.wasm", hold)
    page.goto(site.page)
    element = Element(page)
    expect(page.locator("click-cut .hint")).to_contain_text("We picked this")
    assert element.evaluate("return element.backdrop") == "checkerboard"
    assert element.state["photo"] is None
    assert waiting
    page.unroute("**/*.wasm")  # those that wait go on
    element.wait_until("element.state.proposed")
    assert 0.1 < element.mask().mean() < 0.4


@pytest.mark.full
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


@pytest.mark.full
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


@pytest.mark.full
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
    assert page.get_by_role("button", name="Open photo").is_visible()
    page.get_by_role("button", name="Stays on this device").click()
    told = page.get_by_role("dialog", name="Your photos")
    assert "11 MB are downloaded once" in told.inner_text()
    assert "server" not in told.inner_text()
    assert told.get_by_role("radio").count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Help").click()
    told = page.get_by_role("dialog", name="How it works").inner_text()
    assert "Nothing is sent." in told
    assert "this server" not in told
    page.keyboard.press("Escape")


@pytest.mark.full  # a second case
def test_a_thousand_photos_are_one_small_page_and_pictures_come_as_they_are_seen(
    page: Page, site: Site
) -> None:
    folder = site.root / "our pages/summer"
    (key,) = (path.parent.name for path in folder.glob("photos/*/IMG_1.jpg"))
    photo, small = f"photos/{key}/IMG_1.jpg", f"thumbnails/{key}-480.webp"
    embedding, proposals = f"embeddings/{key}.clickcut", f"proposals/{key}.json"
    tiles = [
        Tile(str(n), str(n), photo, embedding, proposals, f"{small}?{n}", title=f"IMG_{n}")
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

"""Nothing is sent per click, and nothing at all to anybody else."""

from pathlib import Path

from playwright.sync_api import Page, Request

from tests.browser import photos
from tests.browser.conftest import Server
from tests.browser.driver import Element, open_page


def test_a_visit_makes_no_request_elsewhere_and_a_click_none_at_all(page: Page, server: Server) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.context.on("request", note)
    element = open_page(page, server.url)
    page.get_by_role("button", name="Theme").wait_for()  # Panel's part is there, too

    before = len(requests)
    element.click(610, 330)
    element.click(900, 600, button="right")
    element.press("undo")
    element.cutout()
    assert [request.url for request in requests[before:]] == []

    web = [request.url for request in requests if not request.url.startswith(("data:", "blob:"))]
    assert len(web) > 10
    assert [url for url in web if not url.startswith((server.url, server.url.replace("http", "ws")))] == []


def test_the_page_is_isolated_and_uses_threads(element: Element) -> None:
    runtime = element.state["runtime"]
    assert runtime["isolated"] is True
    assert runtime["backend"] == "wasm"
    assert runtime["threads"] >= 2


def test_a_known_photo_is_not_sent_again(page: Page, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(photos.crop("cat.png", 320, 200))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method) if "/api/" in request.url else None)
    element = open_page(page, server.url)
    element.open_file(path)
    assert sent == ["GET", "POST"]
    element.open_file(path)
    assert sent[2:] == ["GET"]
    element.click(160, 100)
    assert element.mask()[100, 160]

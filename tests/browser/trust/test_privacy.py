"""Nothing is sent per click, and nothing at all to anybody else."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request

from tests.browser import photos
from tests.browser.driver import Element, open_page
from tests.server_process import Server


def test_a_visit_makes_no_request_elsewhere_and_a_click_none_at_all(page: Page, server: Server) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.context.on("request", note)
    element = open_page(page, server.url)
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
    element.page.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")
    runtime = element.state["runtime"]
    assert runtime["threads"] >= 2
    rest = {
        "backend": "wasm",
        "backendReason": "wasm-only",
        "reason": "cores",
        "isolated": True,
        "verified": True,
    }
    assert runtime == {"threads": runtime["threads"], **rest}


IPAD = {"userAgent": "Mozilla/5.0 (Macintosh; Intel Mac OS X)", "platform": "MacIntel", "maxTouchPoints": 5}
IPHONE = {"userAgent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0)", "platform": "iPhone", "maxTouchPoints": 5}
MAC = {"userAgent": "Mozilla/5.0 (Macintosh; Intel Mac OS X)", "platform": "MacIntel", "maxTouchPoints": 0}


@pytest.mark.parametrize(
    ("machine", "attribute", "found"),
    [(IPAD, "", "1 ios"), (IPHONE, "2", "1 ios"), (MAC, "", "2 cores"), (MAC, "1", "1 attribute")],
)
def test_threads_are_as_many_as_the_machine_bears(
    page: Page, server: Server, machine: dict[str, object], attribute: str, found: str
) -> None:
    page.add_init_script(
        f"for (const [name, value] of Object.entries({json.dumps({**machine, 'hardwareConcurrency': 2})}))"
        "Object.defineProperty(navigator, name, { value })"
    )
    page.goto(server.url)
    element = Element(page)
    element.evaluate(
        "const other = document.createElement('click-cut'); other.setAttribute('threads', argument);"
        "element.replaceWith(other)",
        attribute,
    )
    runtime = element.state["runtime"]
    assert f"{runtime['threads']} {runtime['reason']}" == found


def test_a_known_photo_is_not_sent_again(element: Element, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(photos.crop("cat.png", 320, 200))
    sent: list[str] = []
    element.page.on("request", lambda it: sent.append(it.method) if "/api/" in it.url else None)
    element.open_file(path)
    assert sent == ["GET", "POST"]
    element.open_file(path)
    assert sent[2:] == ["GET"]
    element.click(160, 100)
    assert element.mask()[100, 160]

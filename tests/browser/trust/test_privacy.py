"""Nothing is sent per click, and nothing at all to anybody else."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

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


def test_where_a_photo_is_to_stay_here_nothing_of_it_is_sent_and_the_choice_is_kept(
    page: Page, server: Server
) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    element = open_page(page, server.url)
    page.get_by_role("button", name="Sent once, not kept").click()
    menu = page.get_by_role("dialog", name="Your photos")
    menu.get_by_label("Stays on this device").check()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    chip = page.get_by_role("button", name="Stays on this device")
    expect(chip).to_be_focused()

    page.context.on("request", note)
    element.drop("mine.png", photos.crop("cat.png", 330, 220))
    element.wait_until("element.state.photo?.width === 330")
    element.wait_ready()
    element.click(165, 110)
    assert element.mask()[110, 165]
    page.reload()
    expect(chip).to_be_visible()
    element.wait_ready()
    element.drop("other.png", photos.crop("cat.png", 340, 230))
    element.wait_until("element.state.photo?.width === 340")
    element.wait_ready()
    page.context.remove_listener("request", note)
    web = [request for request in requests if not request.url.startswith(("data:", "blob:"))]
    assert any(request.url.endswith("/encoder_device.onnx") for request in web)
    assert [request.url for request in web if not request.url.startswith(server.url)] == []
    assert [request.url for request in web if "/api/" in request.url] == []
    assert [request.url for request in web if request.method != "GET" or request.post_data_buffer] == []

    chip.click()
    menu.get_by_label("Sent once, not kept").check()
    page.keyboard.press("Escape")
    with page.expect_response("**/api/v1/embeddings") as sent:
        element.drop("third.png", photos.crop("cat.png", 350, 240))
    assert sent.value.ok


@pytest.mark.full  # tests/browser/opening/test_forgetting.py has what is left
def test_the_menu_says_what_is_kept_and_forgets_all(visitor: Element) -> None:
    page = visitor.page
    visitor.click(610, 330)
    page.reload()
    visitor.wait_ready()
    assert len(visitor.state["objects"]) == 1, "else there is nothing to forget"
    page.locator("#chip").click()
    menu = page.get_by_role("dialog", name="Your photos")
    expect(menu).to_contain_text("This browser keeps your latest photos and every step")
    menu.get_by_role("button", name="Forget all").click()
    expect(menu.get_by_role("status")).to_contain_text("Forgotten")
    page.reload()
    visitor.wait_ready()
    assert visitor.state["objects"] == []


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

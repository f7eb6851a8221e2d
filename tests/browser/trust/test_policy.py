"""The page's Content Security Policy: nothing that the page does breaks it, and what isn't ours does."""

import pytest
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.server_process import Server

WATCH = """
window.broken = []
addEventListener("securitypolicyviolation", (event) => broken.push(event.violatedDirective))
"""
FORGED = """
() => {
  const script = document.createElement("script")
  script.text = "window.forged = 1"
  document.body.append(script)
  const image = document.createElement("img")
  image.setAttribute("onerror", "window.forged = 2")
  image.src = "data:,"
  document.body.append(image)
}
"""


@pytest.fixture
def page(page: Page, server: Server) -> Page:
    page.add_init_script(WATCH)
    answer = page.goto(server.url)
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'nonce-")
    return page


def test_what_a_visitor_does_breaks_no_rule(page: Page) -> None:
    element = Element(page)
    element.wait_ready()
    element.drop("mine.png", photos.crop("coffee.png", 300, 200))
    element.wait_until("element.state.photo?.width === 300")
    element.click(150, 100)
    with page.expect_download():
        element.press("download")
    element.show_device()
    element.wait_until("element.shadowRoot.querySelectorAll('.drawer .chart > *').length === 3")
    page.locator("#theme").click()
    page.locator("#chip").click()
    page.get_by_label("Stays on this device").check()
    page.keyboard.press("Escape")
    page.locator("#help").click()
    page.locator("#about form button").click()
    page.locator("#about").wait_for(state="hidden")
    assert page.evaluate("broken") == []


def test_no_script_but_ours_runs_no_other_host_is_asked_and_no_nonce_comes_twice(
    page: Page, server: Server
) -> None:
    again = page.request.get(server.url).headers["content-security-policy"]
    first = page.evaluate("document.querySelector('script[nonce]').nonce")
    assert first
    assert f"'nonce-{first}'" not in again
    page.evaluate(FORGED)
    refused = page.evaluate("fetch('https://example.invalid/').then(() => null, (error) => error.message)")
    assert refused
    page.wait_for_function("() => broken.length === 3")
    assert sorted(page.evaluate("broken")) == ["connect-src", "script-src-attr", "script-src-elem"]
    assert page.evaluate("window.forged") is None

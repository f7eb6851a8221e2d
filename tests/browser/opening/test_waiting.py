"""Waiting: what is happening is said, and can be stopped and tried again."""

import re

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import photos
from tests.browser.driver import Element
from tests.server_process import Server

# Loading takes most of a minute then, so that there is something to cancel on a busy machine, too.
SLOW = {"offline": False, "latency": 20, "downloadThroughput": 300_000, "uploadThroughput": 300_000}
STEPS = "addEventListener('clickcut-progress', ({ detail }) => (window.steps ??= []).push(detail))"
LOADED = re.compile(r"Loading the engine · (0\.[1-9]|[1-9]\.\d) of 1\d\.\d MB")


def test_loading_says_steps_and_bytes_and_can_be_cancelled_and_retried(
    first_visit: Page, server: Server
) -> None:
    page = first_visit
    page.add_init_script(STEPS)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    page.goto(server.url)
    progress = page.locator("click-cut .progress")
    expect(progress).to_contain_text(LOADED)
    requests: list[Request] = []
    with page.expect_event("requestfailed"):  # what was under way is given up
        page.get_by_role("button", name="Cancel").click()
        page.on("request", lambda request: requests.append(request))  # noqa: PLW0108  no method
    expect(progress).to_be_hidden()
    element = Element(page)
    assert element.error() == "Cancelled. Nothing was lost."
    assert element.state["photo"] is None
    assert requests == []

    line.send("Network.emulateNetworkConditions", {**SLOW, "downloadThroughput": -1, "latency": 0})
    page.get_by_role("button", name="Try again").click()
    element.wait_ready()
    photo = element.state["photo"]
    assert element.click(0.6 * photo["width"], 0.43 * photo["height"])["area"] > 1000
    steps = page.evaluate("window.steps")  # a bar that stands full would say that it is over
    assert [each for each in steps if each["total"] and each["loaded"] >= each["total"]] == []
    names = [each["stage"] for each in steps]
    assert "starting" in names[names.index("loading-runtime") :]


def test_a_photo_that_is_cancelled_leaves_the_one_before_as_it_was(element: Element) -> None:
    element.click(610, 330)
    before = element.state["objects"]
    page = element.page
    page.route("**/coffee*", lambda route: None)  # a server that never answers
    element.evaluate("element.load(...argument).catch(() => {})", [photos.address("coffee.png")])
    page.get_by_role("button", name="Cancel").click()
    page.unroute("**/coffee*")
    assert element.error() == "Cancelled. Nothing was lost."
    element.wait_ready()
    assert element.state["objects"] == before
    page.get_by_role("button", name="Close", exact=True).click()
    assert element.click(300, 200)["area"] > 1000


CLICKS_AT_ONCE = """
addEventListener("clickcut-ready", async () => {
  const element = document.querySelector("click-cut")
  for (const x of [100, 200, 300]) await element.addPoint(x, 150)
  window.verifiedByThen = String(element.state.runtime.verified)
}, { once: true })
"""


@pytest.mark.full
def test_clicks_go_before_what_is_made_ready_for_later(first_visit: Page, server: Server) -> None:
    first_visit.add_init_script(CLICKS_AT_ONCE)
    first_visit.goto(server.url)
    first_visit.wait_for_function("() => window.verifiedByThen")
    assert first_visit.evaluate("window.verifiedByThen") == "null"  # it is told when all graphs are loaded
    first_visit.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")

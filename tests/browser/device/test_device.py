"""The drawer "This device": facts, charts fed in the browser, and a report that gives nothing away."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser import photos
from tests.browser.driver import Element, open_page, rounded
from tests.server_process import Server

COPY_REFUSED = """() => {
  navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"))
}"""


@pytest.fixture
def drawer(element: Element) -> Iterator[Element]:
    """The shared element with the drawer open and drawn."""
    open_drawer(element)
    yield element
    if element.page.locator("click-cut .drawer").is_visible():
        element.page.locator("click-cut .drawer .close").click()


def open_drawer(element: Element) -> None:
    element.show_device()
    wait_for_charts(element)


def wait_for_charts(element: Element) -> None:
    element.page.wait_for_function(
        "() => Array.from(document.querySelector('click-cut').shadowRoot.querySelectorAll('.chart'))"
        ".filter((chart) => chart.firstElementChild?.shadowRoot?.querySelector('canvas, .bk-Canvas, div'))"
        ".length === 3"
    )


def facts(element: Element) -> dict[str, str]:
    found: dict[str, str] = element.evaluate(
        "const texts = (tag) => [...element.shadowRoot.querySelectorAll(`.drawer ${tag}`)]"
        "  .map((node) => node.textContent);"
        "const values = texts('dd');"
        "return Object.fromEntries(texts('dt').map((term, index) => [term, values[index]]))"
    )
    return found


def source(element: Element, name: str) -> dict[str, list[float]]:
    """The data of a chart's source, from the documents of the BokehJS that the drawer has loaded."""
    data: dict[str, list[float]] = element.evaluate(
        """
        const { name: url } = performance.getEntriesByType("resource")
          .find(({ name }) => name.endsWith("/device/bokeh.js"))
        const { default: Bokeh } = await import(url)
        const found = Bokeh.documents.map((document) => document.get_model_by_name(argument)).filter(Boolean)
        if (found.length !== 1) throw new Error(`${found.length} sources`)
        return Object.fromEntries(Object.entries(found[0].data).map(([key, values]) => [key, [...values]]))
        """,
        name,
    )
    return data


def test_it_is_loaded_when_first_opened_and_fed_by_clicks_without_a_request(
    page: Page, server: Server
) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    element = open_page(page, server.url)
    page.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")
    assert [request.url for request in requests if "/device/" in request.url] == []

    before = len(requests)
    open_drawer(element)
    opened = [request.url for request in requests[before:]]
    assert sorted(url.rpartition("/")[2] for url in opened) == ["bokeh.js", "charts.json"]
    assert all(url.startswith(server.url) for url in opened)
    assert page.evaluate("globalThis.Bokeh") is None

    before = len(requests)
    timings: list[dict[str, Any]] = []
    for x, y in ((610, 330), (500, 400), (300, 200)):
        element.click(x, y)
        timings.append(element.state["timings"])
    element.wait_until("element.shadowRoot.querySelectorAll('.drawer tbody tr').length === 3")
    latency = source(element, "latency")
    assert latency["step"] == [1, 2, 3]
    assert latency["roundtrip"] == [timing["roundtrip"] for timing in timings]
    ran = [timing["decode"] if timing["decode"] <= timing["roundtrip"] else 0 for timing in timings]
    assert latency["decode"] == ran
    assert ran[1] > 0
    last = timings[2]
    parts = source(element, "parts")
    assert [parts["decode"][0] + parts["around"][0]] == pytest.approx([last["roundtrip"]])
    assert sum(values[0] for values in parts.values()) == pytest.approx(last["total"])
    assert len(source(element, "quantiles")["p50"]) == 2
    page.locator("click-cut .drawer .copy").click()
    assert [request.url for request in requests[before:]] == []


def test_it_says_what_the_runtime_is_and_why(drawer: Element) -> None:
    drawer.page.wait_for_function("() => document.querySelector('click-cut').state.runtime.verified")
    runtime = drawer.state["runtime"]
    expect(drawer.page.locator("click-cut .drawer dl")).to_contain_text(
        re.compile(r"ONNX \d")
    )  # the memory is there
    found = facts(drawer)
    assert found["Threads"].startswith(f"{runtime['threads']}: one for each core")
    assert found["Cross-origin isolated"] == "Yes"
    assert found["Known answer"] == "Computed right"
    assert "WebGPU" in found["Computes on"]
    assert found["Photo"] == "1024 × 768 pixels"
    assert found["Browser"] == drawer.page.evaluate("navigator.userAgent")
    assert found["Processor cores"] == str(drawer.page.evaluate("navigator.hardwareConcurrency"))
    counts = drawer.evaluate("return element.counts()")
    python, onnx = map(float, re.findall(r"([\d.]+) MB", found["Memory"]))
    assert python == pytest.approx(counts["pythonBytes"] / 1e6, abs=0.06)
    assert onnx == pytest.approx(counts["onnxBytes"] / 1e6, abs=0.06)


def test_the_key_opens_it_focus_goes_in_and_escape_gives_it_back(element: Element) -> None:
    page, aside = element.page, element.page.locator("click-cut .drawer")
    page.locator("click-cut .stage").focus()
    page.keyboard.press("d")
    expect(aside).to_be_focused()
    expect(page.get_by_role("complementary", name="This device")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Copy report")).to_be_focused()
    page.keyboard.press("Escape")
    expect(aside).to_be_hidden()
    expect(page.locator("click-cut .stage")).to_be_focused()


def test_the_help_opens_it_and_the_focus_comes_back_to_the_page(element: Element) -> None:
    page = element.page
    page.get_by_role("button", name="Help").click()
    page.get_by_role("button", name="This device").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("click-cut .drawer")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Help")).to_be_focused()


def test_what_a_chart_shows_is_also_said_in_words_and_in_a_table(drawer: Element) -> None:
    for x, y in ((610, 330), (500, 400)):  # by no mouse: where one hovered, a click decodes nothing
        drawer.evaluate(f"await element.addPoint({x}, {y}, 1)")
    charts = drawer.page.locator("click-cut .chart")
    expect(charts.nth(0)).to_have_attribute("aria-label", re.compile(r"\. \d+ steps: half took up to \d+ ms"))
    expect(charts.nth(1)).to_have_attribute("aria-label", re.compile(r"Decoder \d+ ms, around it \d+ ms"))
    expect(charts.nth(2)).to_have_attribute("aria-label", re.compile(r"Python [\d.]+ MB, ONNX [\d.]+ MB"))
    timings = drawer.state["timings"]
    drawer.page.locator("click-cut .drawer summary").click()
    last = drawer.page.locator("click-cut .drawer tbody tr").last.locator("td").all_inner_texts()
    assert last == [rounded(timings[name], 1) for name in ("decode", "roundtrip", "total")]


@pytest.mark.full
def test_opening_it_again_leaks_nothing_and_draws_nothing_twice(drawer: Element) -> None:
    drawer.click(610, 330)
    tensors = drawer.evaluate("return (await element.counts()).tensors")
    for _ in range(2):
        drawer.page.locator("click-cut .drawer .close").click()
        open_drawer(drawer)
    assert drawer.evaluate("return (await element.counts()).tensors") == tensors
    assert drawer.page.locator("click-cut .chart > *").count() == 3
    source(drawer, "latency")  # there is one


def test_the_charts_follow_the_page_from_light_to_dark(drawer: Element) -> None:
    drawer.click(610, 330)
    before = source(drawer, "latency")
    drawer.evaluate(
        "const chart = element.shadowRoot.querySelector('.chart'); window.wasDrawn = chart.firstElementChild;"
        "window.redrawn = new Promise((done) => new MutationObserver((_, observer) => {"
        "  if (chart.firstElementChild && chart.firstElementChild !== window.wasDrawn)"
        "    { observer.disconnect(); done() }"
        "}).observe(chart, { childList: true }))"
    )
    drawer.page.locator("#theme").click()
    drawer.page.evaluate("window.redrawn")
    drawer.page.wait_for_function("() => !window.wasDrawn.isConnected")
    wait_for_charts(drawer)
    drawer.page.wait_for_function(
        "() => document.querySelector('click-cut').shadowRoot.querySelectorAll('.chart > *').length === 3"
    )
    assert source(drawer, "latency") == before
    drawer.page.locator("#theme").click()


@pytest.mark.full
def test_the_report_holds_the_figures_and_nothing_of_the_photo(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    element = open_page(page, server.url, "raccoon.jpg")
    element.click(617, 333)
    element.evaluate("await element.load('nowhere-to-be-found.jpg').catch(() => {})")
    open_drawer(element)
    page.get_by_role("button", name="Copy report").click()
    expect(page.locator("click-cut .said")).to_contain_text("Copied")
    report = page.evaluate("navigator.clipboard.readText()")
    runtime = element.state["runtime"]
    assert f"- Threads: {runtime['threads']}: " in report
    assert '"backend":"wasm","backendReason":"wasm-only"' in report
    assert "- Latest errors: photo-unreachable" in report
    timings = element.state["timings"]
    assert f"| {rounded(timings['roundtrip'], 1)} | {rounded(timings['total'], 1)} |" in report
    assert not re.search(r"raccoon|nowhere|617|333|samples/", report)
    expect(page.locator("click-cut .report")).to_be_hidden()


@pytest.fixture
def refused(drawer: Element) -> Iterator[None]:
    drawer.page.evaluate(COPY_REFUSED)
    yield
    drawer.page.evaluate("delete navigator.clipboard.writeText")


@pytest.mark.usefixtures("refused")
def test_where_the_clipboard_is_refused_the_report_can_be_copied_by_hand(element: Element) -> None:
    page = element.page
    page.get_by_role("button", name="Copy report").click()
    box = page.locator("click-cut .report")
    expect(box).to_be_focused()
    assert "## clickcut " in box.input_value()
    assert element.evaluate(
        "const box = element.shadowRoot.querySelector('.report');"
        "return box.selectionEnd - box.selectionStart === box.value.length"
    )


@pytest.mark.full
def test_on_a_phone_it_is_a_sheet_that_leaves_the_photo_in_sight(phone: Element) -> None:
    page = phone.page
    phone.load(photos.address("cat.png"), photos.embedding_address("cat.png"))
    open_drawer(phone)
    sheet = page.locator("click-cut .drawer").bounding_box()
    stage = page.locator("click-cut .stage").bounding_box()
    assert sheet
    assert stage
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= 390
    assert sheet["y"] > stage["y"] + 0.3 * stage["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("click-cut .drawer .close").click()


@pytest.mark.full
def test_without_charts_the_figures_are_still_there(page: Page, server: Server) -> None:
    page.route("**/device/bokeh.js", lambda route: route.abort())
    element = open_page(page, server.url)
    element.click(610, 330)
    element.show_device()
    expect(page.locator("click-cut .said")).to_contain_text("could not be loaded")
    assert page.locator("click-cut .drawer tbody tr").count() == 1
    assert photos.sample("raccoon.jpg").name not in page.locator("click-cut .drawer").inner_text()

"""The component in a dashboard that `panel serve` serves: clicks in Chromium, arrays in Python."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clickcut_core.files.recipe_file import KEYWORD
from PIL import Image, PngImagePlugin
from playwright.sync_api import BrowserContext

from tests.browser import photos
from tests.browser.driver import Element, differences, iou
from tests.browser.published import clickcut

CAT = photos.sample("cat.png")
POINT = (220, 150)


@pytest.fixture(scope="module")
def address(dashboards: str) -> str:
    return f"{dashboards}seen"


class Dashboard(Element):
    """What a visitor sees, and what Python shows of itself."""

    def visit(self, url: str) -> "Dashboard":
        self.page.goto(url)
        self.page.locator("click-cut").wait_for()
        self.wait_until("element.state.photo !== null")
        self.wait_ready()
        return self

    def act(self, name: str) -> None:
        self.page.locator(f".{name} .bk-btn").click()

    def empty(self) -> None:
        """Take everything back that was clicked, from Python."""
        self.act("empty")
        self.told("told.mask === null")
        self.wait_until("element.state.objects.length === 0")

    def text(self, name: str) -> str:
        return self.page.locator(f".{name} pre").inner_text()

    def told(self, condition: str) -> dict[str, Any]:
        """What Python has, once a condition of it is true in JavaScript."""
        node = self.page.locator(".told").element_handle()
        found = self.page.wait_for_function(
            f"""(node) => {{
              const shown = node.shadowRoot.querySelector("pre")  // Panel exchanges it
              const told = shown && JSON.parse(shown.textContent)
              return told && ({condition}) && told
            }}""",
            arg=node,
        )
        told: dict[str, Any] = found.json_value()
        return told


def sum_of(pixels: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest()


@pytest.fixture(scope="module")
def opened(visitors: BrowserContext, address: str) -> Iterator[Dashboard]:
    dashboard = Dashboard(visitors.new_page()).visit(address)
    yield dashboard
    dashboard.page.close()


@pytest.fixture
def dashboard(opened: Dashboard) -> Dashboard:
    """One visit for all tests that leave the photo; nothing is clicked, the tool is the first."""
    opened.page.bring_to_front()
    opened.empty()
    opened.press("include")
    return opened


def clicked(dashboard: Dashboard) -> dict[str, Any]:
    dashboard.click(*POINT)
    return dashboard.told("told.mask !== null")


def test_a_click_in_the_browser_is_a_mask_in_python_pixel_for_pixel(dashboard: Dashboard) -> None:
    told = clicked(dashboard)
    mask = dashboard.mask()
    assert told["mask"] == [[300, 451], "bool", sum_of(mask)]
    assert 0.5 < mask.mean() < 0.9
    (cat,) = told["objects"]
    (seen,) = dashboard.state["objects"]
    assert cat == seen
    assert cat["prompts"]["points"] == [{"x": POINT[0], "y": POINT[1], "label": 1}]


@pytest.mark.full
def test_the_cutout_in_python_is_the_browsers_and_the_command_lines(
    dashboard: Dashboard, tmp_path: Path
) -> None:
    told = clicked(dashboard)
    dashboard.act("cutout")
    made = dashboard.page.locator(".refusal pre", has_text="cutout RGBA")
    made.wait_for()
    carrier, texts = tmp_path / "recipe.png", PngImagePlugin.PngInfo()
    texts.add_text(KEYWORD, told["recipe"])
    Image.new("L", (1, 1)).save(carrier, pnginfo=texts)
    again, alpha = tmp_path / "again.png", tmp_path / "alpha.png"
    assert clickcut("cut", CAT, "--recipe", carrier, "-o", again).returncode == 0
    assert clickcut("cut", CAT, "--recipe", carrier, "--format", "mask", "-o", alpha).returncode == 0
    theirs = np.asarray(Image.open(again))
    assert made.inner_text() == f"cutout RGBA {sum_of(theirs)}"
    assert np.array_equal(np.asarray(dashboard.cutout()), theirs)
    assert np.array_equal(np.asarray(Image.open(alpha)), theirs[..., 3])
    assert iou(theirs[..., 3] > 127, dashboard.mask()) > 0.98


def test_undo_redo_and_clear_reach_python(dashboard: Dashboard) -> None:
    told = clicked(dashboard)
    dashboard.press("undo")
    assert dashboard.told("told.mask === null")["objects"] == []
    dashboard.press("redo")
    assert differences(dashboard.told("told.mask !== null"), told) == []
    dashboard.press("clear")
    assert dashboard.told("told.mask === null")["recipe"] == ""


def test_several_clicks_in_a_row_end_where_the_browser_ends(dashboard: Dashboard) -> None:
    dashboard.evaluate(
        "await Promise.all([element.addPoint(220, 150), element.addPoint(20, 20, 0), element.undo(),"
        " element.addPoint(100, 250), element.invert()])"
    )
    told = dashboard.told("told.objects[0]?.prompts.points.length === 2 && told.recipe.includes('inverted')")
    assert told["mask"][2] == sum_of(dashboard.mask())


def test_a_recipe_that_python_sets_is_done_in_the_browser_as_a_step(dashboard: Dashboard) -> None:
    told = clicked(dashboard)
    dashboard.act("remember")
    dashboard.act("empty")
    dashboard.wait_until("element.state.objects.length === 0")
    dashboard.act("restore")
    dashboard.wait_until("element.state.objects.length === 1")
    again = dashboard.told("told.mask !== null && told.objects.length === 1")
    assert again["mask"] == told["mask"]
    assert differences(again["objects"], told["objects"]) == []
    assert sum_of(dashboard.mask()) == told["mask"][2]
    dashboard.press("undo")
    assert dashboard.told("told.mask === null")["objects"] == []


def test_the_tool_goes_both_ways_even_between_widgets_in_the_browser(dashboard: Dashboard) -> None:
    choice = dashboard.page.get_by_label("Tool", exact=True)
    dashboard.press("brush")
    dashboard.page.wait_for_function("(node) => node.value === 'paint'", arg=choice.element_handle())
    choice.select_option("box")
    dashboard.wait_until("element.tool === 'box'")
    assert dashboard.page.locator("click-cut button.box").get_attribute("aria-pressed") == "true"


def test_a_disabled_element_takes_neither_clicks_nor_keys(dashboard: Dashboard) -> None:
    dashboard.act("disable")
    dashboard.wait_until("element.hasAttribute('disabled')")
    dashboard.page.mouse.click(*dashboard.place(*POINT))
    dashboard.page.keyboard.press("b")
    assert dashboard.evaluate("return [element.state.objects.length, element.tool]") == [0, "include"]
    assert dashboard.evaluate("return element.shadowRoot.querySelector('.frame').inert") is True
    dashboard.act("disable")
    dashboard.wait_until("!element.hasAttribute('disabled')")
    clicked(dashboard)


def test_a_bad_photo_raises_in_python_and_the_old_one_stays(dashboard: Dashboard) -> None:
    told = clicked(dashboard)
    dashboard.act("bad")
    dashboard.page.locator(".refusal pre", has_text="not-a-photo not-a-photo True").wait_for()
    dashboard.evaluate("await element.addPoint(420, 30)")
    changed = dashboard.told("told.objects[0]?.prompts.points.length === 2")
    assert changed["mask"][2] != told["mask"][2]


def test_failures_of_the_element_reach_python(dashboard: Dashboard) -> None:
    failed = dashboard.evaluate("return element.addPoint(-5, 5).then(() => null, (error) => error.code)")
    assert failed == "invalid-prompt"
    dashboard.page.locator(".error pre", has_text="invalid-prompt").wait_for()


@pytest.fixture(scope="module")
def asked(visitors: BrowserContext) -> list[str]:
    """The addresses that are asked for from the second tab's visit on."""
    addresses: list[str] = []
    visitors.on("request", lambda request: addresses.append(request.url))
    return addresses


@pytest.fixture(scope="module")
def second(
    opened: Dashboard, asked: list[str], visitors: BrowserContext, address: str
) -> Iterator[Dashboard]:
    """Another tab of the same browser, opened while something is clicked in the first."""
    opened.empty()
    opened.click(*POINT)
    opened.told("told.mask !== null")
    dashboard = Dashboard(visitors.new_page()).visit(address)
    yield dashboard
    dashboard.page.close()


@pytest.mark.full
def test_two_tabs_of_one_dashboard_know_nothing_of_each_other(opened: Dashboard, second: Dashboard) -> None:
    assert second.state["objects"] == []
    told = opened.told("told.mask !== null")
    second.click(20, 20)
    assert second.told("told.mask !== null")["mask"][2] != told["mask"][2]
    assert json.loads(opened.text("told")) == told


def test_a_dashboard_asks_its_own_server_alone(second: Dashboard, asked: list[str], address: str) -> None:
    site = address.removesuffix("below/seen")
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []
    assert any("/below/static/extensions/clickcut/" in url for url in asked)
    second.empty()
    before = len(asked)
    second.click(*POINT)
    second.told("told.mask !== null && told.objects[0].prompts.points.length === 1")
    assert [url for url in asked[before:] if not url.startswith("blob:")] == []


@pytest.mark.full
def test_another_photo_from_an_array_is_opened_without_the_clicks_before(second: Dashboard) -> None:
    second.act("array")
    second.wait_until("element.state.photo.width === 1024")
    second.wait_ready()
    assert second.told("told.mask === null")["recipe"] == ""
    second.click(400, 300)
    told = second.told("told.mask !== null")
    assert told["mask"] == [[768, 1024], "bool", sum_of(second.mask())]


@pytest.mark.full  # a second case
def test_an_embedding_that_comes_while_the_page_is_made_is_not_lost(
    visitors: BrowserContext, address: str
) -> None:
    page = visitors.new_page()
    late = Dashboard(page).visit(address.replace("/seen", "/late"))
    late.click(*POINT)
    assert 0.5 < late.mask().mean() < 0.9
    page.close()

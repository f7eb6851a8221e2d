"""Each page of docs/element-recipes.md, as it is printed: opened and clicked, its buttons pressed."""

import re
import shutil
from collections.abc import Iterator

import pytest
from clickcut_build.site_runtime import BuiltRuntime
from playwright.sync_api import Page

from tests.browser import photos
from tests.browser.driver import Element
from tests.browser.published import clickcut, http_server
from tests.conftest import ROOT

pytestmark = pytest.mark.full

FENCE = re.compile(r"^## (.+?)$.*?^```html$(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = FENCE.findall((ROOT / "docs/element-recipes.md").read_text("utf-8"))


@pytest.fixture(scope="module")
def recipes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages beside what they say that they lie beside."""
    folder = tmp_path_factory.mktemp("recipes")
    for address, path in BuiltRuntime.find(ROOT / "dist").files():
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).hardlink_to(path)
    for suffix in (".jpg", ".clickcut"):
        shutil.copyfile(photos.sample("raccoon.jpg").with_suffix(suffix), folder / f"photo{suffix}")
    done = clickcut("cut", folder / "photo.jpg", "--point", "610,330", "-o", folder / "cutout.png")
    assert done.returncode == 0, done.stderr
    for number, (_, html) in enumerate(RECIPES):
        head = '<!doctype html><meta charset="utf-8"><title>Recipe</title><link rel="icon" href="data:,">'
        (folder / f"{number}.html").write_text(head + html, "utf-8")
    with http_server(folder) as url:
        yield url


@pytest.mark.parametrize("number", range(len(RECIPES)), ids=[title for title, _ in RECIPES])
def test_a_recipe_does_what_it_says(number: int, recipes: str, page: Page) -> None:
    title, html = RECIPES[number]
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.route("**/upload", lambda route: route.fulfill(status=204))  # their server
    page.goto(f"{recipes}{number}.html")
    element = Element(page)
    place = (610, 330)
    if 'lang="de"' in html:
        page.get_by_role("button", name="Rückgängig").first.wait_for()
    if 'encoder="device"' in html:
        place = (310, 190)
        element.drop("mine.jpg", photos.sample("flower.jpg").read_bytes(), "image/jpeg")
    element.wait_ready()
    if "recipe-src" in html or "addPoint" in html:
        page.wait_for_function("() => document.querySelector('click-cut').state.objects[0]?.score > 0.8")
    else:
        assert element.click(*place)["area"] > 0
    for button in page.locator("body > button").all():
        if "download" in html:
            with page.expect_download() as download:
                button.click()
            assert download.value.suggested_filename == "cutout.webp"
            continue
        button.click()
    if "Undo" in html:
        page.wait_for_function("() => !document.querySelector('click-cut').state.canUndo")
        assert element.evaluate("return element.tool") == "paint"
    if "<output>" in html:
        page.locator("body > output, body > p > output", has_text=re.compile(r"\w")).wait_for()
    element.evaluate("await element.forget()")  # or the next page would go on with this one's clicks
    assert complaints == [], title


def test_every_recipe_is_found() -> None:
    assert len(RECIPES) == (ROOT / "docs/element-recipes.md").read_text("utf-8").count("```html")
    assert len(RECIPES) >= 10

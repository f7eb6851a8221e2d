"""The dashboards in examples/, used as their readers would."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page
from pycocotools import mask as coco_mask

from tests.browser.driver import Element

# pycocotools 2.0.11 copies arrays in a way that numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module")
def asked(visitors: BrowserContext) -> list[str]:
    """What the visitors' browser asks for."""
    addresses: list[str] = []
    visitors.on("request", lambda request: addresses.append(request.url))
    return addresses


@pytest.fixture
def page(visitors: BrowserContext, asked: list[str]) -> Iterator[Page]:
    page = visitors.new_page()
    yield page
    page.close()


def visit(page: Page, url: str) -> Element:
    element = Element(page)
    element.page.goto(url)
    element.wait_until("element.state.photo !== null")
    element.wait_ready()
    return element


@pytest.mark.full
def test_measure_tells_area_and_length_in_units_as_objects_are_clicked(page: Page, dashboards: str) -> None:
    element = visit(page, f"{dashboards}measure")
    element.click(300, 170)
    mask = element.mask()
    row = element.page.locator("#sidebar td")
    row.get_by_text(f"{mask.sum():,} px²").wait_for()
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    sides = np.ptp(columns) + 1, np.ptp(rows) + 1
    length = float(row.nth(2).inner_text().removesuffix(" px").replace(",", ""))
    assert max(sides) <= length <= float(np.hypot(*sides))
    scale = element.page.get_by_label("Photo pixels per unit")
    scale.fill("10")
    scale.press("Enter")
    row.get_by_text(f"{mask.sum() / 100:,.0f} px²").wait_for()


@pytest.mark.full  # in the gate, the other example runs
def test_label_names_objects_keeps_them_for_each_photo_and_gives_coco(
    page: Page, dashboards: str, tmp_path: Path
) -> None:
    element = visit(page, f"{dashboards}label")
    first = element.state["photo"]
    element.click(200, 200)
    page.get_by_text("1 of 8 photos, 1 objects").wait_for()
    page.get_by_role("button", name="animal").click()
    element.wait_until("element.state.objects[0]?.name === 'animal'")
    mask = element.mask()
    page.get_by_role("button", name="Next").click()
    element.wait_until("element.state.photo.width !== argument", first["width"])
    element.wait_ready()
    assert element.state["objects"] == []
    page.get_by_role("button", name="Previous").click()
    element.wait_until("element.state.objects[0]?.name === 'animal'")
    assert np.array_equal(element.mask(), mask)
    with page.expect_download() as download:
        page.get_by_text("COCO JSON").click()
    download.value.save_as(tmp_path / "labels.json")
    labels = json.loads((tmp_path / "labels.json").read_text())
    (annotation,), (category,) = labels["annotations"], labels["categories"]
    assert category["name"] == "animal"
    assert np.array_equal(coco_mask.decode(annotation["segmentation"]).astype(bool), mask)


@pytest.mark.full  # of what those before asked
def test_the_examples_ask_no_other_host(asked: list[str], dashboards: str) -> None:
    site = dashboards.removesuffix("below/")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []

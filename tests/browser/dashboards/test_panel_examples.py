"""The dashboard in examples/, used as its readers would."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.driver import Element


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


@pytest.mark.full  # of what the one before asked
def test_the_example_asks_no_other_host(asked: list[str], dashboards: str) -> None:
    site = dashboards.removesuffix("below/")
    assert len(asked) > 20
    assert [url for url in asked if not url.startswith((site, "blob:", "data:"))] == []

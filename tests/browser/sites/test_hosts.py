"""A published site on hosts that know few types, what its own policy keeps out, and its licences."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.driver import Element
from tests.browser.published import old_server
from tests.browser.sites.site import Seen, Site

FORGED = """
() => {
  for (const given of [{ text: "window.forged = 1" }, { src: "data:,forged = 2" }])
    document.body.append(Object.assign(document.createElement("script"), given))
  return fetch("https://other.invalid/").catch(() => window.forged)
}
"""


@pytest.mark.full
def test_it_starts_where_the_host_knows_neither_modules_nor_wasm(page: Page, site: Site) -> None:
    with old_server(site.root) as url:
        seen = Seen.of(page)
        page.goto(f"{url}our%20pages/summer/")
        element = Element(page)
        element.wait_ready()
        width, height = element.state["photo"].values()
        element.click(width // 2, height // 2)
        assert element.mask()[height // 2, width // 2]
        assert seen.complaints == []


@pytest.mark.full
def test_no_script_but_its_own_runs_in_it_and_no_other_host_is_asked(page: Page, site: Site) -> None:
    page.add_init_script(
        "window.broken = []; addEventListener('securitypolicyviolation',"
        " ({ effectiveDirective, blockedURI }) => broken.push(`${effectiveDirective} ${blockedURI}`))"
    )
    page.goto(site.page)
    assert page.evaluate(FORGED) is None
    page.wait_for_function("() => broken.length === 3")
    broken = page.evaluate("broken.sort()")
    assert broken == ["connect-src https://other.invalid/", "script-src-elem data", "script-src-elem inline"]


@pytest.mark.full  # tests/unit reads what is shipped
def test_its_help_lists_the_licences_and_has_their_texts(page: Page, site: Site) -> None:
    seen = Seen.of(page)
    page.goto(site.page)
    Element(page).wait_ready()
    assert [url for url in seen.web if "/licences/" in url] == []  # nobody pays for them who doesn't ask
    page.get_by_role("button", name="Help").click()
    page.locator("#about summary", has_text="Licences").click()
    entries = page.locator("#about details li").all_inner_texts()
    assert [entry for entry in entries if re.fullmatch(r"Pyodide [\d.]+: MPL-2.0", entry)]
    for link in page.locator("#about details a").all():
        text = page.request.get(str(link.evaluate("(it) => it.href")))
        assert text.ok
        assert len(text.body()) > 1000
    with page.expect_popup() as opened:
        page.locator("#about details a", has_text="MPL-2.0").click()
    assert "Mozilla Public License" in opened.value.locator("body").inner_text()
    opened.value.close()

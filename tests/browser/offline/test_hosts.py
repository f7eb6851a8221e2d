"""Hosts that change what they send: a site is kept all the same, or a visitor is told why it isn't."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.offline.conftest import Site, decodes, keep, reload, visit

ADDED = '<script src="/of-the-host.js"></script><script>window.ofTheHost = 1</script>'


def change(path: Path, old: str, new: str) -> None:
    """Write a file anew: what was uploaded is linked to what was published."""
    content = path.read_text("utf-8")
    path.unlink()
    path.write_text(content.replace(old, new), "utf-8")


# Two visits; what is kept, and what isn't, tests/shell/offline shows in the gate.
@pytest.mark.full
def test_a_site_is_kept_whose_host_adds_a_script_to_its_pages(page: Page, site: Site) -> None:
    for place in ("<head>", "</body>"):
        change(
            site.folder / "index.html", place, f"{place}{ADDED}" if place == "<head>" else f"{ADDED}{place}"
        )
    keep(page, site.page)
    assert page.locator("#offline").is_hidden()
    site.stop()
    element = reload(page)
    assert element.state["runtime"]["threads"] > 1
    assert decodes(element)


@pytest.mark.full
def test_whoever_looks_is_told_why_a_site_is_not_kept(page: Page, site: Site) -> None:
    script = next(site.folder.glob("runtime/*/element.js"))
    change(script, "export{", "/* changed by the host */export{")
    element = visit(page, site.page)
    said = page.locator("#offline:not([hidden])")
    said.wait_for()
    file = f"runtime/{script.parent.name}/element.js"
    expected = f"can’t be kept for use offline: its host sends {file} otherwise than it was published."
    assert said.inner_text() == f"This page {expected}"
    assert decodes(element)

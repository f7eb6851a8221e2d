"""Where the page may be put, in Firefox and WebKitGTK: a host of files or none, a strict policy."""

import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser import photos
from tests.browser.engines import journey
from tests.browser.engines.element import Browser, Element
from tests.browser.engines.firefox import Firefox
from tests.browser.offline.conftest import KEPT, publish
from tests.browser.published import clickcut, http_server, server_with
from tests.browser.surroundings.test_places import POLICY
from tests.server_process import Server

pytestmark = [pytest.mark.full, pytest.mark.timeout(900)]  # each engine compiles the runtime anew

IS_KEPT = f"Object.values(await ({KEPT})()).flat().some((url) => url.endsWith(argument))"

BANNER = "element.shadowRoot.querySelector('.banner span')"
CHOOSE = """
const select = element.shadowRoot.querySelector(`option[value="${argument}"]`).parentElement
select.value = argument
select.dispatchEvent(new Event("change", { bubbles: true }))
"""


def cuts(element: Element) -> bool:
    """Whether a click cuts the cat out, and not what is beside it."""
    element.evaluate("await element.clear()")
    element.click(*journey.PLACE)
    mask, ((x, y), (beside_x, beside_y)) = element.mask(), (journey.PLACE, journey.BESIDE)
    return bool(mask[y, x]) and not mask[beside_y, beside_x]


def test_a_published_site_works_and_works_without_its_host(window: Browser, tmp_path: Path) -> None:
    album, site = tmp_path / "album", tmp_path / "site"
    album.mkdir()
    shutil.copyfile(photos.sample(journey.PHOTO), album / journey.PHOTO)
    publish(album, site, "--title", "Ours", "--offline")
    element = Element(window)
    with ExitStack() as host:
        window.open(host.enter_context(http_server(site)))
        element.wait_ready()
        assert cuts(element)
        window.evaluate("await navigator.serviceWorker.ready")
        window.reload()
        element.wait_ready()
        assert window.evaluate("return crossOriginIsolated")
        assert element.state["runtime"]["threads"] > 1
        for part in (journey.PHOTO, ".clickcut"):
            element.wait_until(IS_KEPT, part)
    window.reload()
    element.wait_ready()
    assert window.evaluate("return fetch('not-kept').then(() => true, () => false)") is False
    assert cuts(element)


def test_it_works_under_a_strict_content_security_policy(window: Browser, tmp_path: Path) -> None:
    done = clickcut("embed", photos.sample(journey.PHOTO), "-o", tmp_path / "clickcut")
    assert done.returncode == 0, done.stderr
    tags = "".join(line for line in done.stdout.splitlines() if line.strip().startswith("<"))
    (tmp_path / "strict.html").write_text(f"<!doctype html><meta charset=utf-8>{tags}", "utf-8")
    with server_with(tmp_path, {"Content-Security-Policy": POLICY}) as url:
        window.open(f"{url}strict.html")
        element = Element(window)
        element.wait_ready()
        assert cuts(element)
        assert element.cutout().size == (451, 300)


def test_where_firefox_resists_fingerprinting_no_picture_is_saved_and_shapes_are(
    server: Server, tmp_path: Path
) -> None:
    with Firefox(tmp_path, {"privacy.resistFingerprinting": True}) as browser:
        element = journey.opened(browser, server.url)
        element.click(*journey.PLACE)
        element.press("download")
        element.wait_until(f"{BANNER}.textContent.includes('does not let pages read pictures')")
        failed = "return element.cutout(argument).then(() => 'saved', ({ code }) => code)"
        assert element.evaluate(failed, {"format": "image/png"}) == "canvas-blocked"
        element.evaluate(CHOOSE, "image/svg+xml")
        element.press("download")
        assert browser.downloaded().name == "cat-cutout.svg"  # the first file that is saved at all

"""A hundred photos in a row: how soon each is there, and that memory stays what it was."""

import statistics
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.browser import photos
from tests.browser.dashboards.studio_server import studio
from tests.browser.dashboards.test_studio import READY, Labeller

pytestmark = [pytest.mark.full, pytest.mark.alone]

COUNT = 100
STEADY = 30
"""From this photo on, whatever is loaded once is there."""
GROWTH = 60_000_000
BAR = 150
"""Milliseconds from the key to the next photo, in the median."""
PRESSED = "addEventListener('keydown', () => { window.pressed = performance.now() }, { capture: true })"
SHOWN = """
window.taken = null
const look = () => {
  if (element.checkVisibility({ visibilityProperty: true })) requestAnimationFrame(look)
  else window.taken = performance.now() - window.pressed
}
look()
"""
BEHIND = """async () => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((node) =>
    node.localName === "click-cut" ? [node] : node.shadowRoot ? all(node.shadowRoot) : [])
  const found = all(document)
  return found.length === 2 && found.every((each) => each.state.photo && !each.hasAttribute("data-busy"))
}"""


@pytest.fixture
def page(visitors: BrowserContext) -> Iterator[Page]:
    page = visitors.new_page()
    page.add_init_script(PRESSED)
    yield page
    page.close()


def test_a_hundred_photos_open_at_once_and_in_flat_memory(page: Page, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    picture = Image.open(photos.sample("raccoon.jpg")).convert("RGB").resize((900, 700))
    for number in range(COUNT):
        picture.crop((number, number, number + 640, number + 480)).save(folder / f"{number}.jpg")
    with studio(folder, tmp_path / "cache") as running:
        labeller = Labeller(page).visit(running.url)
        server = psutil.Process(running.process.pid)
        taken, servers, pages = [], [], []
        for number in range(COUNT - 1):
            page.wait_for_function(BEHIND)
            labeller.wait_until(READY)
            labeller.keys("ArrowLeft", "Enter")
            labeller.wait_until("element.state.objects.length === 1")
            labeller.keys("1")
            labeller.wait_until("element.state.objects[0].name === 'object'")
            labeller.evaluate(SHOWN)
            labeller.keys("a")
            page.wait_for_function("() => window.taken !== null")
            taken.append(page.evaluate("window.taken"))
            if number >= STEADY:
                servers.append(server.memory_info().rss)
                pages.append(page.evaluate("performance.memory.usedJSHeapSize"))
    print(f"accept: {statistics.median(taken):.0f} ms in the median, {max(taken):.0f} ms at most")
    for memory in (servers, pages):
        third = len(memory) // 3
        growth = statistics.median(memory[-third:]) - statistics.median(memory[:third])
        print(f"memory: {memory[0] / 1e6:.0f} MB, then {growth / 1e6:+.1f} MB")
        assert growth < GROWTH
    assert statistics.median(taken) < BAR

"""Times a visit: from navigation to the first possible click, with empty and with full caches."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

from tests.bench.proxy import CountingProxy
from tests.bench.served import served
from tests.browser import chromium
from tests.server_process import Server, start_server

READY = """
addEventListener("clickcut-ready", () => { window.readyAfter = performance.now() }, { once: true })
"""


def run(engine: BrowserType, *, visits: int, clicks: int) -> dict[str, list[float]]:
    """Give milliseconds and bytes of cold and warm visits, and what a click costs around its decode.

    A visit's bytes are those until the mask of a click that is made as soon as it is possible. Each pair of
    visits, and each boot of Pyodide alone, has a browser profile of its own with nothing in it.
    """
    names = ("pyodide alone", "cold", "cold bytes", "warm", "warm bytes")
    results: dict[str, list[float]] = {name: [] for name in names}
    with (
        tempfile.TemporaryDirectory() as folder,
        served("pyodide.html") as pyodide,
        stopping(start_server(Path(folder) / "cache")) as server,
    ):
        proxy = CountingProxy(int(re.findall(r"\d+$", server.url)[0]))
        for visit in range(visits):
            with profile(engine, Path(folder) / f"pyodide-{visit}") as page:
                results["pyodide alone"].append(ready_after(page, pyodide))
            with profile(engine, Path(folder) / f"profile-{visit}") as page:
                page.add_init_script(READY)
                for name in ("cold", "warm"):
                    before = proxy.received
                    results[name].append(ready_after(page, f"http://127.0.0.1:{proxy.port}/"))
                    page.evaluate(FIRST_CLICK)
                    results[f"{name} bytes"].append(proxy.received - before)
                if "click" not in results:
                    timings: list[dict[str, Any]] = page.evaluate(CLICKS, clicks)
                    results["click"] = [timing["total"] for timing in timings]
                    results["overhead"] = [timing["total"] - timing["decode"] for timing in timings]
    return results


@contextmanager
def profile(engine: BrowserType, folder: Path) -> Iterator[Page]:
    """Open a browser whose profile is on disk: others don't cache large files."""
    context = engine.launch_persistent_context(
        folder, executable_path=chromium.find(), args=chromium.ARGUMENTS
    )
    with closing(context):
        yield context.new_page()


def ready_after(page: Page, url: str) -> float:
    """Visit a page that sets `readyAfter`, milliseconds since the navigation."""
    page.goto(url)
    page.wait_for_function("() => window.readyAfter")
    milliseconds: float = page.evaluate("window.readyAfter")
    return milliseconds


@contextmanager
def stopping(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


FIRST_CLICK = """
async () => {
  const element = document.querySelector("click-cut")
  await element.addPoint(200, 150)
  await element.clear()
}
"""
CLICKS = """
async (clicks) => {
  const element = document.querySelector("click-cut")
  const timings = []
  for (let i = 0; i < clicks + 3; i++) {
    const { timings: found } = await element.addPoint(50 + ((i * 97) % 350), 40 + ((i * 61) % 220))
    if (i >= 3) timings.push(found)
    await element.clear()
  }
  return timings
}
"""

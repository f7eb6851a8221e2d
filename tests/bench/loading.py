"""Times a visit: from navigation to the first possible click, with empty and with full caches."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType

from tests.bench.proxy import CountingProxy
from tests.browser import chromium
from tests.browser.conftest import Server, start_server

READY = """
addEventListener("clickcut-ready", () => { window.readyAfter = performance.now() }, { once: true })
"""


def run(engine: BrowserType, *, visits: int, clicks: int) -> dict[str, list[float]]:
    """Give milliseconds and bytes of cold and warm visits, and what a click costs around its decode.

    Each pair of visits has a browser profile of its own, since only a profile on disk caches large files.
    """
    results: dict[str, list[float]] = {name: [] for name in ("cold", "cold bytes", "warm", "warm bytes")}
    with tempfile.TemporaryDirectory() as folder, stopping(start_server(Path(folder) / "cache")) as server:
        proxy = CountingProxy(int(re.findall(r"\d+$", server.url)[0]))
        for visit in range(visits):
            context = engine.launch_persistent_context(
                Path(folder) / f"profile-{visit}", executable_path=chromium.find(), args=chromium.ARGUMENTS
            )
            with closing(context):
                context.add_init_script(READY)
                page = context.new_page()
                for name in ("cold", "warm"):
                    before = proxy.received
                    page.goto(f"http://127.0.0.1:{proxy.port}/")
                    page.wait_for_function("window.readyAfter")
                    results[name].append(page.evaluate("window.readyAfter"))
                    results[f"{name} bytes"].append(proxy.received - before)
                if "click" not in results:
                    timings: list[dict[str, Any]] = page.evaluate(CLICKS, clicks)
                    results["click"] = [timing["total"] for timing in timings]
                    results["overhead"] = [timing["total"] - timing["decode"] for timing in timings]
    return results


@contextmanager
def stopping(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


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

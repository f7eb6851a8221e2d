"""Times a visit: from navigation to the first possible click, with empty and with full caches."""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserType, Page

from tests.bench.bars import p50
from tests.bench.proxy import CountingProxy
from tests.bench.served import served
from tests.browser import chromium
from tests.server_process import Server, start_server

# The first click comes in the very turn that says it is possible, as that of a person who waits for it.
READY = """
addEventListener("clickcut-ready", async () => {
  window.readyAfter = performance.now()
  const element = document.querySelector("click-cut")
  await element.addPoint(200, 150)
  window.firstClick = performance.now() - window.readyAfter
}, { once: true })
"""
# A sample whose subject is picked, and when it is there to be seen, as it will be saved.
SUBJECT = "#coffee"
SEEN = """
const look = () => {
  if (document.querySelector("click-cut")?.backdrop === "checkerboard") window.seenAfter = performance.now()
  else requestAnimationFrame(look)
}
look()
addEventListener("clickcut-ready", () => { window.readyAfter = performance.now() }, { once: true })
"""
LATENCY = 40  # ms
Times = dict[str, list[float]]


def run(engine: BrowserType, *, visits: int, clicks: int, megabits: float) -> Times:
    """Give milliseconds and bytes of cold and warm visits, and what a click costs around its decode.

    A visit's bytes are those until the mask of a click that is made as soon as it is possible; `first` is how
    many times as long as later ones of the same page that click takes; `subject` is when that of a sample is
    seen, as a share of when the first click is possible, over a connection of so many megabits a second. Each
    pair of visits, and each boot of Pyodide alone, has a browser profile of its own with nothing in it.
    """
    results: Times = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as folder,
        served("pyodide.js") as pyodide,
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
                    first = told(page, "firstClick")
                    results[f"{name} bytes"].append(proxy.received - before)
                    later: list[dict[str, Any]] = page.evaluate(CLICKS, clicks)
                    results[f"{name} first"].append(first / p50([each["took"] for each in later]))
                results["overhead"] += [each["total"] - each["decode"] for each in later]
        with profile(engine, Path(folder) / "slow") as page:
            results["subject"].append(subject_seen(page, server.url, megabits))
    return dict(results)


def subject_seen(page: Page, url: str, megabits: float) -> float:
    """Visit a sample: when its subject is seen, as a share of the time to the first possible click."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    bytes_a_second = megabits * 1e6 / 8
    given = {"downloadThroughput": bytes_a_second, "uploadThroughput": bytes_a_second, "latency": LATENCY}
    network.send("Network.emulateNetworkConditions", {"offline": False, **given})
    page.add_init_script(SEEN)
    page.goto(url + SUBJECT)
    return told(page, "seenAfter") / told(page, "readyAfter")


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
    return told(page, "readyAfter")


def told(page: Page, name: str) -> float:
    """Wait until a page has set a number."""
    page.wait_for_function("(name) => window[name]", arg=name)
    milliseconds: float = page.evaluate("(name) => window[name]", name)
    return milliseconds


@contextmanager
def stopping(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.stop()


CLICKS = """
async (clicks) => {
  const element = document.querySelector("click-cut")
  await element.clear()
  const found = []
  for (let i = 0; i < clicks + 3; i++) {
    const start = performance.now()
    const { timings } = await element.addPoint(50 + ((i * 97) % 350), 40 + ((i * 61) % 220))
    if (i >= 3) found.push({ ...timings, took: performance.now() - start })
    await element.clear()
  }
  return found
}
"""

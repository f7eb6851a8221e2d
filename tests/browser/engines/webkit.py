"""WebKitGTK, driven over the W3C's WebDriver by its own driver: https://www.w3.org/TR/webdriver2/."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Self

import httpx

from tests.browser.engines import gestures, programs
from tests.browser.engines.downloads import moved
from tests.browser.engines.processes import running, started

PATIENCE = 240
"""Seconds that any answer may take, on a machine that does other things."""
END_OF_PNG = b"IEND\xaeB`\x82"
# WebDriver tells nothing of the console, and where WebKitGTK is automated it writes none. So errors are seen
# from when a page has loaded; one before would keep the element from becoming ready.
WATCH = """
const seen = (window.errors = [])
const { error } = console
console.error = (...said) => { seen.push(said.join(" ")); error.apply(console, said) }
addEventListener("error", (event) => seen.push(event.message))
addEventListener("unhandledrejection", (event) => seen.push(String(event.reason)))
"""
# There is no graphics card behind a display in memory.
SOFTWARE = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11"}


class WebKit:
    """One private window of WebKitGTK's small browser, on a display in memory."""

    name = "WebKitGTK"

    def __init__(self, folder: Path) -> None:
        self._folder, self._downloads = folder, folder / "downloads"
        self.version = ""
        self._errors: list[str] = []

    def __enter__(self) -> Self:
        self._downloads.mkdir()
        self._closing = started(self._start)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def open(self, url: str) -> None:
        self._errors = self.errors()
        self._post(f"{self._session}/url", url=url)
        self.evaluate(WATCH)

    def reload(self) -> None:
        self._errors = self.errors()
        self._post(f"{self._session}/refresh")
        self.evaluate(WATCH)

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run the body of an asynchronous function of `argument`, and give what it returns."""
        script = f"return (async (argument) => {{ {body} }})(arguments[0])"
        return self._post(f"{self._session}/execute/sync", script=script, args=[argument])

    def click(self, x: int, y: int) -> None:
        self._post(f"{self._session}/actions", actions=gestures.click(x, y))

    def drag(self, start: gestures.Place, stop: gestures.Place) -> None:
        self._post(f"{self._session}/actions", actions=gestures.drag(start, stop))

    def downloaded(self) -> Path:
        """Wait for the end of a PNG's download that was not given yet; WebDriver has no event for it."""
        deadline = time.monotonic() + PATIENCE
        while not (path := self._whole()):
            assert time.monotonic() < deadline, "no download"
            time.sleep(0.05)
        return moved(path, self._folder)

    def errors(self) -> list[str]:
        """What the page wrote to the console as an error so far, or threw and did not catch."""
        return self._errors + self.evaluate("return window.errors ?? []")

    def _start(self, closing: ExitStack) -> None:
        assert not programs.missing(), programs.WANTED
        home = Path(mkdtemp(dir=self._folder))
        (home / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{self._downloads}"\n')
        port = _free_port()
        environment = {**os.environ, **SOFTWARE, "DISPLAY": closing.enter_context(_display())}
        environment |= {
            name: str(home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        }
        closing.enter_context(running([str(programs.webkit_driver()), f"--port={port}"], env=environment))
        transport = httpx.HTTPTransport(retries=8)  # the driver does not say when it listens
        options = {"base_url": f"http://127.0.0.1:{port}", "timeout": PATIENCE}
        self._client = closing.enter_context(httpx.Client(transport=transport, **options))
        wanted = {
            "webkitgtk:browserOptions": {"binary": programs.mini_browser(), "args": ["--automation"]},
            "timeouts": {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE},
        }
        session = self._post("/session", capabilities={"alwaysMatch": wanted})
        self._session = f"/session/{session['sessionId']}"
        closing.callback(self._client.delete, self._session)
        self.version = ".".join(session["capabilities"]["browserVersion"].split(".")[:2])
        self._post(f"{self._session}/window/rect", width=1200, height=800)

    def _whole(self) -> Path | None:
        """Give a file that is written to its end."""
        paths = self._downloads.glob("*.png")
        return next((path for path in paths if path.read_bytes().endswith(END_OF_PNG)), None)

    def _post(self, path: str, **body: object) -> Any:
        answer = self._client.post(path, content=json.dumps(body))
        value = answer.json()["value"]
        assert answer.is_success, value
        return value


@contextmanager
def _display() -> Iterator[str]:
    """Start a display in memory, and give its name when it is ready."""
    command = [str(programs.display()), "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with running(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield f":{process.stdout.readline().strip()}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port

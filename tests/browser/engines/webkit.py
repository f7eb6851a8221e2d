"""WebKitGTK, driven over the W3C's WebDriver by its own driver: https://www.w3.org/TR/webdriver2/."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import httpx

from tests.browser.engines import gestures, programs
from tests.browser.engines.processes import running

PATIENCE = 120
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
    """One window of WebKitGTK's small browser that knows nothing, on a display in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._downloads = folder, folder / "downloads"
        self._errors: list[str] = []

    def __enter__(self) -> Self:
        assert not programs.missing(), f"no {programs.missing()}: run `make test-all`"
        self._downloads.mkdir()
        (self._folder / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{self._downloads}"\n')
        port = _free_port()
        with ExitStack() as closing:
            environment = {**os.environ, **SOFTWARE, "DISPLAY": closing.enter_context(_display())}
            environment |= {"HOME": str(self._folder), "XDG_CONFIG_HOME": str(self._folder)}
            closing.enter_context(running([str(programs.webkit_driver()), f"--port={port}"], env=environment))
            # The driver does not say when it listens.
            transport = httpx.HTTPTransport(retries=8)
            address = f"http://127.0.0.1:{port}"
            self._client = closing.enter_context(
                httpx.Client(base_url=address, timeout=PATIENCE, transport=transport)
            )
            wanted = {
                "webkitgtk:browserOptions": {"binary": programs.mini_browser(), "args": ["--automation"]},
                "timeouts": {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE},
            }
            session = self._post("/session", capabilities={"alwaysMatch": wanted})
            self._session = f"/session/{session['sessionId']}"
            closing.callback(self._client.delete, self._session)
            self._post(f"{self._session}/window/rect", width=1200, height=800)
            self._closing = closing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def open(self, url: str) -> None:
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

    def downloaded(self) -> Path:
        """Wait for the end of a download, and give its file; WebDriver has no event for it."""
        deadline = time.monotonic() + PATIENCE
        while not (files := [each for each in self._downloads.iterdir() if each.suffix == ".png"]):
            assert time.monotonic() < deadline, "no download"
            time.sleep(0.05)
        return files[0]

    def errors(self) -> list[str]:
        """What the page wrote to the console as an error so far, or threw and did not catch."""
        return self._errors + self.evaluate("return window.errors")

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

"""WebKitGTK, driven over the W3C's WebDriver by its own driver: https://www.w3.org/TR/webdriver2/."""

import json
import os
import re
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
# WebDriver tells nothing of the console, so it is written to the browser's output.
ERROR = re.compile(r"\bCONSOLE (\S+ )?ERROR\b")
ARGUMENTS = ["--automation", "--enable-write-console-messages-to-stdout=true"]
# There is no graphics card behind a display in memory.
SOFTWARE = {"WEBKIT_DISABLE_DMABUF_RENDERER": "1", "LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11"}


class WebKit:
    """One window of WebKitGTK's small browser that knows nothing, on a display in memory."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._log, self._downloads = folder, folder / "log.txt", folder / "downloads"

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
            session = self._post("/session", capabilities={"alwaysMatch": self._wanted()})
            self._session = f"/session/{session['sessionId']}"
            closing.callback(self._client.delete, self._session)
            self._post(f"{self._session}/window/rect", width=1200, height=800)
            self._closing = closing.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def open(self, url: str) -> None:
        self._post(f"{self._session}/url", url=url)

    def reload(self) -> None:
        self._post(f"{self._session}/refresh")

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
            assert time.monotonic() < deadline, f"no download: {self._log.read_text()}"
            time.sleep(0.05)
        return files[0]

    def errors(self) -> list[str]:
        """What the page wrote to the console as an error so far, or threw and did not catch."""
        return [line for line in self._log.read_text().splitlines() if ERROR.search(line)]

    def _wanted(self) -> dict[str, Any]:
        """Describe the browser to the driver, which would keep to itself what the browser writes."""
        program = self._folder / "browser"
        program.write_text(f'#!/bin/sh\nexec {programs.mini_browser()} "$@" > {self._log} 2>&1\n')
        program.chmod(0o755)
        milliseconds = 1000 * PATIENCE
        return {
            "webkitgtk:browserOptions": {"binary": str(program), "args": ARGUMENTS},
            "timeouts": {"script": milliseconds, "pageLoad": milliseconds},
        }

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

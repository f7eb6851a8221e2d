"""Firefox, driven over WebDriver BiDi, which it speaks itself: https://www.w3.org/TR/webdriver-bidi/."""

import json
import re
import subprocess
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, Self

from websockets.sync.client import connect

from tests.browser.engines import gestures, programs
from tests.browser.engines.downloads import moved
from tests.browser.engines.processes import running, started

SIZE = {"width": 1200, "height": 800}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
PATIENCE = 240
"""Seconds that any answer may take, on a machine that does other things."""


class Firefox:
    """One window of a Firefox that knows nothing, in a folder of its own.

    Parameters
    ----------
    preferences
        What `about:config` would say that is not as it comes.
    """

    name = "Firefox ESR"

    def __init__(self, folder: Path, preferences: Mapping[str, bool] = MappingProxyType({})) -> None:
        self._folder, self._preferences = folder, preferences
        self.version = ""
        self._count = 0
        self._events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        self._closing = started(self._start)
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def open(self, url: str) -> None:
        self._do("browsingContext.navigate", context=self._window, url=url, wait="complete")

    def reload(self) -> None:
        self._do("browsingContext.reload", context=self._window, wait="complete")

    def evaluate(self, body: str, argument: object = None) -> Any:
        """Run the body of an asynchronous function of `argument`, and give what it returns."""
        run = f"await (async (argument) => {{ {body} }})(JSON.parse(json))"
        result = self._do(
            "script.callFunction",
            functionDeclaration=f"async (json) => JSON.stringify({run})",
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self._window},
            awaitPromise=True,
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return json.loads(result["result"].get("value", "null"))

    def click(self, x: int, y: int) -> None:
        self._do("input.performActions", context=self._window, actions=gestures.click(x, y))

    def drag(self, start: gestures.Place, stop: gestures.Place) -> None:
        self._do("input.performActions", context=self._window, actions=gestures.drag(start, stop))

    def downloaded(self) -> Path:
        """Wait for the end of a download that was not given yet, and give its file."""
        method = "browsingContext.downloadEnd"
        while not (ended := [each for each in self._events if each["method"] == method]):
            self._receive()
        self._events.remove(ended[0])
        about = ended[0]["params"]
        assert about["status"] == "complete", about
        return moved(Path(about["filepath"]), self._folder)

    def errors(self) -> list[str]:
        """What the page wrote to the console as an error so far, or threw and did not catch."""
        entries = [each["params"] for each in self._events if each["method"] == "log.entryAdded"]
        return [entry["text"] for entry in entries if entry["level"] == "error"]

    def _start(self, closing: ExitStack) -> None:
        program = programs.firefox()
        assert program, programs.WANTED
        profile = Path(mkdtemp(dir=self._folder))
        told = (f'user_pref("{name}", {json.dumps(value)});' for name, value in self._preferences.items())
        (profile / "user.js").write_text("\n".join(told))
        options = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
        process = closing.enter_context(running([program, *options], stderr=subprocess.PIPE))
        address = f"{_address(process)}/session"
        opened = connect(address, max_size=None, compression=None, open_timeout=PATIENCE, ping_interval=None)
        self._socket = closing.enter_context(opened)
        self._events.clear()
        about = self._do("session.new", capabilities={})["capabilities"]
        self.version = about["browserVersion"].partition(".")[0]
        self._do("session.subscribe", events=["log.entryAdded", "browsingContext.downloadEnd"])
        allowed = {"type": "allowed", "destinationFolder": str(self._folder)}
        self._do("browser.setDownloadBehavior", downloadBehavior=allowed)
        self._window = self._do("browsingContext.getTree")["contexts"][0]["context"]
        self._do("browsingContext.setViewport", context=self._window, viewport=SIZE)

    def _do(self, method: str, **params: object) -> dict[str, Any]:
        """Give a command and wait for its result; events in between are kept."""
        self._count += 1
        self._socket.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while (answer := self._receive()).get("id") != self._count:
            pass
        assert answer["type"] == "success", answer
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(timeout=PATIENCE))
        if message["type"] == "event":
            self._events.append(message)
        return message


def _address(process: subprocess.Popen[str]) -> str:
    """Wait until Firefox says where it listens."""
    assert process.stderr is not None
    late = threading.Timer(PATIENCE, process.kill)  # which ends what it says, too
    late.start()
    try:
        for line in process.stderr:
            if found := LISTENING.search(line):
                # What else it says must not fill the pipe.
                threading.Thread(target=process.stderr.read, daemon=True).start()
                return found[1]
    finally:
        late.cancel()
    raise AssertionError(f"Firefox did not listen within {PATIENCE} s, or ended")

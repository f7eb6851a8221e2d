"""A visitor of a dashboard without a browser: what the component's page sends, and what it is sent."""

import itertools
import json
from typing import Any

from websockets.sync.client import ClientConnection


class Visitor:
    """One visit of `seen.py`; see bokeh.protocol for the messages, each of a header, metadata and content."""

    def __init__(self, connection: ClientConnection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._numbers = itertools.count(1)
        self._send("PULL-DOC-REQ", {})
        kind = ""
        while kind != "PULL-DOC-REPLY":
            kind, content = self._take()
        self._model = next(
            each["id"] for each in _objects(json.loads(content)) if "_work" in each["attributes"]
        )

    def say(self, photo: str, recipe: str) -> None:
        """Tell a recipe of the photo, as the element does after a click."""
        work = [["key", photo], ["recipe", recipe], ["objects", []]]
        new = {"type": "map", "entries": work}
        event = {"kind": "ModelChanged", "model": {"id": self._model}, "attr": "_work", "new": new}
        self._send("PATCH-DOC", {"events": [event]})

    def wait_for(self, word: str) -> None:
        """Wait until what Python shows of itself has a word in it."""
        while word not in self._take()[1]:
            pass

    def _send(self, kind: str, content: object) -> None:
        for part in ({"msgid": str(next(self._numbers)), "msgtype": kind}, {}, content):
            self._connection.send(json.dumps(part))

    def _take(self) -> tuple[str, str]:
        header = json.loads(self._connection.recv(self._seconds))
        _, content = self._connection.recv(self._seconds), self._connection.recv(self._seconds)
        for _ in range(2 * header.get("num_buffers", 0)):
            self._connection.recv(self._seconds)
        return header["msgtype"], str(content)


def _objects(plain: Any) -> list[dict[str, Any]]:
    """All models of a document, wherever they are."""
    inside = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()
    found = [each for part in inside for each in _objects(part)]
    return [plain, *found] if isinstance(plain, dict) and "attributes" in plain else found

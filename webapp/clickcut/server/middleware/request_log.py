"""A number for every request, and a line about it: what was asked for, what was answered, how long it took.

No line has a photo, its hash, a file's name, a client's address or anything else that a client chose, but the
route and the method.
"""

from __future__ import annotations

import logging
import secrets
import sys
import time

from pythonjsonlogger.json import JsonFormatter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from clickcut.server.middleware.answer_start import AnswerStart

HEADER = "X-Request-ID"
_log = logging.getLogger("clickcut.request_log")  # operators pick lines by this name
_BYTES = 8
_CLIENT_LEFT = 499  # as nginx counts those who did not wait for their answer


class RequestLog(AnswerStart):
    """Numbers requests, says the number in the answer, and logs a line at the end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, under a number made here: a client's own could be anything."""
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"] = secrets.token_hex(_BYTES)
        start = time.perf_counter()
        try:
            await super().__call__(scope, receive, send)
        finally:
            facts = {
                "request": state["request_id"],
                "method": scope["method"],
                "route": route_of(scope),
                "status": state.get("status", _CLIENT_LEFT),
                "ms": round(1000 * (time.perf_counter() - start), 1),
            }
            line = " ".join(str(fact) for fact in facts.values())
            _log.info(line, extra=facts)

    def on_start(self, scope: Scope, message: Message) -> None:
        """Say the number, and note the status for the line."""
        MutableHeaders(scope=message)[HEADER] = scope["state"]["request_id"]
        scope["state"]["status"] = message["status"]


def request_id(request: Request) -> str:
    """Give the number of a request, or nothing where nobody numbers them."""
    number: str = getattr(request.state, "request_id", "")
    return number


def route_of(scope: Scope) -> str:
    """Name the route that a request went to, by its pattern: paths are a client's."""
    return getattr(scope.get("route"), "path", None) or "other"


def set_up_logging(*, level: str, as_json: bool) -> None:
    """Send what is logged to the standard error, a line each."""
    handler = logging.StreamHandler(sys.stderr)
    names = ("asctime", "levelname", "name", "message")
    handler.setFormatter(
        JsonFormatter(list(names), rename_fields={"asctime": "time", "levelname": "level", "name": "logger"})
        if as_json
        else logging.Formatter(" ".join(f"%({name})s" for name in names))
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)

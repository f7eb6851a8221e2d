"""Errors as HTTP tells them: `application/problem+json` (RFC 9457) with a stable `code`.

Sentences are the core's; here is only which status each code has. Nothing about our inside leaves.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from clickcut_core.errors import ClickcutError
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from clickcut.metrics import Metrics
from clickcut.server.middleware.request_log import request_id

MEDIA_TYPE = "application/problem+json"
# Where the error does not say itself how long it will last.
RETRY_SECONDS = {"not-ready": 5, "too-many-at-once": 1}
STATUS: dict[str, int] = {
    "empty-photo": 400,
    "not-a-photo": 422,
    "raw-photo": 422,
    "photo-variant": 422,
    "truncated-photo": 422,
    "too-many-bytes": 413,
    "too-many-pixels": 422,
    "photo-too-small": 422,
    "photo-too-narrow": 422,
    "unsupported-media-type": 415,
    "invalid-hash": 400,
    "unknown-photo": 404,
    "invalid-request": 400,
    "not-found": 404,
    "method-not-allowed": 405,
    "upload-too-slow": 408,
    "photo-too-costly": 422,
    "png-too-large": 422,
    "invalid-prompt": 422,
    "invalid-option": 422,
    "invalid-look": 422,
    "too-many-points": 422,
    "no-subject": 422,
    "no-mask": 422,
    "empty-mask": 422,
    "format-too-small": 422,
    "cutout-too-costly": 422,
    "photo-needed": 422,
    "other-site": 403,
    "host-unknown": 421,
    "token-needed": 401,
    "too-many-at-once": 429,
    "too-many-requests": 429,
    "not-ready": 503,
    "encoder-wrong": 503,
    "encoder-unusable": 503,
    "busy": 503,
    "server-failed": 500,
}

_log = logging.getLogger(__name__)


def problem(error: ClickcutError, request: Request, *, status: int | None = None) -> JSONResponse:
    """Give the answer for an error; with the status of its code unless another is given."""
    metrics: Metrics = request.app.state.metrics
    metrics.refusals.labels(error.code).inc()
    code = status or STATUS.get(error.code, 500)
    return JSONResponse(
        content(error, code) | {"instance": request.url.path, "request": request_id(request)},
        status_code=code,
        media_type=MEDIA_TYPE,
        # An error is about now: kept by a cache it would outlive its cause.
        headers={"Cache-Control": "no-store"} | _retry_after(error) | _challenge(error),
    )


def content(error: ClickcutError, status: int) -> dict[str, object]:
    """Give what is told of an error, whatever it was that was asked."""
    told = error.to_json()
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": told["message"],
        "code": error.code,
        "values": told["values"],
    }


def _failed(request: Request) -> ClickcutError:
    return ClickcutError("server-failed", request=request_id(request))


def _retry_after(error: ClickcutError) -> dict[str, str]:
    """Say when to come back, to those who may (RFC 9110, 10.2.3)."""
    seconds = RETRY_SECONDS.get(error.code) or error.values.get("seconds")
    return {} if seconds is None else {"Retry-After": str(seconds)}


def _challenge(error: ClickcutError) -> dict[str, str]:
    """Say how to come in (RFC 6750, 3)."""
    return {"WWW-Authenticate": "Bearer"} if error.code == "token-needed" else {}


def add_problems(app: FastAPI) -> None:
    """Have the app answer every error as a problem. `UnexpectedErrors` is for those nobody foresaw."""
    app.exception_handler(ClickcutError)(_on_clickcut_error)
    app.exception_handler(HTTPException)(_on_http_exception)
    app.exception_handler(RequestValidationError)(_on_validation_error)


async def _on_clickcut_error(request: Request, error: ClickcutError) -> JSONResponse:
    return problem(error, request)


async def _on_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    status = error.status_code
    if status == HTTPStatus.NOT_FOUND:
        told = ClickcutError("not-found")
    elif status == HTTPStatus.METHOD_NOT_ALLOWED:
        told = ClickcutError("method-not-allowed", method=request.method)
    elif status < HTTPStatus.INTERNAL_SERVER_ERROR:
        told = ClickcutError("invalid-request", reason=str(error.detail))
    else:
        told = _failed(request)
    response = problem(told, request, status=status)
    response.headers.update(error.headers or {})
    return response


async def _on_validation_error(request: Request, error: RequestValidationError) -> JSONResponse:
    reasons = (f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return problem(ClickcutError("invalid-request", reason="; ".join(reasons)), request)


class UnexpectedErrors:
    """ASGI middleware: logs an exception nobody foresaw, and tells the client no more than that.

    Not Starlette's handler for `Exception`, which stands outside every other middleware: its answers would
    lack the security headers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on; answer for what comes back as an exception, while there is still time to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there to be told
        except Exception:
            if started:
                raise
            request = Request(scope)
            # The path is a client's, and could name a photo.
            _log.exception("unexpected error", extra={"request": request_id(request)})
            await problem(_failed(request), request)(scope, receive, send)

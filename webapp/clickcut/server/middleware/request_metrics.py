"""Counts every answer by route, method and status; what else is counted is counted where it happens."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Scope

from clickcut.metrics import Metrics
from clickcut.server.middleware.answer_start import AnswerStart
from clickcut.server.middleware.request_log import route_of

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class RequestMetrics(AnswerStart):
    """Counts answers by route."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        super().__init__(app)
        self._metrics = metrics

    def on_start(self, scope: Scope, message: Message) -> None:
        """Count the answer."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route_of(scope), method, str(message["status"])).inc()

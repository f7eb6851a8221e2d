"""What the server counts, for Prometheus: one registry per app, nothing process-wide.

No label holds anything a client chose, so their number is bounded.
"""

from __future__ import annotations

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector
from starlette.types import ASGIApp, Message, Scope

from clickcut.answer_start import AnswerStart
from clickcut.request_log import route_of

CONTENT_TYPE = prometheus_client.CONTENT_TYPE_LATEST
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)  # memory, processor's time, open files
        self.requests = Counter(
            "clickcut_requests", "Answers, by route.", ["route", "method", "status"], registry=self.registry
        )
        self.refusals = Counter(
            "clickcut_refusals", "Requests refused, by reason.", ["code"], registry=self.registry
        )
        self.embeddings = Counter(
            "clickcut_embeddings",
            "Embeddings handed out for a photo sent: new, cached, or joined to one being made.",
            ["outcome"],
            registry=self.registry,
        )
        self.pending = Gauge(
            "clickcut_photos_pending", "Photos being encoded or waiting for it.", registry=self.registry
        )
        self.encode_seconds = Histogram(
            "clickcut_encode_seconds",
            "Time to encode one photo; its count is the number of encoder runs.",
            buckets=(0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30),
            registry=self.registry,
        )
        self.encoder = Info("clickcut_encoder", "Which encoder is run, and why.", registry=self.registry)
        self.ready = Gauge("clickcut_ready", "1 when photos can be encoded.", registry=self.registry)

    def text(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        return prometheus_client.generate_latest(self.registry)


class RequestMetrics(AnswerStart):
    """Counts answers by route."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        super().__init__(app)
        self._metrics = metrics

    def on_start(self, scope: Scope, message: Message) -> None:
        """Count the answer."""
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.requests.labels(route_of(scope), method, str(message["status"])).inc()

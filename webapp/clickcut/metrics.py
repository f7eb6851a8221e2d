"""What the server counts, for Prometheus: one registry per app, or one for all workers of a server.

No label holds anything a client chose, so their number is bounded.
"""

from __future__ import annotations

import os

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from clickcut.workers_metrics import FOLDER, registry_of_workers

CONTENT_TYPE = prometheus_client.CONTENT_TYPE_LATEST


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
            "clickcut_photos_pending",
            "Photos being encoded or waiting for it.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.cutouts = Gauge(
            "clickcut_cutouts_pending",
            "Cut-outs being made or waiting for it.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.encode_seconds = Histogram(
            "clickcut_encode_seconds",
            "Time to encode one photo; its count is the number of encoder runs.",
            buckets=(0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 30),
            registry=self.registry,
        )
        self.encoder = Gauge(
            "clickcut_encoder_info",
            "Which encoder is run, and why.",
            ["name", "reason"],
            registry=self.registry,
            multiprocess_mode="max",
        )
        self.ready = Gauge(
            "clickcut_ready",
            "Processes that can encode photos.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )

    def text(self) -> bytes:
        """Write all figures in Prometheus' text format."""
        folder = os.environ.get(FOLDER)
        return prometheus_client.generate_latest(registry_of_workers(folder) if folder else self.registry)

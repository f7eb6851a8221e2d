"""The figures of several workers as one: each counts in files of its own, and whoever is asked adds up.

https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that makes prometheus_client count in files. It is read when that is imported."""
_SUMS = ("process_resident_memory_bytes", "process_cpu_seconds", "process_open_fds")


def registry_of_workers(folder: str) -> CollectorRegistry:
    """Give what all workers have counted, those that died included; states are of the living alone."""
    pids = {int(file.stem.rpartition("_")[2]) for file in Path(folder).glob("gauge_live*.db")}
    living = {pid for pid in pids if _is_alive(pid)}
    for pid in pids - living:
        mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    registry.register(_Processes(living))
    return registry


class _Processes:
    """What `ProcessCollector` tells of one process, of several together."""

    def __init__(self, pids: Iterable[int]) -> None:
        self._collectors = [ProcessCollector(pid=partial(int, pid), registry=None) for pid in pids]

    def collect(self) -> Iterable[Metric]:
        """Add up what makes sense as a sum."""
        metrics = [metric for collector in self._collectors for metric in collector.collect()]
        for name in _SUMS:
            of_each = [metric for metric in metrics if metric.name == name]
            if of_each:
                total = Metric(name, of_each[0].documentation, of_each[0].type)
                sample = of_each[0].samples[0]
                total.add_sample(sample.name, {}, sum(metric.samples[0].value for metric in of_each))
                yield total


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True

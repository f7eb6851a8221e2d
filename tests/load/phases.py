"""A stretch of time with so many visitors and uploaders at a server, and what was seen of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import gevent
from locust.env import Environment

from tests.load.locustfile import PHOTO_SECONDS, VISIT_SECONDS, Uploader, Visitor
from tests.load.machine import Usage, resident
from tests.load.server import LoadedServer

SETTLING_SECONDS = 5.0


@dataclass
class Phase:
    """What was seen: `times` are milliseconds by a request's name, `answers` statuses of photos sent."""

    name: str
    spent: Usage
    resident: float = 0
    times: dict[str, list[float]] = field(default_factory=dict)
    answers: Counter[int] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)

    def percentile(self, name: str, share: float) -> float:
        values = sorted(self.times[name])
        return values[min(len(values) - 1, round(share * len(values)))]

    @property
    def offered(self) -> float:
        """Photos sent in a second."""
        return self.answers.total() / self.spent.seconds


def run_phase(
    server: LoadedServer,
    name: str,
    *,
    visitors: int,
    uploaders: int,
    seconds: float,
    tell: Callable[[str], None],
) -> Phase:
    """Let the users come one by one, wait until all are there, then look on for so many seconds."""
    tell(f"{name}: {visitors} visitors, {uploaders} uploaders, {seconds:.0f} s")
    classes = [kind for kind, count in ((Visitor, visitors), (Uploader, uploaders)) if count]
    Visitor.fixed_count, Uploader.fixed_count = visitors, uploaders
    environment = Environment(user_classes=classes, host=server.url)
    phase = Phase(name, server.usage())
    looking = False

    def note(name: str, response_time: float, response: Any, exception: Exception | None, **_: Any) -> None:
        status = getattr(response, "status_code", 0)
        if exception or (status >= 500 and name != "photo"):
            phase.failures[f"{name}: {exception or status}"] += 1
        elif looking and name == "photo":
            phase.answers[status] += 1
        elif looking:
            phase.times.setdefault(name, []).append(response_time)

    environment.events.request.add_listener(note)
    runner = environment.create_local_runner()
    coming = max(PHOTO_SECONDS if uploaders else 0, VISIT_SECONDS)
    runner.start(visitors + uploaders, spawn_rate=(visitors + uploaders) / coming)
    gevent.sleep(coming + SETTLING_SECONDS)
    before, looking = server.usage(), True
    gevent.sleep(seconds)
    looking = False
    phase.spent = server.usage() - before
    phase.resident = resident(server.process)
    runner.quit()
    return phase

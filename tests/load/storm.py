"""The load test: the server's throughput and answers, before, while and after more is sent than it can do."""

from collections.abc import Callable
from dataclasses import dataclass

import gevent

from tests.bench.bars import Bar
from tests.load import bare
from tests.load.costs import Cost, photo_cost, visit_cost
from tests.load.locustfile import EMBEDDINGS, KNOWN, PHOTO_SECONDS
from tests.load.machine import Usage
from tests.load.phases import Phase, run_phase
from tests.load.server import loaded_server

VISITORS = 8
STEPS = (1, 2, 4)
"""Photos offered, by what the encoder can do."""
PROMPT = ("cached embedding", "health", "ready", "page")
"""What is to be answered as if nothing were."""
INTENDED = 503
SETTLED_SECONDS = 10


@dataclass(frozen=True)
class Storm:
    """One run."""

    bare: list[Usage]
    costs: list[Cost]
    idle: Phase
    steps: list[Phase]
    after: Phase

    @property
    def best(self) -> float:
        """Photos a second of the bare loop, before or after."""
        return max(each.fair_rate for each in self.bare)


def run(step_seconds: float, *, tell: Callable[[str], None]) -> Storm:
    """Measure everything in one run."""
    short = step_seconds / 3
    tell(f"bare loop: {short:.0f} s")
    before = bare.measured(short)
    with loaded_server() as server:

        def phase(name: str, seconds: float, uploaders: int = 0) -> Phase:
            return run_phase(server, name, visitors=VISITORS, uploaders=uploaders, seconds=seconds, tell=tell)

        tell("cost of a photo and of a visit")
        for known in KNOWN:
            server.client.post(EMBEDDINGS, content=known).raise_for_status()
        costs = [
            photo_cost(server, 10),
            visit_cost(server, 10, first=True),
            visit_cost(server, 30, first=False),
        ]
        idle = phase("idle", step_seconds)
        steps = [
            phase(f"storm, {times}x", step_seconds, round(times * before.rate * PHOTO_SECONDS))
            for times in STEPS
        ]
        gevent.sleep(SETTLED_SECONDS)
        after = phase("idle again", step_seconds)
    tell(f"bare loop: {short:.0f} s")
    return Storm([before, bare.measured(short)], costs, idle, steps, after)


def bars(storm: Storm) -> list[Bar]:
    """Judge a run."""
    held = []
    for step in storm.steps[1:]:  # of as much as it can do, chance leaves a little undone
        held.append(
            Bar(
                f"{step.name}: encoder's throughput ÷ bare loop", step.spent.fair_rate / storm.best, least=0.9
            )
        )
    for step in storm.steps:
        for name in ("cached embedding", "health"):
            ratio = step.percentile(name, 0.95) / storm.idle.percentile(name, 0.95)
            held.append(Bar(f"{step.name}: {name}, p95 ÷ idle", ratio, most=3))
    unintended = sum(
        count
        for phase in (storm.idle, *storm.steps, storm.after)
        for count in (
            phase.failures.total(),
            *(n for status, n in phase.answers.items() if status >= 500 and status != INTENDED),
        )
    )
    held.append(Bar("failures, and 5xx other than the intended 503", unintended, most=0))
    for name in ("cached embedding", "health"):
        ratio = storm.after.percentile(name, 0.5) / storm.idle.percentile(name, 0.5)
        held.append(Bar(f"{name} after the storm, p50 ÷ before", ratio, most=1.25))
    held.append(Bar("memory after the storm ÷ before", storm.after.resident / storm.idle.resident, most=1.1))
    return held


def report(storm: Storm) -> str:
    """Write the tables."""
    lines = [
        f"{'cores in use':<20}{'server':>9}{'decoders':>9}{'clients':>9}{'others':>9}"
        f"{'photos/s':>10}{'corrected':>10}{'by server':>10}"
    ]
    rows = [(each.name, each.spent) for each in storm.steps]
    for name, spent in [("bare loop, before", storm.bare[0]), *rows, ("bare loop, after", storm.bare[1])]:
        parts = (spent.encoding, spent.decoders, spent.own if spent.server else 0, spent.others)
        cores = "".join(f"{part / spent.seconds:>9.2f}" for part in parts)
        by_server = spent.photos / spent.encoding
        lines.append(f"{name:<20}{cores}{spent.rate:>10.2f}{spent.fair_rate:>10.2f}{by_server:>10.2f}")
    lines.append(
        f"\n{'answers, ms: p50 and p95':<18}"
        + "".join(f"{name:>20}" for name in PROMPT)
        + f"{'memory, MB':>12}"
    )
    for phase in (storm.idle, *storm.steps, storm.after):
        times = (
            f"{phase.percentile(name, 0.5):>12.1f}{phase.percentile(name, 0.95):>8.1f}" for name in PROMPT
        )
        lines.append(f"{phase.name:<18}" + "".join(times) + f"{phase.resident:>12.0f}")
    lines.append("")
    for step in storm.steps:
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(step.answers.items()))
        lines.append(
            f"{step.name:<18}{step.offered / storm.best:.1f} times what the encoder can do: {answers}"
        )
        lines += [f"{step.name:<18}failed: {count} × {told}" for told, count in step.failures.items()]
    return "\n".join([*lines, "", *map(str, storm.costs)])

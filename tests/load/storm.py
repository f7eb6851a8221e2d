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
    """In turns with the steps: one before each, and one after the last."""
    costs: list[Cost]
    idle: Phase
    steps: list[Phase]
    after: Phase

    def possible(self, step: int) -> float:
        """Photos a second of the bare loops around a step: the processor's speed changes within a run."""
        return sum(each.fair_rate for each in self.bare[step : step + 2]) / 2


def run(step_seconds: float, *, tell: Callable[[str], None]) -> Storm:
    """Measure everything in one run."""

    def loop() -> Usage:
        tell(f"bare loop: {step_seconds / 3:.0f} s")
        return bare.measured(step_seconds / 3)

    loops, steps = [loop()], []
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
        for times in STEPS:
            uploaders = round(times * loops[0].rate * PHOTO_SECONDS)
            steps.append(phase(f"storm, {times}x", step_seconds, uploaders))
            gevent.sleep(SETTLED_SECONDS)
            loops.append(loop())
        after = phase("idle again", step_seconds)
    return Storm(loops, costs, idle, steps, after)


def bars(storm: Storm) -> list[Bar]:
    """Judge a run."""
    held = []
    # Of as much as the encoder can do, the first step, chance leaves a little undone.
    for index, step in enumerate(storm.steps[1:], 1):
        ratio = step.spent.fair_rate / storm.possible(index)
        held.append(Bar(f"{step.name}: encoder's throughput ÷ bare loop", ratio, least=0.9))
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
    rows = [("bare loop", storm.bare[0])]
    for step, after in zip(storm.steps, storm.bare[1:], strict=True):
        rows += [(step.name, step.spent), ("bare loop", after)]
    for name, spent in rows:
        parts = (spent.encoding, spent.decoders, spent.clients, spent.others)
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
    for index, step in enumerate(storm.steps):
        answers = ", ".join(f"{count} × {status}" for status, count in sorted(step.answers.items()))
        times = step.offered / storm.possible(index)
        lines.append(f"{step.name:<18}{times:.1f} times what the encoder can do: {answers}")
        lines += [f"{step.name:<18}failed: {count} × {told}" for told, count in step.failures.items()]
    return "\n".join([*lines, "", *map(str, storm.costs)])

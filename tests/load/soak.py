"""The soak: photos of every size and format, refused ones among them, and what memory they leave."""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.bench.bars import Bar
from tests.load import photos
from tests.load.locustfile import EMBEDDINGS
from tests.load.machine import resident
from tests.load.mixture import Kind, mixture
from tests.load.server import LoadedServer, loaded_server

SENDERS = 4
WARM_SECONDS = 60
REST_SECONDS = 5
KEPT_MEGABYTES = 50
"""Of embeddings, so that most of the time the cache is full."""


@dataclass
class Soak:
    """Megabytes at rest by minutes, the most there were at work, and what was answered."""

    rests: dict[float, float] = field(default_factory=dict)
    peak: float = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def run(minutes: float, *, tell: Callable[[str], None]) -> Soak:
    """Send for so many minutes, and rest after the first one and in the end."""
    tell("making photos")
    kinds = mixture()
    numbered = enumerate(itertools.cycle(kinds), time.time_ns())
    soak = Soak()
    with loaded_server("--cache-megabytes", str(KEPT_MEGABYTES)) as server:
        start = time.monotonic()

        def rest() -> None:
            time.sleep(REST_SECONDS)
            soak.rests[(time.monotonic() - start) / 60] = resident(server.process)

        tell("the first minute, and the first turn through all kinds")
        _send(server, soak, itertools.islice(numbered, len(kinds)))
        _send(server, soak, _until(start + WARM_SECONDS, numbered))
        rest()
        for part in range(1, 4):
            tell(f"a third of {minutes:g} minutes")
            warm = next(iter(soak.rests)) * 60
            _send(server, soak, _until(start + warm + (minutes * 60 - warm) * part / 3, numbered))
            rest()
    return soak


def bars(soak: Soak) -> list[Bar]:
    """Judge a run."""
    warm, *_, end = soak.rests.values()
    return [
        Bar("memory in the end ÷ after the first minute", end / warm, least=0.9, most=1.1),
        Bar("wrong answers", soak.wrong.total(), most=0),
    ]


def report(soak: Soak) -> str:
    """Write what was seen."""
    rests = (f"{minutes:>8.1f} min{megabytes:>8.0f} MB at rest" for minutes, megabytes in soak.rests.items())
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(soak.statuses.items()))
    wrong = (f"{count} × {told}" for told, count in soak.wrong.items())
    return "\n".join([*rests, f"at work, at most{soak.peak:>8.0f} MB", answers, *wrong])


def _until(end: float, numbered: Iterator[tuple[int, Kind]]) -> Iterator[tuple[int, Kind]]:
    return itertools.takewhile(lambda _: time.monotonic() < end, numbered)


def _send(server: LoadedServer, soak: Soak, numbered: Iterator[tuple[int, Kind]]) -> None:
    """Send all, several at a time; who is told to come back waits so long, and goes on with the next one."""
    lock = threading.Lock()

    def sender(_: int) -> None:
        while True:
            with lock:
                number, kind = next(numbered, (0, None))
                soak.peak = max(soak.peak, resident(server.process))
            if kind is None:
                return
            answer = server.client.post(EMBEDDINGS, content=photos.numbered(kind.content, number))
            soak.statuses[answer.status_code] += 1
            if answer.status_code == 503:
                time.sleep(int(answer.headers["Retry-After"]))
            elif answer.status_code not in kind.statuses:
                soak.wrong[f"{kind.name}: {answer.status_code}"] += 1

    with ThreadPoolExecutor(SENDERS) as senders:
        list(senders.map(sender, range(SENDERS)))

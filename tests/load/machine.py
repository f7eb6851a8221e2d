"""Where the processor's time goes: to the server, its decoders, this process, or programs not of ours."""

import time
from dataclasses import dataclass, fields
from typing import Any

import psutil

CORES = len(psutil.Process().cpu_affinity())


@dataclass(frozen=True)
class Usage:
    """Seconds on the clock, the processor's seconds of everybody and of each of us, and photos encoded."""

    seconds: float
    busy: float
    own: float
    server: float = 0
    decoders: float = 0
    photos: float = 0

    def __sub__(self, before: "Usage") -> "Usage":
        return Usage(*(getattr(self, each.name) - getattr(before, each.name) for each in fields(self)))

    @property
    def encoding(self) -> float:
        """Of the process that encodes: the server, or this one where there is none."""
        return self.server or self.own

    @property
    def clients(self) -> float:
        """Of the visitors, who have machines of their own elsewhere."""
        return self.own if self.server else 0.0

    @property
    def others(self) -> float:
        """Of programs that have no part in this."""
        return max(0.0, self.busy - self.own - self.server - self.decoders)

    @property
    def rate(self) -> float:
        """Photos encoded in a second."""
        return self.photos / self.seconds

    @property
    def fair_rate(self) -> float:
        """Photos encoded in a second of the cores that clients and others left."""
        return self.photos * CORES / (CORES * self.seconds - self.clients - self.others)


def usage(server: psutil.Process | None = None, photos: float = 0) -> Usage:
    """Read the counters, which only differences make sense of."""
    everything = psutil.cpu_times()
    idle = everything.idle + everything.iowait
    # A guest's time is part of user's.
    busy = sum(everything) - idle - everything.guest - everything.guest_nice
    parts: dict[str, float] = {}
    if server:
        times = server.cpu_times()
        ended = times.children_user + times.children_system
        decoders = ended + sum(_sum(each.cpu_times()) for each in children(server))
        parts = {"server": _sum(times), "decoders": decoders}
    return Usage(time.monotonic(), busy, _sum(psutil.Process().cpu_times()), **parts, photos=photos)


def children(server: psutil.Process) -> list[psutil.Process]:
    return server.children(recursive=True)


def resident(server: psutil.Process) -> float:
    """Megabytes of a server's memory and of its decoders'."""
    return sum(each.memory_info().rss for each in (server, *children(server))) / 2**20


def _sum(times: Any) -> float:
    return float(times.user + times.system)

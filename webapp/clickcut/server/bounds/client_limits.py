"""How much one client may ask for: so many photos a minute, so many at a time.

Who a client is, the server in front says (uvicorn, and a proxy that it trusts); here it is a name.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clickcut_core.errors import ClickcutError
from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import SlidingWindowCounterRateLimiter

_CLOCK_SECONDS = 1.0  # what the system's clock may be set by, and no window notices
_IPV6_NETWORK = 64  # bits; a household has that many addresses


class ClientLimits:
    """Counts what each client has under way, and what it had in the last minute.

    Parameters
    ----------
    at_once
        Photos that one client may have under way.
    per_minute
        Photos that one client may send in a minute.
    """

    def __init__(self, *, at_once: int, per_minute: int) -> None:
        self._at_once = at_once
        self._rate = RateLimitItemPerMinute(per_minute)
        self._storage = MemoryStorage()
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        self._clock = _clock()
        self._under_way: Counter[str] = Counter()

    @asynccontextmanager
    async def one_photo(self, address: str) -> AsyncIterator[str]:
        """Let a client's photo in, and count it until it is done; gives the client's name.

        Raises
        ------
        ClickcutError
            `too-many-at-once` or `too-many-requests`.
        """
        client = _client(address)
        if self._under_way[client] >= self._at_once:
            raise ClickcutError("too-many-at-once", limit=self._at_once)
        self._under_way[client] += 1
        try:
            await self._count(client)
            yield client
        finally:
            self._under_way[client] -= 1
            if not self._under_way[client]:
                del self._under_way[client]

    async def _count(self, client: str) -> None:
        await self._follow_clock()
        if await self._limiter.hit(self._rate, client):
            return
        ends = (await self._limiter.get_window_stats(self._rate, client)).reset_time
        seconds = max(1, math.ceil(ends - time.time()))
        raise ClickcutError("too-many-requests", limit=self._rate.amount, seconds=seconds)

    async def _follow_clock(self) -> None:
        """Begin all windows anew where the clock was set: they are dated by it, and could last for days."""
        clock = _clock()
        if abs(clock - self._clock) > _CLOCK_SECONDS:
            await self._storage.reset()
        self._clock = clock


def _clock() -> float:
    """Give what the system's clock is ahead, in seconds, of the one that nobody sets."""
    return time.time() - time.monotonic()


def _client(address: str) -> str:
    """Take the addresses of one household as one client's."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    # A socket for both versions gives IPv4 addresses as IPv6: all of them lie in one network.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network((parsed, _IPV6_NETWORK), strict=False))

"""The memory that photos may take in this process, and how much of it one client may have.

It counts bytes and knows nothing of photos; who asks for room does so before the room is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from clickcut_core.errors import ClickcutError

from clickcut.settings import MEGABYTE


class Memory:
    """Gives room to clients: to each at most as much as stays free for all the others.

    So one client gets half of it, a second one a quarter, and whoever comes next still finds room.

    Parameters
    ----------
    megabytes
        To give away, all clients together.
    """

    def __init__(self, megabytes: int) -> None:
        self._free = megabytes * MEGABYTE
        self._held: Counter[str] = Counter()
        self.most = self._free // 2
        """Bytes that one client can have while nobody else has any."""

    @contextmanager
    def held_for(self, client: str) -> Iterator[Held]:
        """Begin to hold memory for a client, nothing at first; it is all free again when the context ends."""
        held = Held(self, client)
        try:
            yield held
        finally:
            held.resize(0)

    def has_room(self, client: str, more: int) -> bool:
        """Whether a client may have so many bytes more."""
        return self._held[client] + more <= self._free - more

    def give(self, client: str, more: int) -> None:
        """Give a client so many bytes more, or take back what is less than nothing.

        Raises
        ------
        ClickcutError
            `busy`; then nothing was given.
        """
        if more > 0 and not self.has_room(client, more):
            raise ClickcutError("busy", seconds=1)
        self._free -= more
        self._held[client] += more
        if not self._held[client]:
            del self._held[client]


class Held:
    """What is held for one request.

    Attributes
    ----------
    size
        Bytes.
    """

    def __init__(self, memory: Memory, client: str) -> None:
        self.size = 0
        self._memory = memory
        self._client = client

    def check(self, size: int) -> None:
        """See that there is room for so many bytes in all.

        Raises
        ------
        ClickcutError
            `busy`.
        """
        if not self._memory.has_room(self._client, size - self.size):
            raise ClickcutError("busy", seconds=1)

    def resize(self, size: int) -> None:
        """Hold so many bytes from now on.

        Raises
        ------
        ClickcutError
            `busy`; then as many are held as before.
        """
        self._memory.give(self._client, size - self.size)
        self.size = size

"""A runtime whose work can be stopped between two graphs. It knows nothing of what they compute."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.runtime import Feeds, InferenceRuntime, KeptTensor, Tensor

IsWanted = Callable[[], Awaitable[bool]]
"""Lets whoever asked for work be heard, and tells whether they still want it."""


class StoppableRuntime:
    """Another runtime, but for what is done within `stoppable` or `wanted`."""

    def __init__(self, runtime: InferenceRuntime) -> None:
        self._runtime = runtime
        self._is_stoppable = False
        self._is_stopped = False
        self._is_wanted: IsWanted | None = None

    @contextmanager
    def stoppable(self) -> Iterator[None]:
        """Let `stop` end what is done meanwhile."""
        self._is_stoppable, self._is_stopped = True, False
        try:
            yield
        finally:
            self._is_stoppable = self._is_stopped = False

    def stop(self) -> None:
        """Have the next graph fail; without anything that may be stopped, nothing happens."""
        self._is_stopped = self._is_stoppable

    @contextmanager
    def wanted(self, is_wanted: IsWanted | None) -> Iterator[None]:
        """End what is done meanwhile once nobody wants it; None has it done to its end.

        Unlike `stop`, this can't come too early: what was unwanted before it began fails at its first graph.
        """
        self._is_wanted = is_wanted
        try:
            yield
        finally:
            self._is_wanted = None

    async def heed(self) -> None:
        """Fail with `cancelled` if nobody wants what is done; also for long work between two graphs."""
        if self._is_wanted is not None and not await self._is_wanted():
            raise ClickcutError("cancelled")

    async def load(self, url: str) -> Any:
        """Load a graph."""
        return await self._runtime.load(url)

    async def run(
        self, graph: Any, feeds: Feeds, *, keep: Collection[str] | None = ()
    ) -> dict[str, Tensor | KeptTensor]:
        """Run a graph; see `InferenceRuntime.run`.

        Raises
        ------
        ClickcutError
            `cancelled`; of `stop` once, as whoever tidies up after it may run graphs.
        """
        await self.heed()
        if self._is_stopped:
            self._is_stopped = False
            raise ClickcutError("cancelled")
        return await self._runtime.run(graph, feeds, keep=keep)

    def release(self, handle: Any) -> None:
        """Free a graph or a kept tensor."""
        self._runtime.release(handle)

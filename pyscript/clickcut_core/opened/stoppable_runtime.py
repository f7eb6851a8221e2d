"""A runtime whose work can be stopped between two graphs. It knows nothing of what they compute."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.runtime import Feeds, InferenceRuntime, KeptTensor, Tensor


class StoppableRuntime:
    """Another runtime, but for what is done within `stoppable`."""

    def __init__(self, runtime: InferenceRuntime) -> None:
        self._runtime = runtime
        self._is_stoppable = False
        self._is_stopped = False

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
            `cancelled`, once: whoever tidies up after it may run graphs.
        """
        if self._is_stopped:
            self._is_stopped = False
            raise ClickcutError("cancelled")
        return await self._runtime.run(graph, feeds, keep=keep)

    def release(self, handle: Any) -> None:
        """Free a graph or a kept tensor."""
        self._runtime.release(handle)

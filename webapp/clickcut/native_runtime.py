"""The core's `InferenceRuntime` on native onnxruntime: for the command line and the tests."""

from __future__ import annotations

from collections.abc import Collection, Coroutine
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import Any, TypeVar

import numpy as np
import onnxruntime as ort
from clickcut_core.masks.graphs import Graphs
from clickcut_core.proposals.graphs import ProposalGraphs
from clickcut_core.runtime import Feeds, KeptTensor, Tensor
from clickcut_models.manifest import Manifest

Result = TypeVar("Result")


def completed(work: Coroutine[Any, Any, Result]) -> Result:
    """Run a session's coroutine to its end, here and now, whether or not an event loop runs around it.

    Natively nothing in it ever waits, so it ends at the first step.
    """
    try:
        work.send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    work.close()
    raise RuntimeError("a session on native onnxruntime waited for something")


def session_options(threads: int) -> ort.SessionOptions:
    """Say how graphs are run: with so many threads, 0 for one per core.

    A thread that waits for another's part sleeps instead of spinning, and parts get smaller towards the end:
    others want the cores, too. https://onnxruntime.ai/docs/performance/tune-performance/threading.html
    """
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.dynamic_block_base", "4")
    return options


@cache
def share_memory() -> None:
    """Have all graphs that `NativeRuntime` loads in this process from now on take memory from one arena.

    An arena gives nothing back to the system. If each graph has its own, as by default, a process keeps the
    most that each of them ever needed, and more, as arenas double; see "Share allocator(s) between sessions"
    in https://onnxruntime.ai/docs/get-started/with-c.html. The encoder has its own: between long-lived small
    tensors there would be no room for its large ones.
    """
    kind = ort.OrtMemoryInfo("Cpu", ort.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, ort.OrtMemType.DEFAULT)
    # 1 is kSameAsRequested: it grows by what is asked for; 0 and -1 are the defaults.
    growth = {"max_mem": 0, "arena_extend_strategy": 1}
    growth |= {"initial_chunk_size_bytes": -1, "max_dead_bytes_per_chunk": -1}
    ort.create_and_register_allocator(kind, ort.OrtArenaCfg(growth))


@dataclass
class NativeGraph:
    """A graph of onnxruntime's, loaded when it is first used."""

    path: str
    options: ort.SessionOptions

    @cached_property
    def session(self) -> ort.InferenceSession:
        """The graph, loaded."""
        providers = ["CPUExecutionProvider"]  # there is none to fall back to
        return ort.InferenceSession(self.path, self.options, providers=providers, enable_fallback=False)


class NativeRuntime:
    """Runs the same graphs as the browser, on the CPU, with the same results.

    Parameters
    ----------
    threads
        How many a graph runs with; 0 for one per core.
    at_once
        Whether graphs are loaded when that is asked for; else each when it first runs, as one cut-out needs
        few of them.
    """

    def __init__(self, *, threads: int = 0, at_once: bool = False) -> None:
        self._options = session_options(threads)
        self._options.add_session_config_entry("session.use_env_allocators", "1")  # see `share_memory`
        self._at_once = at_once

    async def load(self, url: str) -> NativeGraph:
        """Give the graph at a path."""
        graph = NativeGraph(url, self._options)
        if self._at_once:
            graph.session  # noqa: B018  loads it
        return graph

    async def run(
        self, graph: NativeGraph, feeds: Feeds, *, keep: Collection[str] | None = ()
    ) -> dict[str, Tensor | KeptTensor]:
        """Run a graph; see `InferenceRuntime.run`."""
        names = [output.name for output in graph.session.get_outputs()]
        arrays = graph.session.run(names, {name: _array(tensor) for name, tensor in feeds.items()})
        return {
            name: (KeptTensor if keep is None or name in keep else Tensor)(
                str(array.dtype), array.shape, array
            )
            for name, array in zip(names, arrays, strict=True)
        }

    def release(self, handle: Any) -> None:
        """Do nothing: Python's own memory management frees sessions and arrays."""


class NativeRows:
    """The core's `PhotoRows` over an array, uint8 (height, width, 4)."""

    def __init__(self, pixels: np.ndarray) -> None:
        self._pixels = pixels

    async def rows(self, start: int, stop: int, left: int, right: int) -> KeptTensor:
        """Give columns of rows; whole rows without copying them."""
        rows = np.ascontiguousarray(self._pixels[start:stop, left:right])
        return KeptTensor("uint8", rows.shape, rows)


def _array(tensor: Tensor | KeptTensor) -> np.ndarray:
    if isinstance(tensor, KeptTensor):
        array: np.ndarray = tensor.handle
        return array
    return np.frombuffer(tensor.data, dtype=tensor.dtype).reshape(tensor.dims)


async def load_graphs(runtime: NativeRuntime, manifest: Manifest) -> Graphs:
    """Load what a session works with."""
    names = [field.name for field in fields(Graphs)]
    return Graphs(*[await runtime.load(str(manifest.path(name))) for name in names])


async def load_proposal_graphs(runtime: NativeRuntime, manifest: Manifest) -> ProposalGraphs:
    """Load what looks for objects before anybody clicks."""
    names = [field.name for field in fields(ProposalGraphs)]
    return ProposalGraphs(*[await runtime.load(str(manifest.path(name))) for name in names])

"""The core's `InferenceRuntime` in the browser: onnxruntime-web, behind the JavaScript bridge.

The only module that converts values for JavaScript; see shell/worker/bridge.js for the other side.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pyodide.ffi import to_js

from clickcut_core.errors import ClickcutError
from clickcut_core.masks.decided import INSIDE, Span
from clickcut_core.runtime import Feeds, KeptTensor, Tensor


class BridgeRuntime:
    """Runs graphs through the bridge; no JavaScript object outlives a call here."""

    def __init__(self, bridge: Any) -> None:
        self._bridge = bridge

    async def load(self, url: str) -> Any:
        """Load the graph at a URL; gives the bridge's number for it."""
        return await self._bridge.load(url)

    async def run(
        self, graph: Any, feeds: Feeds, *, keep: Collection[str] | None = ()
    ) -> dict[str, Tensor | KeptTensor]:
        """Run a graph; see `InferenceRuntime.run`."""
        packed = to_js([_pack(name, tensor) for name, tensor in feeds.items()])
        try:
            outputs = await self._bridge.run(graph, packed, keep if keep is None else to_js(list(keep)))
        except Exception as error:
            raise ClickcutError("out-of-memory" if _is_of_memory(str(error)) else "decode-failed") from error
        return {name: _unpack(dtype, dims, data) for name, dtype, dims, data in outputs}

    def release(self, handle: Any) -> None:
        """Free a graph or a kept tensor on the other side."""
        self._bridge.release(handle.handle if isinstance(handle, KeptTensor) else handle)


class BridgeRows:
    """The core's `PhotoRows` over a photo whose pixels JavaScript holds; see shell/files/cutout.js."""

    def __init__(self, photo: Any) -> None:
        self._photo = photo

    async def rows(self, start: int, stop: int, left: int, right: int) -> KeptTensor:
        """Put columns of rows among the bridge's tensors; no pixel comes to Python.

        Raises
        ------
        ClickcutError
            `cancelled`, when JavaScript wants no more of it.
        """
        handle = await self._photo.rows(start, stop, left, right)
        if not handle:
            raise ClickcutError("cancelled")
        return KeptTensor("uint8", (stop - start, right - left, 4), handle)

    def settle(self, start: int, stop: int, span: Span) -> None:
        """Have JavaScript keep or clear what needs no graph."""
        self._photo.settle(start, stop, span.left, span.right, span.kind == INSIDE)


def _is_of_memory(message: str) -> bool:
    """Tell a lack of memory, as onnxruntime and browsers call it, from other failures."""
    return any(word in message.lower() for word in ("memory", "alloc"))


def _pack(name: str, tensor: Tensor | KeptTensor) -> list[Any]:
    if isinstance(tensor, KeptTensor):
        return [name, tensor.dtype, list(tensor.dims), tensor.handle]
    return [name, tensor.dtype, list(tensor.dims), memoryview(tensor.data).cast("B")]


def _unpack(dtype: str, dims: Any, data: Any) -> Tensor | KeptTensor:
    shape = tuple(dims.to_py())
    if isinstance(data, int):
        return KeptTensor(dtype, shape, data)
    return Tensor(dtype, shape, data.to_bytes())

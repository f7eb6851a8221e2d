"""What the core needs from an ONNX runtime, and nothing about any particular one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

CODES: Mapping[str, Literal["f", "i", "B"]] = {"float32": "f", "int32": "i", "uint8": "B"}
"""How the standard library's `array` and `memoryview` name each dtype."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor whose values Python holds, flat and in C order.

    `dtype` is one of `CODES`; `data` is any contiguous buffer (array, bytes,
    memoryview, ndarray) that holds exactly the product of `dims` such values.
    """

    dtype: str
    dims: tuple[int, ...]
    data: Any


@dataclass(frozen=True, slots=True)
class KeptTensor:
    """A tensor that stays on the ONNX side; Python holds no more than its name tag.

    `handle` means something only to the runtime that made it, and is dead after `release`.
    """

    dtype: str
    dims: tuple[int, ...]
    handle: Any


Feeds = Mapping[str, "Tensor | KeptTensor"]


class InferenceRuntime(Protocol):
    """Loads and runs ONNX graphs. Implemented for onnxruntime and for the bridge to onnxruntime-web."""

    async def load(self, url: str) -> Any:
        """Load the graph at a URL or path and give a handle to it."""

    async def run(
        self, graph: Any, feeds: Feeds, *, keep: Collection[str] | None = ()
    ) -> dict[str, Tensor | KeptTensor]:
        """Run a graph on all its inputs; outputs named in `keep` (None: all) stay on the ONNX side."""

    def release(self, handle: Any) -> None:
        """Free a loaded graph or a kept tensor. Releasing twice is harmless."""

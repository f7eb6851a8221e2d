"""A photo that is ready for clicks: its context on the ONNX side, and what can be computed from it.

It knows how to run the graphs and nothing about history or choice.
"""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, cast

from clickcut_core.embedding import Embedding
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.prediction import Mask, MaskPrediction, measure
from clickcut_core.prompts import PromptSet
from clickcut_core.runtime import InferenceRuntime, KeptTensor, Tensor

# Rows of a full-resolution mask are made in strips of this many pixels: some 40 MB of temporaries.
STRIP_PIXELS = 2_000_000


@dataclass(frozen=True, slots=True)
class Graphs:
    """Handles to the loaded graphs, as the runtime gave them."""

    context: Any
    decoder: Any
    upsample: Any


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows `start` to `stop` of a mask at photo resolution: uint8 (stop − start, width), 0 or 255."""

    start: int
    stop: int
    mask: KeptTensor


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """One photo's context and frame, bound to the runtime that holds them."""

    runtime: InferenceRuntime
    graphs: Graphs
    frame: Frame
    context: Mapping[str, KeptTensor]

    @classmethod
    async def of(cls, runtime: InferenceRuntime, graphs: Graphs, embedding: Embedding) -> EncodedImage:
        """Run `context.onnx` on an embedding, once per photo."""
        context = await runtime.run(graphs.context, embedding.tensors, keep=None)
        return cls(runtime, graphs, embedding.frame, cast("dict[str, KeptTensor]", context))

    async def predict(self, prompts: PromptSet) -> MaskPrediction:
        """Run `decoder.onnx`; the caller releases the prediction's masks."""
        feeds = {**self.context, **prompts.feeds(self.frame)}
        started = perf_counter()
        outputs = await self.runtime.run(self.graphs.decoder, feeds, keep=("masks",))
        milliseconds = (perf_counter() - started) * 1000
        scores = cast("Tensor", outputs["iou_predictions"])
        return MaskPrediction(
            prompts=prompts,
            masks=cast("KeptTensor", outputs["masks"]),
            iou_predictions=tuple(memoryview(scores.data).cast("B").cast("f")),
            milliseconds=milliseconds,
        )

    async def measure(self, prediction: MaskPrediction, index: int) -> Mask:
        """Measure one of the four masks on its own grid, which costs the same for every photo."""
        height, width = self.frame.mask_extent
        grid = ImageSize(max(1, round(height)), max(1, round(width)))
        pixels = cast("Tensor", await self._upsample(prediction.masks, index, grid, (0, grid.height)))
        return measure(bytes(pixels.data), grid, self.frame.photo, prediction.iou_predictions[index])

    async def strips(self, prediction: MaskPrediction, index: int) -> AsyncIterator[Strip]:
        """Make one of the four masks at photo resolution, from the top; the caller releases each strip."""
        size = self.frame.photo
        height = max(1, STRIP_PIXELS // size.width)
        for start in range(0, size.height, height):
            stop = min(start + height, size.height)
            mask = await self._upsample(prediction.masks, index, size, (start, stop), keep=("mask",))
            yield Strip(start, stop, cast("KeptTensor", mask))

    def release(self) -> None:
        """Let go of the context."""
        for tensor in self.context.values():
            self.runtime.release(tensor)

    async def _upsample(
        self,
        masks: KeptTensor,
        index: int,
        size: ImageSize,
        rows: tuple[int, int],
        *,
        keep: tuple[str, ...] = (),
    ) -> Tensor | KeptTensor:
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": masks,
            "mask_index": Tensor("int32", (1,), array("i", [index])),
            "extent": Tensor("float32", (2,), array("f", self.frame.mask_extent)),
            "size": Tensor("int32", (2,), array("i", [size.height, size.width])),
            "rows": Tensor("int32", (2,), array("i", rows)),
        }
        return (await self.runtime.run(self.graphs.upsample, feeds, keep=keep))["mask"]

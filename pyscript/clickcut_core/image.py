"""A photo that is ready for clicks: its context on the ONNX side, and what can be computed from it.

It knows how to run the graphs and nothing about history or choice.
"""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any, cast

from clickcut_core.embedding import Embedding
from clickcut_core.geometry import Frame, ImageSize
from clickcut_core.policy import Candidate
from clickcut_core.prediction import MaskPrediction, ShownMask
from clickcut_core.prompts import NO_MASK, PointLabel, PointPrompt, PromptSet
from clickcut_core.runtime import CODES, InferenceRuntime, KeptTensor, Tensor

# Rows of a full-resolution mask are made in strips of this many pixels: some 40 MB of temporaries.
STRIP_PIXELS = 2_000_000
_PLANE, _FREE = 256 * 256, 1e9
NO_BOUNDS = Tensor("float32", (1, 2, 256, 256), array("f", [-_FREE] * _PLANE + [_FREE] * _PLANE))


@dataclass(frozen=True, slots=True)
class Graphs:
    """Handles to the loaded graphs, as the runtime gave them."""

    context: Any
    decoder: Any
    obey: Any
    weigh: Any
    pick: Any
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

    async def predict(
        self,
        prompts: PromptSet,
        before: ShownMask | None = None,
        *,
        start_from: KeptTensor | None = None,
    ) -> MaskPrediction:
        """Run `decoder.onnx`, make its answer obey and weigh it; the caller releases the prediction.

        Parameters
        ----------
        prompts
            What is asked.
        before
            The mask before, if any; the answer is compared with it, and obeys where it was clicked.
        start_from
            Logits that the decoder starts from, if any.
        """
        asked = replace(prompts, mask_input=start_from)
        feeds = {**self.context, **asked.feeds(self.frame)}
        started = perf_counter()
        outputs = await self.runtime.run(self.graphs.decoder, feeds, keep=("masks",))
        milliseconds = (perf_counter() - started) * 1000
        masks, bounds = await self._obey(prompts, before, cast("KeptTensor", outputs["masks"]))
        try:
            weighed = await self._weigh(prompts, before, masks)
        except BaseException:
            self._release(masks, bounds)
            raise
        return MaskPrediction(
            prompts=prompts,
            masks=masks,
            bounds=bounds,
            candidates=_candidates(prompts, weighed, _values(outputs["iou_predictions"])[0]),
            boxes=tuple(map(tuple, _values(weighed["bbox"]))),
            depth=None if before is None else _depth(prompts, weighed),
            milliseconds=milliseconds,
        )

    async def pick(self, prediction: MaskPrediction, index: int) -> ShownMask:
        """Copy one of the four masks, for the next prompt; the caller releases it with `forget`."""
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": prediction.masks,
            "mask_index": Tensor("int32", (1,), array("i", [index])),
            "bounds": prediction.bounds or NO_BOUNDS,
        }
        kept = cast("dict[str, KeptTensor]", await self.runtime.run(self.graphs.pick, feeds, keep=None))
        return ShownMask(kept["mask_input"], kept["bounds_before"])

    async def strips(self, prediction: MaskPrediction, index: int) -> AsyncIterator[Strip]:
        """Make one of the four masks at photo resolution, from the top; the caller releases each strip."""
        size = self.frame.photo
        height = max(1, STRIP_PIXELS // size.width)
        for start in range(0, size.height, height):
            stop = min(start + height, size.height)
            mask = await self._upsample(prediction.masks, index, size, (start, stop), keep=("mask",))
            yield Strip(start, stop, cast("KeptTensor", mask))

    def drop(self, prediction: MaskPrediction) -> None:
        """Let go of a prediction."""
        self._release(prediction.masks, prediction.bounds)

    def forget(self, before: ShownMask) -> None:
        """Let go of a mask that was picked."""
        self._release(before.logits, before.bounds)

    def release(self) -> None:
        """Let go of the context."""
        self._release(*self.context.values())

    def _release(self, *tensors: KeptTensor | None) -> None:
        for tensor in tensors:
            if tensor is not None:
                self.runtime.release(tensor)

    async def _obey(
        self, prompts: PromptSet, before: ShownMask | None, masks: KeptTensor
    ) -> tuple[KeptTensor, KeptTensor | None]:
        """Exchange the decoder's masks for ones that obey the clicks."""
        if before is None or not prompts.points:
            return masks, None
        newest = prompts.points[-1]
        click = (*self.frame.to_mask_place(newest.x, newest.y), 1 if _includes(newest) else -1)
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": masks,
            "before": before.logits,
            "bounds_before": before.bounds,
            "extent": Tensor("float32", (2,), array("f", self.frame.mask_extent)),
            "click": Tensor("float32", (3,), array("f", click)),
        }
        try:
            kept = cast("dict[str, KeptTensor]", await self.runtime.run(self.graphs.obey, feeds, keep=None))
        finally:
            self.runtime.release(masks)
        return kept["obeying"], kept["bounds"]

    async def _weigh(
        self, prompts: PromptSet, before: ShownMask | None, masks: KeptTensor
    ) -> Mapping[str, Tensor]:
        places = [self.frame.to_mask(point.x, point.y) for point in prompts.points]
        places = places or [(0, 0)]  # a box alone has no click, but an empty tensor can't cross
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": masks,
            "before": before.logits if before else NO_MASK,
            "extent": Tensor("float32", (2,), array("f", self.frame.mask_extent)),
            "clicks": Tensor("int32", (len(places), 2), array("i", [n for place in places for n in place])),
        }
        return cast("dict[str, Tensor]", await self.runtime.run(self.graphs.weigh, feeds))

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


def _candidates(
    prompts: PromptSet, weighed: Mapping[str, Tensor], scores: Sequence[float]
) -> tuple[Candidate, ...]:
    rows = zip(
        *(_values(weighed[name]) for name in ("at_clicks", "area", "agreement", "stability")), strict=True
    )
    candidates = []
    for score, (at_clicks, area, agreement, stability) in zip(scores, rows, strict=True):
        # Not strict: a box alone has no click, and the one logit is of none.
        clicks = zip(prompts.points, at_clicks, strict=False)
        misses = [(logit > 0) != _includes(point) for point, logit in clicks]
        candidates.append(
            Candidate(
                score=score,
                misses=sum(misses[:-1]),
                misses_newest=any(misses[-1:]),
                area=area,
                agreement=agreement,
                stability=stability,
            )
        )
    return tuple(candidates)


def _depth(prompts: PromptSet, weighed: Mapping[str, Tensor]) -> float:
    (logit,), (depth,) = (_values(weighed[name]) for name in ("before_at_click", "depth"))
    obeyed = not prompts.points or (logit > 0) == _includes(prompts.points[-1])
    return 0.0 if obeyed else float(depth)


def _includes(point: PointPrompt) -> bool:
    return point.label == PointLabel.FOREGROUND


def _values(tensor: Tensor | KeptTensor) -> list[Any]:
    """Give a tensor's values as lists, nested by its dims."""
    data = memoryview(cast("Tensor", tensor).data).cast("B")
    return data.cast(CODES[tensor.dtype], tensor.dims).tolist()

"""A photo that is ready for clicks: its context on the ONNX side, and what can be computed from it.

It knows how to run the graphs and nothing about history or choice.
"""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, replace
from time import perf_counter
from typing import cast

from clickcut_core.embedding import Embedding
from clickcut_core.geometry import Frame, ImageSize, Part
from clickcut_core.masks.binding import NO_BOUNDS, UNBOUND
from clickcut_core.masks.figures import Figures, Measured, values
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.prediction import MaskPrediction, ShownMask
from clickcut_core.recipes.prompts import PointPrompt, PromptSet
from clickcut_core.runtime import InferenceRuntime, KeptTensor, Tensor

# Rows of a full-resolution mask are made in strips of this many pixels: some 40 MB of temporaries.
STRIP_PIXELS = 2_000_000


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows `start` to `stop` of the photo: a mask at its resolution, uint8 (stop − start, width), 0 or 255.

    Its columns begin at `left`: what was looked at closer is only a part of the photo.
    """

    start: int
    stop: int
    left: int
    mask: KeptTensor


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """The context and the frame of a photo, or of a part of one, bound to the runtime that holds them."""

    runtime: InferenceRuntime
    graphs: Graphs
    frame: Frame
    context: Mapping[str, KeptTensor]

    @classmethod
    async def of(
        cls, runtime: InferenceRuntime, graphs: Graphs, embedding: Embedding, part: Part | None = None
    ) -> EncodedImage:
        """Run `context.onnx` on an embedding, once per photo, or per part that is encoded by itself."""
        context = await runtime.run(graphs.context, embedding.tensors, keep=None)
        frame = Frame.of(part.size, part.left, part.top) if part else embedding.frame
        return cls(runtime, graphs, frame, cast("dict[str, KeptTensor]", context))

    async def predict(
        self,
        prompts: PromptSet,
        before: ShownMask | None = None,
        *,
        start_from: KeptTensor | None = None,
    ) -> MaskPrediction:
        """Run `decoder.onnx`, correct and measure its answer; the caller releases the prediction.

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
        masks = cast("KeptTensor", outputs["masks"])
        try:
            answer = await self._corrected(prompts, before, masks)
        except BaseException:
            self.runtime.release(masks)
            raise
        if answer.masks is not masks:
            self.runtime.release(masks)
        figures = Figures.of(answer.figures)
        return MaskPrediction(
            prompts=prompts,
            masks=answer.masks,
            bounds=answer.bounds,
            candidates=answer.candidates(prompts, values(outputs["iou_predictions"])[0]),
            areas=figures.areas,
            boxes=figures.boxes,
            cleaned=frozenset(),
            depth=answer.depth,
            milliseconds=milliseconds,
        )

    async def cleaned(self, prediction: MaskPrediction, indexes: Iterable[int]) -> MaskPrediction:
        """Run `clean.onnx` on some of four masks, but on none twice.

        The caller releases what is given back in place of the prediction; a failure leaves that as it was.
        """
        masks, areas, boxes = prediction.masks, list(prediction.areas), list(prediction.boxes)
        wanted = [index for index in indexes if index not in prediction.cleaned]
        try:
            for index in wanted:
                made = await self.runtime.run(
                    self.graphs.clean, self._to_clean(prediction, masks, index), keep=("cleaned",)
                )
                if masks is not prediction.masks:
                    self.runtime.release(masks)
                masks = cast("KeptTensor", made["cleaned"])
                figures = Figures.of(values(made["figures"]))
                areas[index], boxes[index] = figures.areas[0], figures.boxes[0]
        except BaseException:
            if masks is not prediction.masks:
                self.runtime.release(masks)
            raise
        if not wanted:
            return prediction
        self.runtime.release(prediction.masks)
        return replace(
            prediction,
            masks=masks,
            areas=tuple(areas),
            boxes=tuple(boxes),
            cleaned=prediction.cleaned.union(wanted),
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

    async def deepest(self, mask: ShownMask) -> PointPrompt:
        """Run `deepest.onnx`: give the click deepest inside a mask that isn't empty."""
        feeds: dict[str, Tensor | KeptTensor] = {"mask": mask.logits, "photo": self._photo}
        row, column = values((await self.runtime.run(self.graphs.deepest, feeds))["place"])
        return PointPrompt(*self.frame.from_mask_place(row, column))

    async def strips(self, prediction: MaskPrediction, index: int) -> AsyncIterator[Strip]:
        """Make one of the four masks at photo resolution, from the top; the caller releases each strip."""
        size, left, top = self.frame.photo, self.frame.left, self.frame.top
        height = max(1, STRIP_PIXELS // size.width)
        for start in range(0, size.height, height):
            stop = min(start + height, size.height)
            mask = await self._upsample(prediction.masks, index, size, (start, stop), keep=("mask",))
            yield Strip(start + top, stop + top, left, cast("KeptTensor", mask))

    async def includes(self, prediction: MaskPrediction, index: int, point: PointPrompt) -> bool:
        """Tell whether one of the four masks, at photo resolution, has a point of the photo in it."""
        size, left, top = self.frame.photo, self.frame.left, self.frame.top
        column, row = int(point.x - left + 0.5), int(point.y - top + 0.5)
        if not (0 <= column < size.width and 0 <= row < size.height):
            return False
        made = await self._upsample(prediction.masks, index, size, (row, row + 1))
        return bool(memoryview(cast("Tensor", made).data).cast("B")[column])

    async def measure(self, masks: KeptTensor) -> Figures:
        """Run `measure.onnx`."""
        return Figures.of(await self._measured(masks))

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

    async def _corrected(self, prompts: PromptSet, before: ShownMask | None, masks: KeptTensor) -> Measured:
        """Measure the decoder's masks, and have them obey the clicks if there is a mask to correct."""
        if before is None or not prompts.points:
            return Measured(masks, await self._measured(masks))
        feeds: dict[str, Tensor | KeptTensor] = {
            "masks": masks,
            "before": before.logits,
            "bounds_before": before.bounds,
            "photo": self._photo,
            "clicks": self._clicks(prompts),
            "sign": Tensor("float32", (1,), array("f", [1 if prompts.points[-1].includes else -1])),
        }
        made = await self.runtime.run(self.graphs.correct, feeds, keep=("corrected", "bounds"))
        return Measured(
            masks=cast("KeptTensor", made["corrected"]),
            figures=values(made["figures"]),
            bounds=cast("KeptTensor", made["bounds"]),
            at_clicks=values(made["at_clicks"]),
            agreement=values(made["agreement"]),
            depth=values(made["depth"])[0],
        )

    async def _measured(self, masks: KeptTensor) -> list[list[float]]:
        feeds: dict[str, Tensor | KeptTensor] = {"masks": masks, "photo": self._photo}
        return values((await self.runtime.run(self.graphs.measure, feeds))["figures"])

    def _to_clean(
        self, prediction: MaskPrediction, masks: KeptTensor, index: int
    ) -> dict[str, Tensor | KeptTensor]:
        return {
            "masks": masks,
            "mask_index": Tensor("int32", (1,), array("i", [index])),
            "extent": self._extent,
            "clicks": self._clicks(prediction.prompts),
            "bounds": prediction.bounds or UNBOUND,
        }

    def _clicks(self, prompts: PromptSet) -> Tensor:
        """Rows and columns of the points in mask pixels."""
        places = [place for point in prompts.points for place in self.frame.to_mask_place(point.x, point.y)]
        return Tensor("float32", (len(prompts.points), 2), array("f", places))

    @property
    def _extent(self) -> Tensor:
        """Height and width in mask pixels of what is photo."""
        return Tensor("float32", (2,), array("f", self.frame.mask_extent))

    @property
    def _photo(self) -> Tensor:
        """Rows and columns of the masks that hold photo."""
        return Tensor("int32", (2,), array("i", (self.frame.mask_cells.height, self.frame.mask_cells.width)))

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
            "extent": self._extent,
            "size": Tensor("int32", (2,), array("i", [size.height, size.width])),
            "rows": Tensor("int32", (2,), array("i", rows)),
        }
        return (await self.runtime.run(self.graphs.upsample, feeds, keep=keep))["mask"]

"""Edits a prediction: runs the graphs for what `binding.py` decides. The decoder is not asked."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from clickcut_core.masks.binding import NO_BOUNDS, NO_MASKS, imported_bounds, region_bounds, segments
from clickcut_core.masks.image import EncodedImage
from clickcut_core.masks.policy import Candidate
from clickcut_core.masks.prediction import MaskPrediction
from clickcut_core.recipes.edits import Imported, Invert, MaskEdit, Stroke
from clickcut_core.recipes.prompts import MASKS, PromptSet
from clickcut_core.runtime import KeptTensor, Tensor

_AS_IT_IS, _INVERTED = (Tensor("float32", (1,), array("f", [sign])) for sign in (1, -1))
_UNASKED = Candidate(score=0, misses=0, misses_newest=False, area=0, agreement=0, stability=0, raggedness=0)


async def blank(image: EncodedImage) -> MaskPrediction:
    """Give empty masks, to be edited, where nothing was asked; the caller releases the prediction."""
    masks, bounds = await _bind(image, NO_MASKS, NO_BOUNDS, NO_BOUNDS)
    image.runtime.release(bounds)
    nothing = (0, 0, 0, 0)
    return MaskPrediction(
        prompts=PromptSet(),
        masks=masks,
        bounds=None,
        candidates=(_UNASKED,) * len(MASKS),
        areas=(0.0,) * len(MASKS),
        boxes=(nothing,) * len(MASKS),
        cleaned=frozenset(MASKS),
        depth=None,
        milliseconds=0,
    )


async def edited(
    image: EncodedImage, prediction: MaskPrediction, edit: MaskEdit, index: int
) -> MaskPrediction:
    """Edit all four masks, clean ones, of which one is shown; the caller releases both predictions.

    A hole or a part is one of the mask that is shown.
    """
    masks, bounds = prediction.masks, prediction.bounds
    if isinstance(edit, Stroke):
        masks, bounds = await _stroke(image, prediction, edit)
    elif isinstance(edit, Invert):
        masks, bounds = await _bind(image, masks, bounds or NO_BOUNDS, NO_BOUNDS, sign=_INVERTED)
    elif isinstance(edit, Imported):
        # What was there is replaced, and what comes after may change all of it.
        masks, bounds = await _bind(image, masks, NO_BOUNDS, imported_bounds(edit))
        image.runtime.release(bounds)
        bounds = None
    else:
        logits = memoryview(await _logits(image, prediction, index)).cast("B").cast("f")
        new_bounds = region_bounds(edit, logits, image.frame)
        masks, bounds = await _bind(image, masks, bounds or NO_BOUNDS, new_bounds)
    made = replace(prediction, masks=masks, bounds=bounds)
    try:
        figures = await image.measure(masks)
    except BaseException:
        image.drop(made)
        raise
    return replace(made, areas=figures.areas, boxes=figures.boxes)


async def _stroke(
    image: EncodedImage, prediction: MaskPrediction, edit: Stroke
) -> tuple[KeptTensor, KeptTensor]:
    """Bind to a stroke, part by part."""
    sign = _AS_IT_IS if edit.adds else _INVERTED
    masks, bounds = await _bind(image, prediction.masks, prediction.bounds or NO_BOUNDS, NO_BOUNDS)
    for part in segments(edit, image.frame):
        before = masks, bounds
        try:
            feeds = {"segments": part.values, "radius": part.radius, "sign": sign, "window": part.window}
            drawn = await image.runtime.run(image.graphs.stroke, feeds, keep=None)
            new_bounds = cast("KeptTensor", drawn["new_bounds"])
            try:
                masks, bounds = await _bind(image, masks, bounds, new_bounds)
            finally:
                image.runtime.release(new_bounds)
        finally:
            for tensor in before:
                image.runtime.release(tensor)
    return masks, bounds


async def _bind(
    image: EncodedImage,
    masks: Tensor | KeptTensor,
    bounds: Tensor | KeptTensor,
    new_bounds: Tensor | KeptTensor,
    *,
    sign: Tensor = _AS_IT_IS,
) -> tuple[KeptTensor, KeptTensor]:
    feeds: Mapping[str, Tensor | KeptTensor] = {
        "masks": masks,
        "bounds": bounds,
        "new_bounds": new_bounds,
        "sign": sign,
    }
    made = cast("dict[str, KeptTensor]", await image.runtime.run(image.graphs.bind, feeds, keep=None))
    return made["bound_masks"], made["bounds_now"]


async def _logits(image: EncodedImage, prediction: MaskPrediction, index: int) -> bytes:
    """Fetch one of the four masks: 256 · 256 float32."""
    feeds: Mapping[str, Tensor | KeptTensor] = {
        "masks": prediction.masks,
        "mask_index": Tensor("int32", (1,), array("i", [index])),
        "bounds": NO_BOUNDS,
    }
    picked = await image.runtime.run(image.graphs.pick, feeds, keep=("bounds_before",))
    image.runtime.release(picked["bounds_before"])
    return cast("bytes", cast("Tensor", picked["mask_input"]).data)

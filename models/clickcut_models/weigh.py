"""`weigh.onnx` and `pick.onnx`: what the click policy must know of four masks, and the one it feeds back.

Only comparisons, sums of ones and quotients of whole numbers: given equal logits, every onnxruntime
gives equal numbers. What follows from them is decided in `clickcut_core.policy`.
"""

from __future__ import annotations

import onnx
from onnx import parser

_HEAD = '<ir_version: 8, opset_import: ["": 17], producer_name: "clickcut">'


def weigh() -> onnx.ModelProto:
    """Look at four masks: at the clicks, against the mask before, and under a shifted threshold.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `before` float32 (1, 1, 256, 256), logits of the mask
        before, zeros when there is none; `extent` float32 (2,), height and width in mask pixels of the
        photo; `clicks` int32 (clicks, 2), row and column of mask pixels →
        `at_clicks` float32 (4, clicks), logits; `area` float32 (4,), share of the photo;
        `agreement` float32 (4,), IoU with the mask before;
        `stability` float32 (4,), area above logit 1 ÷ area above logit −1: `calculate_stability_score`
        in segment-anything's utils/amg.py, with the offset of its SamAutomaticMaskGenerator.
    """
    return _model(
        """
        weigh (float[1, 4, 256, 256] masks, float[1, 1, 256, 256] before, float[2] extent,
               int32[clicks, 2] clicks)
           => (float[4, clicks] at_clicks, float[4] area, float[4] agreement, float[4] stability)
        <float zero = {0}, float one = {1}, float minus_one = {-1},
         int64[2] start = {0, 0}, int64[2] photo_axes = {2, 3}, int64[3] sum_axes = {0, 2, 3},
         int64[2] flat = {4, 65536}, int32[2] strides = {256, 1}, int64[1] last = {-1}>
        {
            steps = Mul (clicks, strides)
            places = ReduceSum <keepdims = 0> (steps, last)
            lines = Reshape (masks, flat)
            at_clicks = Gather <axis = 1> (lines, places)

            rounded = Ceil (extent)
            stop = Cast <to = 7> (rounded)
            photo = Slice (masks, start, stop, photo_axes)
            photo_before = Slice (before, start, stop, photo_axes)
            inside = Greater (photo, zero)
            inside_before = Greater (photo_before, zero)
            inside_ones = Cast <to = 1> (inside)
            covered = ReduceSum <keepdims = 0> (inside_ones, sum_axes)
            pixels = Size (photo_before)
            all_pixels = Cast <to = 1> (pixels)
            area = Div (covered, all_pixels)

            both = And (inside, inside_before)
            either = Or (inside, inside_before)
            both_ones = Cast <to = 1> (both)
            either_ones = Cast <to = 1> (either)
            shared = ReduceSum <keepdims = 0> (both_ones, sum_axes)
            united = ReduceSum <keepdims = 0> (either_ones, sum_axes)
            at_least_one = Max (united, one)
            agreement = Div (shared, at_least_one)

            sure = Greater (photo, one)
            maybe = Greater (photo, minus_one)
            sure_ones = Cast <to = 1> (sure)
            maybe_ones = Cast <to = 1> (maybe)
            least = ReduceSum <keepdims = 0> (sure_ones, sum_axes)
            most = ReduceSum <keepdims = 0> (maybe_ones, sum_axes)
            at_least_one_more = Max (most, one)
            stability = Div (least, at_least_one_more)
        }
        """
    )


def pick() -> onnx.ModelProto:
    """Take one of four masks, for the decoder to start from.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256) and `mask_index` int32 (1,) → `mask_input` float32 (1, 1, 256, 256),
        the same logits.
    """
    return _model(
        """
        pick (float[1, 4, 256, 256] masks, int32[1] mask_index) => (float[1, 1, 256, 256] mask_input)
        { mask_input = Gather <axis = 1> (masks, mask_index) }
        """
    )


def _model(graph: str) -> onnx.ModelProto:
    made = parser.parse_model(_HEAD + graph)
    onnx.checker.check_model(made, full_check=True)
    return made

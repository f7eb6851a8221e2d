"""`measure.onnx`: what the click policy, and a person, must know of four masks.

Only comparisons, sums of ones and quotients of whole numbers: given equal logits, every onnxruntime
gives equal numbers. What follows from them is decided in `clickcut_core.masks.policy`.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


def measure() -> onnx.ModelProto:
    """Count and enclose what is inside each mask.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `photo` int32 (2,), rows and columns of the masks that hold
        photo → `figures` float32 (4, 6), for each mask: its area as a share of the photo; its stability, area
        above logit 1 ÷ area above logit −1 (`calculate_stability_score` in segment-anything's
        utils/amg.py, with the offset of its SamAutomaticMaskGenerator); and its left, top, right and
        bottom in mask pixels, right and bottom exclusive, any numbers for an empty mask.
    """
    return parsed(
        """
        measure (float[1, 4, 256, 256] masks, int32[2] photo) => (float[4, 6] figures)
        <float zero = {0}, float one = {1}, float minus_one = {-1}, float after = {1},
         int32[2] start = {0, 0}, int32[2] photo_axes = {2, 3}, int64[2] by_mask = {4, -1},
         int64[1] last_axis = {1}>
        {
            planes = Slice (masks, start, photo, photo_axes)
            lines = Reshape (planes, by_mask)
            inside = Greater (lines, zero)
            sure = Greater (lines, one)
            maybe = Greater (lines, minus_one)
            inside_ones = Cast <to = 1> (inside)
            sure_ones = Cast <to = 1> (sure)
            maybe_ones = Cast <to = 1> (maybe)
            area = ReduceMean <axes = [1]> (inside_ones)
            least = ReduceSum (sure_ones, last_axis)
            most = ReduceSum (maybe_ones, last_axis)
            at_least_one = Max (most, one)
            stability = Div (least, at_least_one)

            highest_across = ReduceMax <axes = [3], keepdims = 0> (planes)
            highest_down = ReduceMax <axes = [2], keepdims = 0> (planes)
            rows = Greater (highest_across, zero)
            columns = Greater (highest_down, zero)
            row_ones = Cast <to = 1> (rows)
            column_ones = Cast <to = 1> (columns)
            top = ArgMax <axis = 2> (row_ones)
            left = ArgMax <axis = 2> (column_ones)
            last_row = ArgMax <axis = 2, select_last_index = 1> (row_ones)
            last_column = ArgMax <axis = 2, select_last_index = 1> (column_ones)
            firsts = Concat <axis = 2> (left, top)
            lasts = Concat <axis = 2> (last_column, last_row)
            firsts_flat = Reshape (firsts, by_mask)
            lasts_flat = Reshape (lasts, by_mask)
            first_sides = Cast <to = 1> (firsts_flat)
            last_sides = Cast <to = 1> (lasts_flat)
            end_sides = Add (last_sides, after)
            figures = Concat <axis = 1> (area, stability, first_sides, end_sides)
        }
        """
    )

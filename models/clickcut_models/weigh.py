"""`weigh.onnx` and `pick.onnx`: what the click policy must know of four masks, and the one it feeds back.

Only comparisons, sums of ones and quotients of whole numbers: given equal logits, every onnxruntime
gives equal numbers. What follows from them is decided in `clickcut_core.policy`.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


def weigh() -> onnx.ModelProto:
    """Look at four masks: at the clicks, against the mask before, and under a shifted threshold.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `before` float32 (1, 1, 256, 256), logits of the mask
        before, zeros when there is none; `extent` float32 (2,), height and width in mask pixels of the
        photo; `clicks` int32 (clicks, 2), row and column of mask pixels, the newest last →
        `at_clicks` float32 (4, clicks), logits; `area` float32 (4,), share of the photo;
        `bbox` int32 (4, 4), left, top, right and bottom of each mask in mask pixels, right and bottom
        exclusive, any numbers for an empty mask;
        `agreement` float32 (4,), IoU with the mask before;
        `stability` float32 (4,), area above logit 1 ÷ area above logit −1: `calculate_stability_score`
        in segment-anything's utils/amg.py, with the offset of its SamAutomaticMaskGenerator;
        `before_at_click` float32 (1,), the logit of the mask before at the newest click, and
        `depth` float32 (1,), the share of the mask before that a disc around that click would have if it
        reached to the nearest pixel across the edge; at most 1.
    """
    return parsed(
        """
        weigh (float[1, 4, 256, 256] masks, float[1, 1, 256, 256] before, float[2] extent,
               int32[clicks, 2] clicks)
           => (float[4, clicks] at_clicks, float[4] area, int32[4, 4] bbox, float[4] agreement,
               float[4] stability, float[1] before_at_click, float[1] depth)
        <float zero = {0}, float one = {1}, float minus_one = {-1},
         int64[2] start = {0, 0}, int64[2] photo_axes = {2, 3}, int64[2] plane_axes = {0, 1},
         float pi = {3.1415927}, float far = {131072}, int64[2] flat = {4, 65536}, int64[1] one_number = {1},
         int64[2] by_mask = {4, -1}, int64 after = {1}, int64[1] last_axis = {1},
         int64[2] grid = {256, 256}, int32 none = {0}, int32 step = {1}, int32 side = {256},
         int64[2] down = {256, 1}, int64[2] across = {1, 256},
         int32[2] strides = {256, 1}, int64[1] last = {-1}>
        {
            steps = Mul (clicks, strides)
            places = ReduceSum <keepdims = 0> (steps, last)
            lines = Reshape (masks, flat)
            at_clicks = Gather <axis = 1> (lines, places)

            rounded = Ceil (extent)
            stop = Cast <to = 7> (rounded)
            planes = Slice (masks, start, stop, photo_axes)
            photo = Reshape (planes, by_mask)
            inside = Greater (photo, zero)
            inside_ones = Cast <to = 1> (inside)
            covered = ReduceSum <keepdims = 0> (inside_ones, last_axis)

            photo_before = Slice (before, start, stop, photo_axes)
            inside_before = Greater (photo_before, zero)
            before_ones = Cast <to = 1> (inside_before)
            before_area = ReduceSum <keepdims = 0> (before_ones)
            pixels = Size (photo_before)
            all_pixels = Cast <to = 1> (pixels)
            area = Div (covered, all_pixels)

            ones_down = Reshape (before_ones, last)
            shared = MatMul (inside_ones, ones_down)
            both = Add (covered, before_area)
            united = Sub (both, shared)
            at_least_one = Max (united, one)
            agreement = Div (shared, at_least_one)

            sure = Greater (photo, one)
            maybe = Greater (photo, minus_one)
            sure_ones = Cast <to = 1> (sure)
            maybe_ones = Cast <to = 1> (maybe)
            least = ReduceSum <keepdims = 0> (sure_ones, last_axis)
            most = ReduceSum <keepdims = 0> (maybe_ones, last_axis)
            at_least_one_more = Max (most, one)
            stability = Div (least, at_least_one_more)

            highest_across = ReduceMax <axes = [3], keepdims = 0> (planes)
            highest_down = ReduceMax <axes = [2], keepdims = 0> (planes)
            rows_inside = Greater (highest_across, zero)
            columns_inside = Greater (highest_down, zero)
            row_ones = Cast <to = 1> (rows_inside)
            column_ones = Cast <to = 1> (columns_inside)
            top = ArgMax <axis = 2> (row_ones)
            left = ArgMax <axis = 2> (column_ones)
            last_row = ArgMax <axis = 2, select_last_index = 1> (row_ones)
            last_column = ArgMax <axis = 2, select_last_index = 1> (column_ones)
            bottom = Add (last_row, after)
            right = Add (last_column, after)
            sides = Concat <axis = 2> (left, top, right, bottom)
            whole_sides = Cast <to = 6> (sides)
            bbox = Reshape (whole_sides, by_mask)

            place = Gather <axis = 0> (places, last)
            before_line = Reshape (before, last)
            before_at_click = Gather <axis = 0> (before_line, place)
            inside_at_click = Greater (before_at_click, zero)
            same_side = Equal (inside_before, inside_at_click)
            numbers = Range (none, side, step)
            row = Div (place, side)
            column = Mod (place, side)
            rows_away = Sub (numbers, row)
            columns_away = Sub (numbers, column)
            rows_squared = Mul (rows_away, rows_away)
            columns_squared = Mul (columns_away, columns_away)
            rows_down = Reshape (rows_squared, down)
            columns_across = Reshape (columns_squared, across)
            squared = Add (rows_down, columns_across)
            distances = Cast <to = 1> (squared)
            square = Reshape (distances, grid)
            photo_distances = Slice (square, start, stop, plane_axes)
            across_edge = Where (same_side, far, photo_distances)
            nearest = ReduceMin <keepdims = 0> (across_edge)
            disc = Mul (nearest, pi)
            before_area_or_one = Max (before_area, one)
            discs = Div (disc, before_area_or_one)
            at_most_one = Min (discs, one)
            depth = Reshape (at_most_one, one_number)
        }
        """
    )


def pick() -> onnx.ModelProto:
    """Take one of four masks, for the decoder to start from, and its bounds.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), `mask_index` int32 (1,) and `bounds` float32 (1, 2, 256, 256) →
        `mask_input` float32 (1, 1, 256, 256), the same logits, and `bounds_before`, the same numbers.
    """
    return parsed(
        """
        pick (float[1, 4, 256, 256] masks, int32[1] mask_index, float[1, 2, 256, 256] bounds)
           => (float[1, 1, 256, 256] mask_input, float[1, 2, 256, 256] bounds_before)
        {
            mask_input = Gather <axis = 1> (masks, mask_index)
            bounds_before = Identity (bounds)
        }
        """
    )

"""`stroke.onnx`: the bounds that a brush stroke puts on a mask: a signed distance to a polyline.

Element-wise arithmetic alone, so that every onnxruntime gives equal bits.
"""

from __future__ import annotations

import onnx
from clickcut_core.masks.binding import FIRM, FREE

from clickcut_models.clicks.correct import SLOPE
from clickcut_models.parsing import parsed

SKIRT = 1.0
"""Mask pixels around the stroke that are bound as well, so that its edge is where it was drawn."""


def stroke() -> onnx.ModelProto:
    """Draw line segments with round ends.

    Returns
    -------
    onnx.ModelProto
        `segments` float32 (n, 4), row and column of both ends of each in mask pixels, whole at their
        centres; `radius` float32 (1,), in mask pixels; `sign` float32 (1,), 1 where the stroke adds, −1 where
        it erases; `window` int32 (4,), the first row and column that it may touch, and the last ones,
        exclusive → `new_bounds` float32 (1, 2, 256, 256), the least and the most that logits may be:
        slope · (radius − distance) near the stroke, nothing elsewhere.
    """
    return parsed(
        f"""
        stroke (float[n, 4] segments, float[1] radius, float[1] sign, int32[4] window)
            => (float[1, 2, 256, 256] new_bounds)
        <float zero = {{0}}, float one = {{1}}, float tiny = {{1e-6}}, float slope = {{{SLOPE}}},
         float skirt = {{{SKIRT}}}, float firm = {{{FIRM}}},
         float free = {{{FREE}}}, float bound = {{{-FREE}}}, int32 step = {{1}},
         int64[4] sides = {{0, 0, 256, 256}},
         int64[4] each = {{1, 1, 1, 1}}, int64[3] by_segment = {{-1, 1, 1}}, int64[3] down = {{1, -1, 1}},
         int64[3] across = {{1, 1, -1}}, int64[4] plane = {{1, 1, 256, 256}},
         int64[4] before_after = {{1, 1, -1, -1}}, int64[1] first_axis = {{0}}>
        {{
            row_start, column_start, row_stop, column_stop = Split <axis = 0> (window, each)
            scalar = Shape <start = 0, end = 0> (window)
            row_first = Reshape (row_start, scalar)
            row_last = Reshape (row_stop, scalar)
            column_first = Reshape (column_start, scalar)
            column_last = Reshape (column_stop, scalar)
            row_numbers = Range (row_first, row_last, step)
            column_numbers = Range (column_first, column_last, step)
            row_line = Cast <to = 1> (row_numbers)
            column_line = Cast <to = 1> (column_numbers)
            rows = Reshape (row_line, down)
            columns = Reshape (column_line, across)

            row_a, column_a, row_b, column_b = Split <axis = 1> (segments, each)
            from_row = Reshape (row_a, by_segment)
            from_column = Reshape (column_a, by_segment)
            to_row = Reshape (row_b, by_segment)
            to_column = Reshape (column_b, by_segment)
            rise = Sub (to_row, from_row)
            run = Sub (to_column, from_column)
            rise_squared = Mul (rise, rise)
            run_squared = Mul (run, run)
            squared = Add (rise_squared, run_squared)
            length_squared = Max (squared, tiny)
            rise_share = Div (rise, length_squared)
            run_share = Div (run, length_squared)
            rows_away = Sub (rows, from_row)
            columns_away = Sub (columns, from_column)
            along_rows = Mul (rows_away, rise_share)
            along_columns = Mul (columns_away, run_share)
            along = Add (along_rows, along_columns)
            foot = Clip (along, zero, one)
            foot_rise = Mul (foot, rise)
            foot_run = Mul (foot, run)
            rows_off = Sub (rows_away, foot_rise)
            columns_off = Sub (columns_away, foot_run)
            rows_off_squared = Mul (rows_off, rows_off)
            columns_off_squared = Mul (columns_off, columns_off)
            squares = Add (rows_off_squared, columns_off_squared)
            nearest = ReduceMin <keepdims = 0> (squares, first_axis)
            distance = Sqrt (nearest)

            inside = Sub (radius, distance)
            steep = Mul (inside, slope)
            logits = Min (steep, firm)
            reach = Add (radius, skirt)
            is_near = Less (distance, reach)
            bound_near = Where (is_near, logits, bound)
            window_long = Cast <to = 7> (window)
            pads_signed = Sub (window_long, sides)
            pads = Mul (pads_signed, before_after)
            padded = Pad (bound_near, pads, bound)
            least_adding = Reshape (padded, plane)
            most_erasing = Neg (least_adding)
            adds = Greater (sign, zero)
            least = Where (adds, least_adding, bound)
            most = Where (adds, free, most_erasing)
            new_bounds = Concat <axis = 1> (least, most)
        }}
        """
    )

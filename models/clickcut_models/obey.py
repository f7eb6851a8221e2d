"""`obey.onnx`: makes masks obey clicks beside their edge, which the decoder tends to miss.

A click near the edge of the mask that was shown asks to move the edge. So a disc around it that reaches to
the edge changes sides, and stays so at later clicks; where the decoder's answer misses the click itself, its
neighbourhood is raised or lowered a little as well. A click deep inside says that the mask was another
object, and is the decoder's to answer. How the constants were chosen is told in docs/performance.md.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed

SHALLOW = 6.0
"""Mask pixels: from here on a click is deep."""
LEAST = 0.7
"""Mask pixels: the smallest disc."""
SLOPE = 2.0
"""Logits a mask pixel, at the disc's edge."""
SURE, MOST, SPREAD = 0.5, 2.0, 8.0
"""A click should have this logit; its neighbourhood moves by at most so many logits, as a Gaussian bell with
this standard deviation in mask pixels."""
FREE = 1e9
"""The bound of a mask pixel that nothing binds."""


def obey() -> onnx.ModelProto:
    """Bind the pixels around the newest click, and keep four masks within all bounds so far.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `before` float32 (1, 1, 256, 256), logits of the mask
        that was clicked; `bounds_before` float32 (1, 2, 256, 256), the least and the most that its
        logits might be; `extent` float32 (2,), height and width in mask pixels of the photo; `click`
        float32 (3,), row and column in mask pixels, whole at their centres, and 1 to include or −1 to
        exclude →
        `obeying` float32 (1, 4, 256, 256), logits; `bounds` float32 (1, 2, 256, 256).
    """
    return parsed(
        f"""
        obey (float[1, 4, 256, 256] masks, float[1, 1, 256, 256] before, float[1, 2, 256, 256] bounds_before,
              float[2] extent, float[3] click)
           => (float[1, 4, 256, 256] obeying, float[1, 2, 256, 256] bounds)
        <float zero = {{0}}, float half = {{0.5}}, float none = {{0}}, float last_pixel = {{255}},
         float one = {{1}}, int32 first = {{0}}, int32 side = {{256}}, int32 step = {{1}},
         int64[2] down = {{256, 1}}, int64[2] across = {{1, 256}}, int64[2] grid = {{256, 256}},
         int64[2] start = {{0, 0}}, int64[2] plane_axes = {{0, 1}},
         int64[2] flat = {{4, 65536}}, int64[4] by_mask = {{1, 4, 1, 1}}, int64 side_long = {{256}},
         float far = {{131072}}, float free = {{{FREE}}}, float bound = {{{-FREE}}},
         float shallow = {{{SHALLOW}}}, float least = {{{LEAST}}}, float slope = {{{SLOPE}}},
         float sure = {{{SURE}}}, float most = {{{MOST}}}, float bell = {{{-0.5 / SPREAD**2}}},
         int64[3] parts = {{1, 1, 1}}, int64[2] pair = {{1, 1}}>
        {{
            row, column, sign = Split <axis = 0> (click, parts)
            numbers = Range (first, side, step)
            line_numbers = Cast <to = 1> (numbers)
            rows_away = Sub (line_numbers, row)
            columns_away = Sub (line_numbers, column)
            rows_squared = Mul (rows_away, rows_away)
            columns_squared = Mul (columns_away, columns_away)
            rows_down = Reshape (rows_squared, down)
            columns_across = Reshape (columns_squared, across)
            squares = Add (rows_down, columns_across)

            before_grid = Reshape (before, grid)
            agreeing = Mul (before_grid, sign)
            is_right = Greater (agreeing, zero)
            right_squares = Where (is_right, squares, far)
            rounded = Ceil (extent)
            stop = Cast <to = 7> (rounded)
            photo_squares = Slice (right_squares, start, stop, plane_axes)
            nearest_square = ReduceMin <keepdims = 0> (photo_squares)
            nearest = Sqrt (nearest_square)
            to_edge = Sub (nearest, half)
            radius = Max (to_edge, least)
            is_shallow = LessOrEqual (radius, shallow)
            is_included = Greater (sign, zero)

            distances = Sqrt (squares)
            depth_in_disc = Sub (radius, distances)
            logits = Mul (depth_in_disc, slope)
            negative_logits = Neg (logits)
            skirt = Add (radius, one)
            near = Less (distances, skirt)
            bound_now = And (near, is_shallow)
            least_now = Where (is_included, logits, bound)
            most_now = Where (is_included, free, negative_logits)
            low_before, high_before = Split <axis = 1> (bounds_before, pair)
            low = Where (bound_now, least_now, low_before)
            high = Where (bound_now, most_now, high_before)
            bounds = Concat <axis = 1> (low, high)

            row_up = Add (row, half)
            column_up = Add (column, half)
            row_cell = Floor (row_up)
            column_cell = Floor (column_up)
            row_inside = Clip (row_cell, none, last_pixel)
            column_inside = Clip (column_cell, none, last_pixel)
            row_index = Cast <to = 7> (row_inside)
            column_index = Cast <to = 7> (column_inside)
            line_start = Mul (row_index, side_long)
            place = Add (line_start, column_index)
            lines = Reshape (masks, flat)
            at_click = Gather <axis = 1> (lines, place)
            obeyed = Mul (at_click, sign)
            missing = Sub (sure, obeyed)
            needed = Clip (missing, none, most)
            shallow_one = Cast <to = 1> (is_shallow)
            signed = Mul (needed, sign)
            heights = Mul (signed, shallow_one)
            height = Reshape (heights, by_mask)
            rows_bell = Mul (rows_down, bell)
            columns_bell = Mul (columns_across, bell)
            rows_exp = Exp (rows_bell)
            columns_exp = Exp (columns_bell)
            hill = Mul (rows_exp, columns_exp)
            hills = Mul (hill, height)
            raised = Add (masks, hills)
            at_least = Max (raised, low)
            obeying = Min (at_least, high)
        }}
        """
    )

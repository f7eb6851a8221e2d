"""`correct.onnx`: makes the decoder's answer a correction of the mask that was clicked, and compares the two.

It makes masks obey clicks beside their edge, which the decoder tends to miss.

A click near the edge of the mask that was shown asks to move the edge. So a disc around it that reaches to
the edge changes sides, and stays so at later clicks; where the decoder's answer misses the click itself, its
neighbourhood is raised or lowered a little as well. A click deep inside says that the mask was another
object, and is the decoder's to answer; but where it contradicts what the mask was bound to, as after a brush
stroke, the disc is set free as far as the edge, and its middle changes sides. How the constants were chosen
is told in docs/performance.md.
"""

from __future__ import annotations

import onnx
from clickcut_core.masks.binding import FREE

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


def correct() -> onnx.ModelProto:
    """Bind the pixels around the newest click, and keep four masks within all bounds so far.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `before` float32 (1, 1, 256, 256), logits of the mask
        that was clicked; `bounds_before` float32 (1, 2, 256, 256), the least and the most that its
        logits might be; `photo` int32 (2,), rows and columns of the masks that hold photo; `clicks`
        float32 (clicks, 2), rows and columns in mask pixels, whole at their centres, the newest last;
        `sign` float32 (1,), 1 where that one includes, −1 where it excludes, 0 to bind nothing →
        `corrected` float32 (1, 4, 256, 256), logits; `bounds` float32 (1, 2, 256, 256);
        `at_clicks` float32 (4, clicks), the corrected logits there; `agreement` float32 (4,), IoU with the
        mask before; `depth` float32 (1,), the share of the mask before that a disc around the newest click
        would have if it reached to the nearest pixel on the side that the click asks for; at most 1.
    """
    return parsed(
        f"""
        correct (float[1, 4, 256, 256] masks, float[1, 1, 256, 256] before,
                 float[1, 2, 256, 256] bounds_before, int32[2] photo, float[clicks, 2] clicks, float[1] sign)
           => (float[1, 4, 256, 256] corrected, float[1, 2, 256, 256] bounds, float[4, clicks] at_clicks,
               float[4] agreement, float[1] depth)
        <float zero = {{0}}, float half = {{0.5}}, float one = {{1}}, float last_pixel = {{255}},
         float pi = {{3.1415927}}, int64[1] newest = {{-1}},
         int32 first = {{0}}, int32 side = {{256}}, int32 step = {{1}},
         int64[2] down = {{256, 1}}, int64[2] across = {{1, 256}}, int64[2] grid = {{256, 256}},
         int32[2] start = {{0, 0}}, int32[2] grid_axes = {{0, 1}}, int32[2] photo_axes = {{2, 3}},
         float[2] strides = {{256, 1}}, int64[1] last_axis = {{-1}}, int64[2] flat = {{4, 65536}},
         int64[2] by_mask = {{4, -1}}, int64[4] to_masks = {{1, 4, 1, 1}}, int64[1] line = {{-1}},
         int64[2] pair = {{1, 1}}, float far = {{131072}}, float free = {{{FREE}}}, float bound = {{{-FREE}}},
         float shallow = {{{SHALLOW}}}, float least = {{{LEAST}}}, float slope = {{{SLOPE}}},
         float sure = {{{SURE}}}, float most = {{{MOST}}}, float bell = {{{-0.5 / SPREAD**2}}}>
        {{
            click = Gather <axis = 0> (clicks, newest)
            row, column = Split <axis = 1> (click, pair)
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
            photo_before = Slice (before_grid, start, photo, grid_axes)
            photo_squares = Slice (squares, start, photo, grid_axes)
            agreeing = Mul (photo_before, sign)
            is_right = Greater (agreeing, zero)
            right_squares = Where (is_right, photo_squares, far)
            nearest_square = ReduceMin <keepdims = 0> (right_squares)
            nearest = Sqrt (nearest_square)
            to_edge = Sub (nearest, half)
            radius = Max (to_edge, least)
            is_shallow = LessOrEqual (radius, shallow)
            is_included = Greater (sign, zero)
            distances = Sqrt (squares)
            clicks_up = Add (clicks, half)
            cells = Floor (clicks_up)
            cells_inside = Clip (cells, zero, last_pixel)
            strided = Mul (cells_inside, strides)
            cell_numbers = ReduceSum <keepdims = 0> (strided, last_axis)
            places = Cast <to = 7> (cell_numbers)
            place = Gather <axis = 0> (places, newest)

            low_before, high_before = Split <axis = 1> (bounds_before, pair)
            low_line = Reshape (low_before, line)
            high_line = Reshape (high_before, line)
            low_there = Gather <axis = 0> (low_line, place)
            high_there = Gather <axis = 0> (high_line, place)
            is_excluded = Less (sign, zero)
            must_be_in = Greater (low_there, zero)
            must_be_out = Less (high_there, zero)
            against_high = And (is_included, must_be_out)
            against_low = And (is_excluded, must_be_in)
            is_against = Or (against_high, against_low)
            reach = Add (radius, one)
            within_reach = Less (distances, reach)
            freed = And (within_reach, is_against)
            low_freed = Where (is_included, low_before, bound)
            high_freed = Where (is_included, free, high_before)
            low_left = Where (freed, low_freed, low_before)
            high_left = Where (freed, high_freed, high_before)

            core = Min (radius, shallow)
            inside_disc = Sub (core, distances)
            logits = Mul (inside_disc, slope)
            negative_logits = Neg (logits)
            skirt = Add (core, one)
            near = Less (distances, skirt)
            binds = Or (is_shallow, is_against)
            bound_now = And (near, binds)
            least_now = Where (is_included, logits, bound)
            most_now = Where (is_included, free, negative_logits)
            low = Where (bound_now, least_now, low_left)
            high = Where (bound_now, most_now, high_left)
            bounds = Concat <axis = 1> (low, high)

            lines = Reshape (masks, flat)
            at_click = Gather <axis = 1> (lines, place)
            obeyed = Mul (at_click, sign)
            missing = Sub (sure, obeyed)
            needed = Clip (missing, zero, most)
            shallow_one = Cast <to = 1> (is_shallow)
            signed = Mul (needed, sign)
            heights = Mul (signed, shallow_one)
            height = Reshape (heights, to_masks)
            rows_bell = Mul (rows_down, bell)
            columns_bell = Mul (columns_across, bell)
            rows_exp = Exp (rows_bell)
            columns_exp = Exp (columns_bell)
            hill = Mul (rows_exp, columns_exp)
            hills = Mul (hill, height)
            raised = Add (masks, hills)
            at_least = Max (raised, low)
            corrected = Min (at_least, high)

            corrected_lines = Reshape (corrected, flat)
            at_clicks = Gather <axis = 1> (corrected_lines, places)
            planes = Slice (corrected, start, photo, photo_axes)
            photo_lines = Reshape (planes, by_mask)
            inside = Greater (photo_lines, zero)
            inside_ones = Cast <to = 1> (inside)
            covered = ReduceSum <keepdims = 0> (inside_ones, last_axis)
            inside_before = Greater (photo_before, zero)
            before_grid_ones = Cast <to = 1> (inside_before)
            before_ones = Reshape (before_grid_ones, line)
            before_area = ReduceSum <keepdims = 0> (before_ones)
            shared = MatMul (inside_ones, before_ones)
            both = Add (covered, before_area)
            united = Sub (both, shared)
            at_least_one = Max (united, one)
            agreement = Div (shared, at_least_one)

            disc = Mul (nearest_square, pi)
            before_area_or_one = Max (before_area, one)
            discs = Div (disc, before_area_or_one)
            at_most_one = Min (discs, one)
            depth = Reshape (at_most_one, line)
        }}
        """
    )

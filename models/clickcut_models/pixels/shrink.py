"""`shrink.onnx`: the photo at working size, the mean of square blocks, from strips of its rows.

A block's values are whole numbers whose sum float32 holds exactly, so the order of adding does not matter.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


def shrink() -> onnx.ModelProto:
    """Average blocks of `factor` × `factor` pixels.

    Returns
    -------
    onnx.ModelProto
        `pixels` uint8 (rows, width, 4), RGBA; `factor` int32 (1,) → `small` uint8 (⌈rows ÷ factor⌉,
        ⌈width ÷ factor⌉, 3), rounded half up. What a block lacks at the right or the bottom repeats the last
        column or row. The sums are exact up to a factor of 256.
    """
    return parsed(
        """
        shrink (uint8[rows, width, 4] pixels, int32[1] factor) => (uint8[small_rows, small_width, 3] small)
        <int64[1] zero = {0}, int64[1] one = {1}, int64[1] two = {2}, int64[1] three = {3},
         int64[1] all = {-1}, int64[1] four = {4}, float half = {0.5}>
        {
            by = Cast <to = 7> (factor)
            shape = Shape <start = 0, end = 2> (pixels)
            less = Sub (shape, one)
            more = Add (less, by)
            counts = Div (more, by)
            whole = Mul (counts, by)
            lacking = Sub (whole, shape)
            high, wide = Split <num_outputs = 2> (counts)
            below, beside = Split <num_outputs = 2> (lacking)
            to_below = Concat <axis = 0> (zero, below)
            to_beside = Concat <axis = 0> (zero, beside)
            tall = Pad <mode = "edge"> (pixels, to_below, , zero)
            values = Cast <to = 1> (tall)
            bands = Concat <axis = 0> (high, by, all)
            in_bands = Reshape (values, bands)
            column_sums = ReduceSum <keepdims = 0> (in_bands, one)
            columns = Concat <axis = 0> (high, all, four)
            by_column = Reshape (column_sums, columns)
            full = Pad <mode = "edge"> (by_column, to_beside, , one)
            blocks = Concat <axis = 0> (high, wide, by, four)
            in_blocks = Reshape (full, blocks)
            rgba = ReduceSum <keepdims = 0> (in_blocks, two)
            sums = Slice (rgba, zero, three, two)
            size = Mul (by, by)
            pixels_in_block = Cast <to = 1> (size)
            means = Div (sums, pixels_in_block)
            above = Add (means, half)
            rounded = Floor (above)
            small = Cast <to = 2> (rounded)
        }
        """
    )

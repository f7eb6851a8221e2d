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
        <int64[1] zero = {0}, int64[1] one = {1}, int64[1] three = {3},
         int64[2] none = {0, 0}, int64[1] last = {2},
         int64[2] in_block = {1, 3}, float half = {0.5}>
        {
            by = Cast <to = 7> (factor)
            rgb = Slice (pixels, zero, three, last)
            shape = Shape <start = 0, end = 2> (rgb)
            less = Sub (shape, one)
            more = Add (less, by)
            counts = Div (more, by)
            whole = Mul (counts, by)
            lacking = Sub (whole, shape)
            lacking_rgb = Concat <axis = 0> (none, zero, lacking, zero)
            values = Cast <to = 1> (rgb)
            full = Pad <mode = "edge"> (values, lacking_rgb)
            high = Gather (counts, zero)
            wide = Gather (counts, one)
            blocks = Concat <axis = 0> (high, by, wide, by, three)
            in_blocks = Reshape (full, blocks)
            sums = ReduceSum <keepdims = 0> (in_blocks, in_block)
            size = Mul (by, by)
            pixels_in_block = Cast <to = 1> (size)
            means = Div (sums, pixels_in_block)
            above = Add (means, half)
            rounded = Floor (above)
            small = Cast <to = 2> (rounded)
        }
        """
    )

"""`borders.onnx`: where the rows of a hard mask begin and end to be inside.

Comparisons of bytes and nothing else: every onnxruntime gives the same numbers. What is made of them
(areas, outlines, files) is decided in `clickcut_core`.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


def borders() -> onnx.ModelProto:
    """Find the pixels that differ from the one to their left; beyond both ends of a row all is outside.

    Returns
    -------
    onnx.ModelProto
        `mask` uint8 (rows, width), inside where it is not 0, any rows of a mask → `borders` int32 (count,),
        ascending: row · (width + 1) + x for each x where a row turns inside, or outside again. A row has an
        even number of them; x is width where it is inside to the end.
    """
    return parsed(
        """
        borders (uint8[rows, width] mask) => (int32[count] borders)
        <int64[4] a_column_each_side = {0, 1, 0, 1}, int64[1] columns = {1},
         int64[1] first = {0}, int64[1] second = {1}, int64[1] before_last = {-1},
         int64[1] end = {2147483647}, int64[1] flat = {-1}>
        {
            inside = Cast <to = 9> (mask)
            framed = Pad (inside, a_column_each_side)
            left = Slice (framed, first, before_last, columns)
            right = Slice (framed, second, end, columns)
            differs = Xor (left, right)
            in_line = Reshape (differs, flat)
            places = NonZero (in_line)
            line = Reshape (places, flat)
            borders = Cast <to = 6> (line)
        }
        """
    )

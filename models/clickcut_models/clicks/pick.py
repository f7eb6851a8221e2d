"""`pick.onnx`: one of four masks and its bounds, as copies that outlive the others."""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


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

"""`bind.onnx`: keeps masks, and the bounds they have already, within new bounds; or turns both inside out.

Element-wise arithmetic alone, so that every onnxruntime gives equal bits.
"""

from __future__ import annotations

import onnx

from clickcut_models.parsing import parsed


def bind() -> onnx.ModelProto:
    """Clip masks and bounds, so that the newest bounds win where they contradict earlier ones.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `bounds` float32 (1, 2, 256, 256), the least and the most
        that they might be; `new_bounds` float32 (1, 2, 256, 256), the same, said later; `sign` float32 (1,),
        1, or −1 to exchange inside and outside after that → `bound_masks` float32 (1, 4, 256, 256);
        `bounds_now` float32 (1, 2, 256, 256).
    """
    return parsed(
        """
        bind (float[1, 4, 256, 256] masks, float[1, 2, 256, 256] bounds, float[1, 2, 256, 256] new_bounds,
              float[1] sign)
          => (float[1, 4, 256, 256] bound_masks, float[1, 2, 256, 256] bounds_now)
        <int64[2] pair = {1, 1}>
        {
            least, most = Split <axis = 1> (new_bounds, pair)
            raised = Max (masks, least)
            clipped = Min (raised, most)
            bound_masks = Mul (clipped, sign)
            raised_bounds = Max (bounds, least)
            clipped_bounds = Min (raised_bounds, most)
            signed_bounds = Mul (clipped_bounds, sign)
            one, other = Split <axis = 1> (signed_bounds, pair)
            low = Min (one, other)
            high = Max (one, other)
            bounds_now = Concat <axis = 1> (low, high)
        }
        """
    )

"""`measure.onnx`: what a person, and the click policy, must know of four masks."""

from __future__ import annotations

import numpy as np
import onnx
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.clicks.figures import MASKS, figures
from clickcut_models.graph import GraphWriter, output, tensor


def measure(of: str = "masks") -> onnx.ModelProto:
    """Measure four masks, of this name.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `photo` int32 (2,), rows and columns of the masks that hold
        photo → `figures` float32 (4, 7), as `clickcut_models.clicks.figures.figures` says.
    """
    graph = GraphWriter("measure/")
    masks = tensor(of, "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    photo = tensor("photo", "int32", (2,))
    planes = graph.op("Slice", masks, np.zeros(2, np.int32), photo, np.array([2, 3], np.int32))
    outputs = [output(figures(graph, planes), "figures", "float32", (MASKS, 7))]
    return graph.model("measure", [masks, photo], outputs)

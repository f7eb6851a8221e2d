"""What a person makes of a soft edge: smoother, farther out or in, fading. Off the edge alpha stays 0 and 1.

Alpha's tent-weighted mean says how far the edge is: over a straight edge it is the integral of the tent,
whose inverse is a square root. That distance is moved by `grow`, and its ramp is the new edge. A new
edge replaces alpha when smoothing; growing only adds to alpha and shrinking only takes away, so that hair on
the other side stays as it was. At last, alpha is averaged in a tent that reaches as far as `feather` says.

Running sums, element-wise arithmetic and a square root, which is exact: equal alphas give equal edges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
import onnx_ir as ir
from clickcut_core.geometry import MASK_SIDE

from clickcut_models.graph import GraphWriter, output, tensor
from clickcut_models.network.upscaling import MASKS
from clickcut_models.pixels.bilinear import chosen_mask, item
from clickcut_models.pixels.window import Window

SOFT = 0.75
"""Grid pixels to each side over which a new edge goes from 0 to 1: about as soft as a sharp photo's."""
STEEP = 4.0
"""Logits over which a preview's alpha goes from 0 to 1."""
GROW, FEATHER, SMOOTH = range(3)


@dataclass(frozen=True, slots=True)
class Look:
    """Which of a look's numbers, float32 (3,), apply; see `clickcut_core.recipes.look`."""

    grow: ir.Value
    fades: ir.Value
    raises: ir.Value
    lowers: ir.Value

    @classmethod
    def of(cls, graph: GraphWriter, look: ir.Value) -> Look:
        """Read the input."""
        grow, feather, smooth = (item(graph, look, n) for n in (GROW, FEATHER, SMOOTH))
        smooths = graph.op("Greater", smooth, 0.0)
        return cls(
            grow,
            graph.op("Greater", feather, 0.0),
            graph.op("Or", smooths, graph.op("Greater", grow, 0.0)),
            graph.op("Or", smooths, graph.op("Less", grow, 0.0)),
        )

    def narrowed(self, graph: GraphWriter, alpha: ir.Value, shape: ir.Value) -> ir.Value:
        """Hold alpha within a new edge."""
        new = ramp(graph, shape)
        most = graph.op("Where", self.lowers, new, 1.0)
        least = graph.op("Where", self.raises, new, 0.0)
        return graph.op("Max", graph.op("Min", alpha, most), least)


def ramp(graph: GraphWriter, shape: ir.Value) -> ir.Value:
    """Give alpha from 0 to 1 at a distance into the shape."""
    return graph.op("Clip", graph.op("Add", graph.op("Div", shape, 2 * SOFT), 0.5), 0.0, 1.0)


def refine() -> onnx.ModelProto:
    """Refine alpha at working size.

    Returns
    -------
    onnx.ModelProto
        `alpha` float32 (height, width), from 0 to 1; `look` float32 (3,), by how much to grow, feather and
        smooth, in its pixels; `radii` int32 (3,), of the windows for the distance, then of the two that
        make a feather's tent → `shape` float32 (height, width), how far within the new edge a pixel lies, in
        its pixels, true as far as the windows reach; `edge` float32, likewise, from which `ramp` gives what
        alpha is in the end, of a feathered look, or within which alpha is held, of any other.
    """
    graph = GraphWriter()
    alpha = tensor("alpha", "float32", ("height", "width"))
    look, radii = tensor("look", "float32", (3,)), tensor("radii", "int32", (3,))
    made = _refined(graph, graph.op("Unsqueeze", alpha, [0]), Look.of(graph, look), radii)
    outputs = [
        output(graph.op("Squeeze", value, [0]), name, "float32", ("height", "width"))
        for name, value in zip(("shape", "edge"), made, strict=True)
    ]
    return graph.model("refine", [alpha, look, radii], outputs)


def sketch() -> onnx.ModelProto:
    """Refine a mask on its own grid: what is painted while a person works, and what its outline is.

    Returns
    -------
    onnx.ModelProto
        `masks` float32 (1, 4, 256, 256), logits; `mask_index` int32 (1,); `extent` float32 (2,), as for
        `upsample.onnx`; `look` and `radii` as for `refine.onnx`, in mask pixels → `sketched` float32
        (1, 4, 256, 256): as logits, above 0 inside, the new shape; alpha − 0.5 of the fading one; both again.
    """
    graph = GraphWriter()
    masks = tensor("masks", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))
    mask_index, extent = tensor("mask_index", "int32", (1,)), tensor("extent", "float32", (2,))
    look, radii = tensor("look", "float32", (3,)), tensor("radii", "int32", (3,))
    logits = chosen_mask(graph, masks, mask_index)
    every = np.arange(MASK_SIDE, dtype=np.float32)
    for axis in (0, 1):  # beyond the photo nothing is known
        last = graph.op("Max", graph.op("Sub", graph.op("Floor", item(graph, extent, axis)), 1.0), 0.0)
        place = graph.op("Cast", graph.op("Min", every, last), to=onnx.TensorProto.INT32)
        logits = graph.op("Gather", logits, place, axis=axis)
    alpha = graph.op("Clip", graph.op("Add", graph.op("Div", logits, STEEP), 0.5), 0.0, 1.0)
    made = _refined(graph, graph.op("Unsqueeze", alpha, [0]), Look.of(graph, look), radii)
    shape, fading = made[0], graph.op("Sub", ramp(graph, made[1]), 0.5)
    planes = graph.op("Unsqueeze", graph.op("Concat", shape, fading, shape, fading, axis=0), [0])
    outputs = [output(planes, "sketched", "float32", (1, MASKS, MASK_SIDE, MASK_SIDE))]
    return graph.model("sketch", [masks, mask_index, extent, look, radii], outputs)


def _refined(graph: GraphWriter, alpha: ir.Value, look: Look, radii: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Give `shape` and `edge` of alpha, float32 (1, height, width)."""
    op = graph.op
    ones = op("Add", op("Mul", alpha, 0.0), 1.0)
    around, first, second = (
        op("Cast", op("Gather", radii, [n]), to=onnx.TensorProto.INT64) for n in range(3)
    )
    share = Window(graph, around, ones, twice=True).mean(op("Sub", alpha, 0.5))
    rest = op("Sub", 0.5, op("Min", op("Abs", share), 0.5))  # beyond the edge as seen from this side
    away = op("Sub", 1.0, op("Sqrt", op("Add", rest, rest)))
    reach = op("Cast", op("Add", op("Add", around, around), [1]), to=onnx.TensorProto.FLOAT)
    shape = op("Add", op("Mul", op("Mul", away, op("Sign", share)), reach), look.grow)
    narrowed = op("Sub", look.narrowed(graph, alpha, shape), 0.5)
    faded = Window(graph, second, ones).mean(Window(graph, first, ones).mean(narrowed))
    return shape, op("Where", look.fades, op("Mul", faded, 2 * SOFT), shape)

"""`resize.onnx`: a photo's pixels at the encoder's size, as Pillow's bilinear filter makes them.

One axis at a time gives the same as both at once, so a large photo can come in strips of its rows: their
width first, then the height of all.
"""

from __future__ import annotations

import onnx
import onnx_ir as ir

from clickcut_models.graph import GraphWriter, output, tensor


def resize() -> onnx.ModelProto:
    """Write the graph.

    Returns
    -------
    onnx.ModelProto
        `pixels` uint8 (rows, width, 3 or 4), RGB or RGBA, alpha unused; `size` int32 (2,), height and width
        wanted → `image` uint8 (height, width, 3). Like Pillow, onnxruntime rounds to 8 bits after each axis,
        and holds weights as integers (its `upsample_antialias.h`); they are rounded a little differently, so
        that up to seven values in a thousand differ by one step from `Image.resize`'s.
    """
    graph = GraphWriter()
    pixels, size = tensor("pixels", "uint8", ("rows", "columns", "channels")), tensor("size", "int32", (2,))
    rgb = graph.op("Slice", pixels, [0], [3], [2])
    sizes = graph.op("Concat", [1], graph.op("Cast", size, to=onnx.TensorProto.INT64), [3], axis=0)
    resized = _resized(graph, graph.op("Unsqueeze", rgb, [0]), sizes)
    image = output(graph.op("Squeeze", resized, [0]), "image", "uint8", ("height", "width", 3))
    return graph.model("resize", [pixels, size], [image])


def _resized(graph: GraphWriter, image: ir.Value, sizes: ir.Value) -> ir.Value:
    return graph.op(
        "Resize",
        image,
        None,
        None,
        sizes,
        mode="linear",
        antialias=1,
        exclude_outside=1,
        coordinate_transformation_mode="half_pixel",
    )

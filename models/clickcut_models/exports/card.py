"""The card beside exported graphs: what they take and give, how to know them again, and whose they are."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict

import onnx
from onnx import helper

from clickcut_models.exports.parity import Parity
from clickcut_models.source import Source

_HEAD = """# MobileSAM with Segment Anything's inputs and outputs

`encoder.onnx` makes an embedding of a photo, `decoder.onnx` masks of an embedding and prompts. Names, shapes
and meanings are those of segment-anything's own ONNX export (with `return_single_mask`), and of samexporter
for the encoder, so that programs which load those load these. They need onnxruntime 1.20 or newer: some
operators are its own.

Weights: {licence}. Source: {about}. Model `{model}`.
"""
_PARITY = """
## Parity

Against the stock graphs, on a drawn photo and eight prompts: the embedding differs by {embedding:.1e} at
most, logits by {logits:.1e}, scores by {score:.1e}; the masks' worst IoU is {iou:.5f}.
"""
_USE = """
## Use

```python
import numpy as np
import onnxruntime as ort
from PIL import Image

photo = Image.open("photo.jpg").convert("RGB")
scale = 1024 / max(photo.size)
small = photo.resize(tuple(round(side * scale) for side in photo.size))
encoder, decoder = (ort.InferenceSession(f"{name}.onnx") for name in ("encoder", "decoder"))
(embedding,) = encoder.run(None, {"input_image": np.asarray(small, np.float32)})
x, y = 400, 300  # in pixels of the photo
masks, score, _ = decoder.run(None, {
    "image_embeddings": embedding,
    "point_coords": np.array([[[x * scale, y * scale], [0, 0]]], np.float32),
    # 1 adds, 0 leaves out, 2 and 3 are a box's corners, -1 pads.
    "point_labels": np.array([[1, -1]], np.float32),
    "mask_input": np.zeros((1, 1, 256, 256), np.float32),
    "has_mask_input": np.zeros(1, np.float32),
    "orig_im_size": np.array([photo.height, photo.width], np.float32),
})
Image.fromarray(masks[0, 0] > 0).save("mask.png")
```

Without a box there is a padding point (0, 0) of label -1, as in segment-anything.
"""


def card(graphs: Mapping[str, tuple[onnx.ModelProto, bytes]], source: Source, parity: Parity | None) -> str:
    """Write the card, in Markdown.

    Parameters
    ----------
    graphs
        Model and file content, by the file's name.
    parity
        With the stock graphs, where it was measured.
    """
    about = ", ".join(f"{name} {value}" for name, value in source.about.items())
    parts = [_HEAD.format(licence=source.licence["weights"], about=about, model=source.model)]
    for name, (model, content) in graphs.items():
        digest = hashlib.sha256(content).hexdigest()
        parts.append(f"\n## {name}\n\n{len(content) / 1e6:.1f} MB, SHA-256 `{digest}`\n")
        parts.append("\n| | name | type | shape |\n|---|---|---|---|\n")
        for kind, values in (("in", model.graph.input), ("out", model.graph.output)):
            parts.extend(f"| {kind} | `{each.name}` | {_typed(each)} |\n" for each in values)
    if parity:
        parts.append(_PARITY.format(**asdict(parity)))
    return "".join((*parts, _USE))


def _typed(value: onnx.ValueInfoProto) -> str:
    kind = value.type.tensor_type
    dims = ", ".join(str(dim.dim_param or dim.dim_value) for dim in kind.shape.dim)
    return f"{helper.tensor_dtype_to_np_dtype(kind.elem_type).name} | ({dims})"

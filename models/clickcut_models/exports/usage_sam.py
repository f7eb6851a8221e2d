"""What the card of `--sam` says at its head and its end."""

HEAD = """# MobileSAM with Segment Anything's inputs and outputs

`encoder.onnx` makes an embedding of a photo, `decoder.onnx` masks of an embedding and prompts. Names, shapes
and meanings are those of segment-anything's own ONNX export (with `return_single_mask`), and of samexporter
for the encoder, so that programs which load those load these. They need onnxruntime 1.20 or newer: some
operators are its own.
"""
USE = """
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

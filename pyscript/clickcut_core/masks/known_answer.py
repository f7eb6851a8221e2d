"""A question whose answer is known: whether a runtime, on this machine, computes what it must.

A browser's runtime may be wrong without failing (onnxruntime issue 18311 is one such story), and a wrong mask
looks like a bad one. So the question is asked once, with the graphs that answer the clicks.
"""

from __future__ import annotations

import json
from array import array
from base64 import b64decode
from dataclasses import dataclass
from typing import cast

from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_core.errors import ClickcutError
from clickcut_core.geometry import MASK_SIDE, MODEL_SIDE, Frame, ImageSize
from clickcut_core.masks.binding import NO_BOUNDS
from clickcut_core.masks.graphs import Graphs
from clickcut_core.masks.image import EncodedImage
from clickcut_core.recipes.prompts import NO_MASK, PromptSet
from clickcut_core.runtime import InferenceRuntime, Tensor

TOLERANCE = 0.01
"""Largest difference of a logit that is still right; right runtimes differ by some 1e-4."""
_FRAME = Frame.of(ImageSize(MODEL_SIDE, MODEL_SIDE))
_NOTHING_TO_CORRECT = {
    "before": NO_MASK,
    "bounds_before": NO_BOUNDS,
    "photo": Tensor("int32", (2,), array("i", [MASK_SIDE, MASK_SIDE])),
    "sign": Tensor("float32", (1,), array("f", [0])),
}


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A coarse embedding, a prompt, and logits of the masks that they give.

    Attributes
    ----------
    tensors
        As in `Embedding`; each channel's plane is a grid of few cells, repeated to its size.
    prompts
        For a photo of 1024 × 1024 pixels.
    probes
        float32 (probes, 2), row and column of mask pixels.
    logits
        float32 (4, probes), flat: what the four masks have there.
    """

    tensors: dict[str, Tensor]
    prompts: PromptSet
    probes: Tensor
    logits: tuple[float, ...]

    @classmethod
    def from_json(cls, text: str) -> KnownAnswer:
        """Read what the build wrote."""
        plain = json.loads(text)
        dtype, dims = LAYOUT["image_embeddings"]
        planes = _repeated(b64decode(plain["cells"]), dims[1], dims[2])
        scale = array("f", plain["scale"])
        return cls(
            tensors={
                "image_embeddings": Tensor(dtype, dims, planes),
                "scale": Tensor("float32", LAYOUT["scale"][1], scale),
                "zero_point": Tensor("uint8", LAYOUT["zero_point"][1], b64decode(plain["zero_point"])),
            },
            prompts=PromptSet.from_json(plain["prompts"], _FRAME.photo),
            probes=Tensor(
                "float32",
                (len(plain["probes"]), 2),
                array("f", [n for place in plain["probes"] for n in place]),
            ),
            logits=tuple(plain["logits"]),
        )

    async def check(self, runtime: InferenceRuntime, graphs: Graphs) -> float:
        """Ask, and give the largest difference of a logit.

        Raises
        ------
        ClickcutError
            `wrong-answer` when it is beyond the tolerance.
        """
        image = await EncodedImage.of(runtime, graphs, Embedding(self.tensors, "", "", _FRAME))
        try:
            feeds = {**image.context, **self.prompts.feeds(_FRAME)}
            masks = (await runtime.run(graphs.decoder, feeds, keep=("masks",)))["masks"]
            try:
                asked = {**_NOTHING_TO_CORRECT, "masks": masks, "clicks": self.probes}
                outputs = await runtime.run(graphs.correct, asked, keep=("corrected", "bounds"))
                for name in ("corrected", "bounds"):
                    runtime.release(outputs[name])
                found = cast("Tensor", outputs["at_clicks"])
            finally:
                runtime.release(masks)
        finally:
            image.release()
        values = memoryview(found.data).cast("B").cast("f")
        difference = max(abs(value - known) for value, known in zip(values, self.logits, strict=True))
        if not difference <= TOLERANCE:  # not a number is wrong, too
            raise ClickcutError("wrong-answer", difference=f"{difference:.2g}")
        return difference


def _repeated(cells: bytes, channels: int, side: int) -> bytes:
    """Widen square grids of cells, one a channel, to planes of `side` × `side` bytes."""
    count = len(cells) // channels
    across = int(count**0.5)
    each = side // across
    rows = []
    for start in range(0, len(cells), across):
        row = b"".join(bytes([cell]) * each for cell in cells[start : start + across])
        rows.append(row * each)
    return b"".join(rows)

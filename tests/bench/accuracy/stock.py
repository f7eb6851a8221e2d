"""The stock graphs as a pipeline: the official rule, the logits of the mask before fed back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from clickcut.photos.photo import Photo, model_input
from clickcut_core.geometry import Frame
from clickcut_core.recipes.prompts import BoxPrompt, PointPrompt, PromptSet
from clickcut_core.runtime import Tensor
from clickcut_models.proof import oracle
from clickcut_models.source import read

from tests.bench.accuracy.distance import Pixels


class StockGraphs:
    """The stock encoder and decoder, loaded once."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._oracle = oracle.Oracle(folder)
        self._decoder = oracle.session(read(folder).decoder, threads=threads)

    def open(self, photo: Photo) -> StockPipeline:
        """Embed a photo, unquantised."""
        return StockPipeline(self._decoder, self._oracle.embed(model_input(photo)), photo.frame)


class StockPipeline:
    """One photo; see `protocol.Pipeline`."""

    def __init__(self, decoder: Any, embedding: oracle.Floats, frame: Frame) -> None:
        self._decoder, self._embedding, self._frame = decoder, embedding, frame
        self._prompts = PromptSet()
        self.decodes = 0

    async def start(self) -> None:
        """Forget every prompt."""
        self._prompts = PromptSet()

    async def click(self, point: PointPrompt) -> Pixels:
        """Add a click; the mask is the stock graph's own, at photo resolution."""
        return self._decode(self._prompts.with_point(point))

    async def box(self, box: BoxPrompt) -> Pixels:
        """Set the box."""
        return self._decode(self._prompts.with_box(box))

    def _decode(self, prompts: PromptSet) -> Pixels:
        prompt_feeds = {
            name: np.frombuffer(tensor.data, tensor.dtype).reshape(tensor.dims)
            for name, tensor in prompts.feeds(self._frame).items()
            if isinstance(tensor, Tensor)
        }
        size = np.array([self._frame.photo.height, self._frame.photo.width], np.float32)
        feeds = {"image_embeddings": self._embedding, "orig_im_size": size, **prompt_feeds}
        masks, logits = self._decoder.run(["masks", "low_res_masks"], feeds)
        self.decodes += 1
        self._prompts = PromptSet(prompts.points, prompts.box, Tensor("float32", logits.shape, logits))
        above: Pixels = masks[0, 0] > 0
        return above

"""How far exported graphs are from the stock ones, measured on a drawn photo and prompts of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from clickcut_core.geometry import ImageSize, resized

from clickcut_models.proof.oracle import Graph, Oracle, session
from clickcut_models.proof.sample import sample_photo
from clickcut_models.proof.verify import mask_iou, prompts


@dataclass(frozen=True, slots=True)
class Parity:
    """Largest absolute differences of the embedding, of logits and of scores, and the masks' worst IoU."""

    embedding: float
    logits: float
    score: float
    iou: float


def parity(encoder: Graph, decoder: Graph, stock: Path) -> Parity:
    """Compare graphs of `exports.sam` with the stock ones in a folder, by which both have their embedding.

    Raises
    ------
    ClickcutError
        `model-missing` or `model-source`.
    """
    oracle = Oracle(stock)
    image = sample_photo(resized(ImageSize(height=2, width=3)))
    (ours,) = session(encoder).run(None, {"input_image": image.astype(np.float32)})
    embedding = oracle.embed(image)
    first, _ = oracle.decode(embedding, prompts(image)[0])
    size = np.array(image.shape[:2], np.float32)
    decode, rows = session(decoder), []
    for prompt in prompts(image, mask=first):
        feeds = {"image_embeddings": embedding, "orig_im_size": size, **prompt.feeds()}
        low_res, scores = decode.run(["low_res_masks", "iou_predictions"], feeds)
        logits, score = oracle.decode(embedding, prompt)
        difference = float(np.abs(low_res[0, 0] - logits).max())
        rows.append((difference, abs(float(scores[0, 0]) - score), mask_iou(low_res[0, 0], logits)))
    logits_apart, scores_apart, ious = zip(*rows, strict=True)
    return Parity(float(np.abs(ours - embedding).max()), max(logits_apart), max(scores_apart), min(ious))

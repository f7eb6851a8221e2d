"""Compares our graphs with the stock ones and says how far apart they are.

It judges nothing: bounds belong to the tests and to whoever reads the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from clickcut_core.geometry import ImageSize, resized
from numpy.typing import NDArray

from clickcut_models.proof.built import Built
from clickcut_models.proof.oracle import Floats, Oracle, Prompt, choose
from clickcut_models.proof.sample import Image, sample_photo


@dataclass(frozen=True, slots=True)
class Row:
    """How one prompt fared.

    Attributes
    ----------
    prompt
        Its name.
    logits
        Largest absolute logit difference of our graphs with float32 weights, on the float32 embedding.
    score
        Largest absolute difference of the predicted IoU there.
    iou
        IoU of the masks when ours comes from the files that were built: from an embedding of 8 bits, by
        graphs whose weights are stored in 16 and 8.
    """

    prompt: str
    logits: float
    score: float
    iou: float


@dataclass(frozen=True, slots=True)
class Report:
    """All rows, and how far the encoders are apart before quantising."""

    model: str
    embedding: float
    rows: tuple[Row, ...]

    @property
    def logits(self) -> float:
        """Largest absolute logit difference of all prompts."""
        return max(row.logits for row in self.rows)

    @property
    def score(self) -> float:
        """Largest absolute difference of the predicted IoU."""
        return max(row.score for row in self.rows)

    @property
    def iou(self) -> float:
        """Mean IoU of the masks from the built files."""
        return float(np.mean([row.iou for row in self.rows]))

    def __str__(self) -> str:
        head = f"{'prompt':<28}{'max |Δlogit|':>14}{'max |Δscore|':>14}{'mask IoU, as built':>20}"
        lines = [f"{r.prompt:<28}{r.logits:>14.2e}{r.score:>14.2e}{r.iou:>20.4f}" for r in self.rows]
        total = f"{'worst, worst, mean':<28}{self.logits:>14.2e}{self.score:>14.2e}{self.iou:>20.4f}"
        encoder = f"{self.embedding:.2f} quantisation steps"
        return "\n".join([f"model {self.model}", head, *lines, total, f"embedding, at most {encoder} off"])


def verify(source: Path, built: Path, *, photo: Image | None = None) -> Report:
    """Compare on a photo and a handful of prompts.

    Parameters
    ----------
    source
        Folder with the stock graphs.
    built
        Folder with a manifest.
    photo
        uint8 (height, width, 3), RGB, longest side 1024; a drawn one if not given.

    Raises
    ------
    ClickcutError
        `model-missing`, `model-altered` or `model-source`.
    """
    oracle, exact, ours = Oracle(source), Built.exact(source), Built.read(built)
    image = sample_photo(resized(ImageSize(height=2, width=3))) if photo is None else photo
    embedding, quantised = oracle.embed(image), ours.encode(image)
    contexts = exact.context(embedding), ours.context(quantised)
    first, _ = oracle.decode(embedding, prompts(image)[0])
    rows = []
    for prompt in prompts(image, mask=first):
        logits, score = oracle.decode(embedding, prompt)
        masks, scores = exact.decode(contexts[0], prompt)
        chosen = choose(scores, len(prompt.labels))
        coarse = ours.decode(contexts[1], prompt)[0][chosen]
        iou = mask_iou(coarse, logits)
        difference = float(np.abs(masks[chosen] - logits).max())
        rows.append(Row(prompt.name, difference, abs(float(scores[chosen]) - score), iou))
    return Report(ours.model, _steps_apart(quantised, embedding), tuple(rows))


def prompts(image: Image, *, mask: Floats | None = None) -> Sequence[Prompt]:
    """Give prompts of every kind for an image; with a mask also those that feed it back."""
    height, width = image.shape[:2]
    random = np.random.default_rng(1)
    forty = tuple((float(x), float(y)) for x, y in random.uniform((0, 0), (width, height), (40, 2)))
    one, two = (width * 0.5, height * 0.5), (width * 0.2, height * 0.3)
    corners = ((width * 0.25, height * 0.25), (width * 0.75, height * 0.8))
    padding = (0.0, 0.0)
    made = [
        Prompt("one point", (one, padding), (1, -1)),
        Prompt("a point at the corner", ((width - 1.0, height - 1.0), padding), (1, -1)),
        Prompt("include and exclude", (one, two, padding), (1, 0, -1)),
        Prompt("forty points", (*forty, padding), (*([1, 0] * 20), -1)),
        Prompt("box", corners, (2, 3)),
        Prompt("box and two points", (one, two, *corners), (1, 0, 2, 3)),
    ]
    if mask is not None:
        made.append(Prompt("two points and mask", (one, two, padding), (1, 0, -1), mask))
        made.append(Prompt("box and mask", corners, (2, 3), mask))
    return made


def mask_iou(ours: Floats, theirs: Floats) -> float:
    """Give the IoU of two masks of logits; two empty masks are equal."""
    union = np.count_nonzero((ours > 0) | (theirs > 0))
    return float(np.count_nonzero((ours > 0) & (theirs > 0)) / union) if union else 1.0


def _steps_apart(quantised: dict[str, NDArray[Any]], embedding: Floats) -> float:
    steps = quantised["image_embeddings"].astype(np.float32)
    scale, point = (
        quantised[name].astype(np.float32).reshape(1, -1, 1, 1) for name in ("scale", "zero_point")
    )
    return float((np.abs((steps - point) * scale - embedding) / scale).max())

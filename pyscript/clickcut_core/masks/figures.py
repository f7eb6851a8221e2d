"""What the graphs tell of four masks, read into plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from clickcut_core.masks.policy import Candidate
from clickcut_core.recipes.prompts import PromptSet
from clickcut_core.runtime import CODES, KeptTensor, Tensor


@dataclass(frozen=True, slots=True)
class Figures:
    """What `measure.onnx` tells of each of four masks, or `clean.onnx` of one; see `MaskPrediction`."""

    areas: tuple[float, ...]
    boxes: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]]) -> Figures:
        """Read one row a mask: area, stability, left, top, right, bottom and raggedness."""
        return cls(
            areas=tuple(area for area, *_ in rows),
            boxes=tuple(tuple(map(int, row[2:6])) for row in rows),
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """Masks and their figures, rows as in `Figures.of`; the defaults are for those that correct nothing."""

    masks: KeptTensor
    figures: Sequence[Sequence[float]]
    bounds: KeptTensor | None = None
    at_clicks: Sequence[Sequence[float]] = ((),) * 4
    agreement: Sequence[float] = (0.0,) * 4
    depth: float | None = None

    def candidates(self, prompts: PromptSet, scores: Sequence[float]) -> tuple[Candidate, ...]:
        """Give what the policy chooses by; `scores` are predicted IoUs."""
        candidates = []
        for score, figures, at_clicks, agreement in zip(
            scores, self.figures, self.at_clicks, self.agreement, strict=True
        ):
            # Not strict: the first prompt corrects nothing, and has no logits at clicks.
            clicks = zip(prompts.points, at_clicks, strict=False)
            misses = [(logit > 0) != point.includes for point, logit in clicks]
            area, stability, *_, raggedness = figures
            candidates.append(
                Candidate(
                    score=score,
                    misses=sum(misses[:-1]),
                    misses_newest=any(misses[-1:]),
                    area=area,
                    agreement=agreement,
                    stability=stability,
                    raggedness=raggedness,
                )
            )
        return tuple(candidates)


def values(tensor: Tensor | KeptTensor) -> list[Any]:
    """Give a tensor's values as lists, nested by its dims."""
    data = memoryview(cast("Tensor", tensor).data).cast("B")
    return data.cast(CODES[tensor.dtype], tensor.dims).tolist()

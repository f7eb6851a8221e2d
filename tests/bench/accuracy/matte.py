"""Measures the soft edge against the plain bilinear mask: both of the same logits, from a tight box."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from clickcut.encoding.encoder import Encoder, read_manifest
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from clickcut.settings import Settings

from tests.bench.accuracy.dataset import DataError, Example, read_examples
from tests.bench.accuracy.edges import edge_band, gradient_error, mean_difference
from tests.bench.accuracy.metrics import iou
from tests.bench.accuracy.ours import OurGraphs
from tests.bench.accuracy.pictures import write_edges
from tests.bench.accuracy.protocol import tight_box
from tests.bench.accuracy.softness import GOOD, HARD_SETS, Softness, figures, softness


@dataclass(frozen=True, slots=True)
class EdgeScore:
    """One object, plain and soft: in the band for true alpha masks, and the IoU of what is above half."""

    set_name: str
    name: str
    plain_mad: float
    mad: float
    plain_gradient: float
    gradient: float
    plain_iou: float
    iou: float
    softness: Softness


@dataclass(frozen=True, slots=True)
class EdgeReport:
    """What every object with a true alpha scored; of the ones with hard masks only the IoU counts."""

    alphas: tuple[EdgeScore, ...]
    objects: tuple[EdgeScore, ...]

    def means(self) -> dict[str, tuple[float, float]]:
        """Give the mean of each measure, plain and soft."""
        means = {
            "MAD in the band": _means(self.alphas, "plain_mad", "mad"),
            "gradient error": _means(self.alphas, "plain_gradient", "gradient"),
            "IoU, alphas": _means(self.alphas, "plain_iou", "iou"),
        }
        if self.objects:
            means["IoU, hard objects"] = _means(self.objects, "plain_iou", "iou")
        return means

    def figures(self) -> dict[str, float]:
        """Give fog, stray alpha and transition; nothing where no object has a hard edge and a good mask."""
        hard = [each for each in self.objects if each.set_name in HARD_SETS and each.plain_iou > GOOD]
        soft = [each.softness for each in self.alphas]
        return figures([each.softness for each in hard], soft) if hard else {}

    def to_json(self) -> dict[str, Any]:
        """Give the plain form: means with their ratio, and every object."""
        return {
            "means": {
                name: {"plain": plain, "soft": soft, "ratio": soft / plain if plain else 1.0}
                for name, (plain, soft) in self.means().items()
            },
            "figures": self.figures(),
            "alphas": [asdict(score) for score in self.alphas],
            "objects": [asdict(score) for score in self.objects],
        }

    def __str__(self) -> str:
        lines = [
            f"{'in the edge band':<24}{'MAD':>8}{'soft':>8}{'ratio':>8}{'grad':>9}{'soft':>8}{'ratio':>8}"
        ]
        for s in self.alphas:
            lines.append(
                f"{s.name:<24}{s.plain_mad:>8.4f}{s.mad:>8.4f}{_ratio(s.mad, s.plain_mad):>8.2f}"
                f"{s.plain_gradient:>9.5f}{s.gradient:>8.5f}{_ratio(s.gradient, s.plain_gradient):>8.2f}"
            )
        lines.append(f"\n{'means':<24}{'plain':>9}{'soft':>9}{'ratio':>9}")
        for name, (plain, soft) in self.means().items():
            lines.append(f"{name:<24}{plain:>9.4f}{soft:>9.4f}{_ratio(soft, plain):>9.3f}")
        lines += [f"{name:<32}{value:>9.4f}" for name, value in self.figures().items()]
        return "\n".join(lines)


def run_matte(
    settings: Settings, data: Path, *, pictures: Path | None = None, progress: Callable[[str], None]
) -> EdgeReport:
    """Measure every object of a folder, and write pictures of the edges into another where that is given.

    Raises
    ------
    DataError
        Where the index can't be read or lists no mask of kind `alpha`.
    ClickcutError
        About a photo or the models.
    """
    examples = read_examples(data)
    if not any(example.is_alpha for example in examples):
        raise DataError("it lists no mask of kind `alpha`")
    manifest = read_manifest(settings.dist)
    encoder = Encoder.from_settings(replace(settings, encoder_threads=1), manifest)
    limits = PhotoLimits(max_megapixels=settings.max_megapixels)

    async def measure_all() -> list[EdgeScore]:
        graphs = await OurGraphs.load(manifest, encoder, threads=1)
        scores = []
        for example in examples:
            path = pictures / f"{example.set_name}-{example.name}.png" if pictures else None
            scores.append(await _measure(graphs, example, limits, path))
            progress(f"{example.set_name}/{example.name}")
        return scores

    scores = asyncio.run(measure_all())
    paired = list(zip(examples, scores, strict=True))
    return EdgeReport(
        alphas=tuple(score for example, score in paired if example.is_alpha),
        objects=tuple(score for example, score in paired if not example.is_alpha),
    )


async def _measure(
    graphs: OurGraphs, example: Example, limits: PhotoLimits, picture: Path | None
) -> EdgeScore:
    photo = read_photo(example.photo.read_bytes(), limits)
    pipeline = await graphs.open(photo)
    inside, counted, truth = example.truth(), example.counted(), example.alpha()
    hard = await pipeline.box(tight_box(inside))
    soft = await pipeline.alpha(photo)
    if picture:
        write_edges(picture, await pipeline.cutout(photo))
    plain = np.where(hard, 255, 0).astype(np.uint8)
    band = edge_band(truth) if counted is None else edge_band(truth) & counted
    return EdgeScore(
        set_name=example.set_name,
        name=example.name,
        plain_mad=mean_difference(plain, truth, band),
        mad=mean_difference(soft, truth, band),
        plain_gradient=gradient_error(plain, truth, band),
        gradient=gradient_error(soft, truth, band),
        plain_iou=iou(hard, inside, counted),
        iou=iou(soft >= 128, inside, counted),
        softness=softness(soft, hard, inside, counted),
    )


def _means(scores: tuple[EdgeScore, ...], plain: str, soft: str) -> tuple[float, float]:
    return fmean(getattr(score, plain) for score in scores), fmean(getattr(score, soft) for score in scores)


def _ratio(soft: float, plain: float) -> float:
    return soft / plain if plain else 1.0

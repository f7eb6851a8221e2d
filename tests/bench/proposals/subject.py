"""Measures what is proposed before anybody has clicked: the subject of each photo, and all objects in it.

What is judged is the mask that a proposal's click gives, in the session that page and command line use.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from clickcut.cutting.loaded import Loaded
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import read_photo
from clickcut.settings import Settings
from clickcut_core.proposals.grid import FOR_EVERYTHING, FOR_SUBJECT
from clickcut_core.proposals.proposal import Proposal
from clickcut_core.proposals.taking import take
from clickcut_core.session import Session

from tests.bench.accuracy.dataset import Example, read_examples
from tests.bench.accuracy.distance import Pixels
from tests.bench.accuracy.metrics import iou

GOOD = 0.75
"""IoU of a mask that is what was meant."""
BEST_OF = (1, 3, 5)


@dataclass(frozen=True, slots=True)
class SubjectScore:
    """One photo.

    Attributes
    ----------
    set_name, photo
        Which.
    ious
        Of the proposals in order, at most five: with the true object that each fits best.
    is_sure
        Whether the first would be picked without asking.
    covered
        Of each true object, whether one of all automatic masks is it.
    """

    set_name: str
    photo: str
    ious: tuple[float, ...]
    is_sure: bool
    covered: tuple[bool, ...]

    def best_of(self, count: int) -> float:
        """Give the best IoU of the first proposals; 0 without any."""
        return max(self.ious[:count], default=0.0)


@dataclass(frozen=True, slots=True)
class SubjectReport:
    """What every photo scored."""

    scores: tuple[SubjectScore, ...]

    def figures(self) -> dict[str, float]:
        """Give the means: IoUs of sets, the rest of all photos and of all objects."""
        sets = {score.set_name for score in self.scores}
        sure = [score for score in self.scores if score.is_sure]
        made = {
            f"IoU, best of {count}": fmean(
                fmean(score.best_of(count) for score in self.scores if score.set_name == name)
                for name in sorted(sets)
            )
            for count in BEST_OF
        }
        return {
            **made,
            "sure": len(sure) / len(self.scores),
            "sure and right": fmean(score.best_of(1) >= GOOD for score in sure) if sure else 1.0,
            "objects covered": fmean(covered for score in self.scores for covered in score.covered),
        }

    def to_json(self) -> dict[str, Any]:
        """Give the plain form."""
        return {"figures": self.figures(), "photos": [asdict(score) for score in self.scores]}

    def __str__(self) -> str:
        lines = [
            f"{f'{score.set_name}/{score.photo}':<40}{'sure' if score.is_sure else '':<6}"
            + " ".join(f"{value:.2f}" for value in score.ious)
            for score in self.scores
        ]
        return "\n".join(
            [*lines, "", *(f"{name:<32}{value:>9.3f}" for name, value in self.figures().items())]
        )


def run_subject(
    settings: Settings, data: Path, *, points: int = FOR_EVERYTHING, progress: Callable[[str], None]
) -> SubjectReport:
    """Measure every photo of a folder; all objects are looked for at `points` × `points` places.

    Raises
    ------
    DataError
        Where the index can't be read.
    ClickcutError
        About a photo or the models.
    """
    photos: defaultdict[Path, list[Example]] = defaultdict(list)
    for example in read_examples(data):
        photos[example.photo].append(example)

    async def measure_all() -> tuple[SubjectScore, ...]:
        loaded = await Loaded.of(replace(settings, encoder_threads=1), proposing=True)
        scores = []
        for path, examples in photos.items():
            photo = read_photo(path.read_bytes(), PhotoLimits(max_megapixels=settings.max_megapixels))
            scores.append(await _measure(loaded, await loaded.open(photo, "0" * 64), examples, points))
            progress(f"{scores[-1].set_name}/{scores[-1].photo}: {scores[-1].best_of(1):.2f}")
        return tuple(scores)

    return SubjectReport(asyncio.run(measure_all()))


async def _measure(
    loaded: Loaded, session: Session, examples: Sequence[Example], points: int
) -> SubjectScore:
    truths = [(example.truth(), example.counted()) for example in examples]

    async def ious(proposal: Proposal) -> list[float] | None:
        if not await take(session, proposal):
            return None
        rows = np.concatenate([strip.mask.handle async for strip in session.mask_strips()])
        mask: Pixels = rows > 0
        return [iou(mask, truth, counted) for truth, counted in truths]

    found = await session.propose(loaded.proposal_graphs, FOR_SUBJECT, max(BEST_OF))
    subjects = [await ious(each) for each in found.ranked]
    everything = await session.propose(loaded.proposal_graphs, points)
    covered = []
    for number, (truth, _) in enumerate(truths):
        like = [each for each in everything.ranked if _may_be(each, truth)]
        masks = [await ious(each) for each in like]
        covered.append(any(each is not None and each[number] >= GOOD for each in masks))
    return SubjectScore(
        set_name=examples[0].set_name,
        photo=examples[0].name,
        ious=tuple(max(each) for each in subjects if each is not None),
        is_sure=found.is_sure,
        covered=tuple(covered),
    )


def _may_be(proposal: Proposal, truth: Pixels) -> bool:
    """Tell whether the areas are near enough for a good IoU, with something to spare for a coarse count."""
    share = float(truth.mean())
    return min(share, proposal.area) >= (GOOD - 0.15) * max(share, proposal.area)

"""The protocol of interactive segmentation: where the next click goes, and when to stop.

Source: RITM (Sofiiuk et al., "Reviving Iterative Training with Mask Guidance"), as in most papers since.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from clickcut_core.recipes.prompts import BoxPrompt, PointLabel, PointPrompt

from tests.bench.accuracy.dataset import Example
from tests.bench.accuracy.distance import Pixels, deepest
from tests.bench.accuracy.metrics import boundary_iou, iou
from tests.bench.accuracy.score import Score
from tests.bench.accuracy.specks import FirstClicks, is_lattice, places, specks

MOST_CLICKS = 20
HIGHEST_TARGET = 0.9
FEWEST_CLICKS = 5
"""Clicks that are made in any case: the means are over this many."""
BOUNDARY_CLICKS = 3


class Pipeline(Protocol):
    """Something that turns clicks on one photo into masks."""

    async def start(self) -> None:
        """Forget every prompt."""

    async def click(self, point: PointPrompt) -> Pixels:
        """Add a click and give the mask at photo resolution: bool (height, width)."""

    async def box(self, box: BoxPrompt) -> Pixels:
        """Give the mask of a box alone."""

    @property
    def decodes(self) -> int:
        """Runs of the decoder so far."""


def next_click(mask: Pixels, truth: Pixels, counted: Pixels | None) -> PointPrompt | None:
    """Click on the deepest pixel of the error, be it missing or too much; None when there is no error."""
    error = mask ^ truth if counted is None else (mask ^ truth) & counted
    missing, mx, my = deepest(error & truth)
    extra, ex, ey = deepest(error & mask)
    if missing == extra == 0:
        return None
    if missing > extra:
        return PointPrompt(mx, my, PointLabel.FOREGROUND)
    return PointPrompt(ex, ey, PointLabel.BACKGROUND)


async def measure(pipeline: Pipeline, example: Example) -> Score:
    """Click until the highest target is met, then try the tight box, and single clicks anywhere."""
    truth, counted = example.truth(), example.counted()
    mask = np.zeros_like(truth)
    ious: list[float] = []
    boundary = 0.0
    before = pipeline.decodes
    await pipeline.start()
    while len(ious) < MOST_CLICKS and (len(ious) < FEWEST_CLICKS or max(ious) < HIGHEST_TARGET):
        point = next_click(mask, truth, counted)
        if point is None:
            break
        mask = await pipeline.click(point)
        ious.append(iou(mask, truth, counted))
        if len(ious) <= BOUNDARY_CLICKS:
            boundary = boundary_iou(mask, truth, counted)
    decodes = pipeline.decodes - before
    await pipeline.start()
    boxed = await pipeline.box(tight_box(truth))
    first = []
    for x, y in places(truth):
        await pipeline.start()
        first.append(await pipeline.click(PointPrompt(x, y)))
    return Score(
        set_name=example.set_name,
        name=example.name,
        ious=tuple(ious),
        boundary=boundary,
        box=iou(boxed, truth, counted),
        box_boundary=boundary_iou(boxed, truth, counted),
        decodes=decodes,
        first=FirstClicks(tuple(map(specks, first)), tuple(map(is_lattice, first))),
    )


def tight_box(truth: Pixels) -> BoxPrompt:
    """Give the smallest box around a mask that is not empty."""
    rows, columns = np.flatnonzero(truth.any(1)), np.flatnonzero(truth.any(0))
    return BoxPrompt(int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1]))

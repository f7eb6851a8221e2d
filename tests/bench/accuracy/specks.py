"""What masks have that no object has: islands and holes of a few pixels, and lattices."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from tests.bench.accuracy.distance import Pixels, squared_depth

SMALL = 0.002
"""Share of the mask's area: a smaller island or hole is a speck."""
LATTICE = 20.0
"""The edge's length ÷ the area's square root, beyond which a mask is a lattice; a disc has 4.5."""
CLICKS = 10
"""Single clicks on each object."""
DEEP = 0.3
"""Clicks are at least this deep in the object, as a share of its deepest pixel's depth."""


@dataclass(frozen=True, slots=True)
class FirstClicks:
    """What the masks of single clicks on one object have: specks in each, and whether each is a lattice."""

    specks: tuple[int, ...]
    lattices: tuple[bool, ...]


def places(truth: Pixels) -> list[tuple[int, int]]:
    """Give x and y of as many clicks as are made, the same on every run, anywhere but at the object's rim."""
    depth = np.sqrt(squared_depth(truth))
    rows, columns = np.nonzero(depth >= DEEP * depth.max())
    chosen = np.random.default_rng(0).integers(0, len(rows), CLICKS)
    return [(int(columns[n]), int(rows[n])) for n in chosen]


def specks(mask: Pixels) -> int:
    """Count the islands and holes that are smaller than `SMALL` of the mask."""
    limit = SMALL * mask.sum()
    sizes = region_sizes(mask)
    return int((sizes < limit).sum()) if limit else 0


def is_lattice(mask: Pixels) -> bool:
    """Tell whether a mask's edge is too long for an object."""
    edge = sum(int(np.diff(mask, axis=axis).sum()) for axis in (0, 1))
    return edge > LATTICE * sqrt(max(1, int(mask.sum())))


def region_sizes(mask: Pixels) -> NDArray[np.int64]:
    """Give the pixels of each region, inside or outside; pixels that touch along a side hang together.

    Runs of the rows take the lowest number of those that they touch, until nothing changes.
    """
    width = mask.shape[1]
    begins = np.ones_like(mask)
    begins[:, 1:] = np.diff(mask, axis=1)
    numbers = begins.ravel().cumsum() - 1
    starts = np.flatnonzero(begins)
    lengths = np.diff(np.append(starts, mask.size))
    above = np.flatnonzero((begins[:-1] | begins[1:]) & (mask[:-1] == mask[1:]))
    one, other = numbers[above], numbers[above + width]
    labels = np.arange(len(starts))
    while (labels[one] != labels[other]).any():
        lowest = np.minimum(labels[one], labels[other])
        for each in (one, other):
            np.minimum.at(labels, labels[each], lowest)
            np.minimum.at(labels, each, lowest)
        labels = labels[labels]
    return np.bincount(labels, lengths)[np.unique(labels)].astype(np.int64)

"""Masks for tests, drawn at random and by hand, and the two ways between pixels and `Runs`."""

import numpy as np
from clickcut_core.files.runs import Runs, lines_of
from clickcut_core.geometry import ImageSize
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

SIDES = st.integers(1, 24)
PIXELS = st.tuples(SIDES, SIDES).flatmap(lambda size: arrays(bool, size))
"""bool (height, width), any mask."""


def mask_of(*lines):
    """A mask drawn with # and any other character."""
    return np.array([[pixel == "#" for pixel in line] for line in lines])


def runs_of(mask):
    height, width = mask.shape
    framed = np.pad(mask, ((0, 0), (1, 1)))
    borders = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    return Runs(ImageSize(height, width), tuple(lines_of(borders.tolist(), height, width)))


def pixels_of(runs):
    mask = np.zeros((runs.size.height, runs.size.width), bool)
    for pixels, row in zip(mask, runs.rows, strict=True):
        for start, stop in zip(row[::2], row[1::2], strict=True):
            pixels[start:stop] = True
    return mask


def blobs(height, width, cells, seed, level=0.0):
    """Smooth shapes, as an upsampled mask has them: rows and columns of a few random values, interpolated."""
    values = np.random.default_rng(seed).normal(size=(cells, cells))
    for axis, length in ((0, height), (1, width)):
        place = np.linspace(0, cells - 1, length)
        low = np.minimum(place.astype(int), cells - 2)
        way = (place - low).reshape((-1, 1) if axis == 0 else (1, -1))
        values = np.take(values, low, axis) * (1 - way) + np.take(values, low + 1, axis) * way
    return values > level


def iou(a, b):
    union = (a | b).sum()
    return float((a & b).sum() / union) if union else 1.0


DRAWN = {
    "empty": np.zeros((5, 7), bool),
    "full": np.ones((5, 7), bool),
    "one pixel": mask_of("...", ".#.", "..."),
    "a photo of one pixel": mask_of("#"),
    "diagonal": mask_of("#...", ".#..", "..#.", "...#"),
    "saddle": mask_of("##..", "##..", "..##", "..##"),
    "hole": mask_of("#####", "#...#", "#.#.#", "#...#", "#####"),
    "holes that touch": mask_of("#####", "#.###", "##.##", "###.#", "#####"),
    "horizontal line": mask_of("......", "######", "......"),
    "vertical line": mask_of(".#.", ".#.", ".#.", ".#."),
    "stairs": mask_of("##....", ".##...", "..##..", "...##.", "....##"),
    "at every border": mask_of(".#.", "#.#", ".#."),
    "comb": mask_of("#.#.#.#", "#.#.#.#", "#######"),
}

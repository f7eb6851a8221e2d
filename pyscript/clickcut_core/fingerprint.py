"""What a photo looks like in 64 numbers, so that two decoders can tell whether they see the same picture.

Equal sizes don't say that: one may have turned the photo by 180°. It sees no pixel; whoever has them
averages.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from math import sqrt

CELLS = 8
"""Along each side of a photo."""
ROWS = 256
"""Rows of a photo that are averaged, evenly spaced: row ⌊(2i + 1) · height / (2 · ROWS)⌋ is the i-th."""
_ALIKE = 8  # levels in any cell: what decoders of one file differ by, and more
_FLAT = 2  # levels
_RELATED = 0.7  # colours may be converted in another way, which keeps what is bright and what is dark
_CLEARLY = 1 / 4  # of the squared distance

Fingerprint = bytes
"""Mean luminance of each cell, 0 to 255, row by row, rounded half up. What shows through is white."""


def columns(width: int) -> list[tuple[int, int]]:
    """Give where each cell starts and stops along a row."""
    starts = [cell * width // CELLS for cell in range(CELLS + 1)]
    return [(start, max(start + 1, stop)) for start, stop in pairwise(starts)]


def rows(height: int) -> list[int]:
    """Give which rows are averaged, as many for each cell."""
    return [(2 * place + 1) * height // (2 * ROWS) for place in range(ROWS)]


def is_fingerprint(values: bytes) -> bool:
    """Tell whether it has as many values as a fingerprint."""
    return len(values) == CELLS * CELLS


def show_the_same(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two decoders saw the same picture, in whatever colours, and turned the same way."""
    if all(abs(a - b) <= _ALIKE for a, b in zip(one, other, strict=True)):
        return True
    here, there = _standard(one), _standard(other)
    if here is None or there is None:
        return here is there  # without light and dark nothing is upside down
    likeness = _product(here, there)
    turned = max(_product(here, each) for each in _turned(there))
    return likeness >= _RELATED and 1 - turned >= _CLEARLY * (1 - likeness)


def _standard(values: bytes) -> list[float] | None:
    """Give the values without brightness and contrast; None where all are about the same."""
    mean = sum(values) / len(values)
    apart = [value - mean for value in values]
    size = sqrt(_product(apart, apart))
    return [each / size for each in apart] if size > _FLAT * CELLS else None


def _turned(values: list[float]) -> Iterator[list[float]]:
    """Give the seven other ways to hold a picture."""
    last = CELLS - 1
    for swaps, mirrors, flips in list(product((False, True), repeat=3))[1:]:
        places = (
            ((last - row if flips else row), (last - column if mirrors else column))
            for row, column in product(range(CELLS), repeat=2)
        )
        yield [
            values[column * CELLS + row] if swaps else values[row * CELLS + column] for row, column in places
        ]


def _product(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))

"""Where a mask has decided what is object and what isn't, so that only the rest of a photo is worked on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import or_

from clickcut_core.geometry import MASK_SIDE, ImageSize
from clickcut_core.working_size import WorkingSize

OUTSIDE, OPEN, INSIDE = 1, 2, 4
"""What `soften.onnx` says of a mask pixel; bits, so that those of several can be joined."""
SHORTEST = 128
"""Photo pixels: what is decided for a shorter way is worked on with its neighbours: runs have a price."""


@dataclass(frozen=True, slots=True)
class Span:
    """Columns `left` to `right` of some rows of the photo: wholly `OUTSIDE` or `INSIDE`, or else `OPEN`."""

    left: int
    right: int
    kind: int

    def moved(self, by: int) -> Span:
        """Give it so many columns further to the right."""
        return Span(self.left + by, self.right + by, self.kind)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a mask has decided of a photo.

    Attributes
    ----------
    values
        One of the three for each mask pixel, row by row.
    extent
        Height and width in mask pixels of what is photo.
    size
        The photo's, in pixels.
    """

    values: bytes
    extent: tuple[float, float]
    size: ImageSize

    def spans(self, start: int, stop: int) -> list[Span]:
        """Divide rows of the photo, from the left.

        A logit is interpolated between two mask pixels a side. One more to each side is looked at here, so
        that no rounding can matter.
        """
        scale = self.extent[0] / self.size.height
        first = max(0, int((start + 0.5) * scale - 0.5) - 1)
        last = min(MASK_SIDE, int((stop - 0.5) * scale - 0.5) + 3)
        lines = (self.values[MASK_SIDE * row : MASK_SIDE * (row + 1)] for row in range(first, last))
        joined = reduce(or_, (int.from_bytes(line, "big") for line in lines)).to_bytes(MASK_SIDE, "big")
        kinds = [reduce(or_, joined[max(0, n - 1) : n + 3]) for n in range(MASK_SIDE)]
        return [*_merged(self._placed(kinds))]

    def part(self, working: WorkingSize) -> tuple[int, int]:
        """Give how many rows and columns of the small photo edges depend on.

        They begin at the photo's top and left, as running sums do: what is left out changes no bit.
        """
        rows = [self.values[MASK_SIDE * n : MASK_SIDE * (n + 1)] for n in range(MASK_SIDE)]
        columns = [self.values[n::MASK_SIDE] for n in range(MASK_SIDE)]
        height, width = (
            ceil((_last_mixed(lines) + 2) * side / extent / working.factor) + working.reach
            for lines, extent, side in zip(
                (rows, columns), self.extent, (self.size.height, self.size.width), strict=True
            )
        )
        return min(height, working.small.height), min(width, working.small.width)

    def _placed(self, kinds: list[int]) -> Iterator[Span]:
        """Give runs of equal kinds as columns of the photo."""
        left, width = 0, self.size.width
        for n, kind in enumerate(kinds):
            known = kind if kind in (OUTSIDE, INSIDE) else OPEN
            is_last = n + 1 == MASK_SIDE or (n + 1.5) * width / self.extent[1] >= width
            right = width if is_last else ceil((n + 1.5) * width / self.extent[1] - 0.5)
            if right > left:
                yield Span(left, right, known)
                left = right
            if is_last:
                return


def _last_mixed(lines: Sequence[bytes]) -> int:
    """Give the last line that is open, or where what is decided turns; 0 if none is."""
    kinds = [line[0] if line == line[:1] * len(line) else OPEN for line in lines]
    return max(n for n, kind in enumerate(kinds) if n == 0 or kind == OPEN or kind != kinds[n - 1])


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    """Join equal neighbours, and count what is short as open."""
    return _joined(
        span if span.right - span.left >= SHORTEST else Span(span.left, span.right, OPEN)
        for span in _joined(spans)
    )


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    before: Span | None = None
    for span in spans:
        if before and before.kind == span.kind:
            before = Span(before.left, span.right, span.kind)
        else:
            if before:
                yield before
            before = span
    if before:
        yield before

"""The outlines of a mask, as closed polygons along its pixels' edges.

It draws every part and every hole, however small: what is too small to keep is not for an outline to say.
Whole numbers all the way, so browser and command line agree to the last digit.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clickcut_core.files.runs import Line, Runs

Point = tuple[int, int]
"""x, y of a pixel's corner: pixel (0, 0) reaches from (0, 0) to (1, 1)."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One closed polygon; the inside is on its right hand, so a part runs clockwise and a hole does not.

    Attributes
    ----------
    points
        Its corners; the last is joined to the first.
    hole_of
        Place in the list of outlines of the part that it is a hole in, or None for a part.
    """

    points: Sequence[Point]
    hole_of: int | None


class _Tracing:
    """Corners found from the top down, each with the one that follows it along its outline.

    Pixels that only touch at a corner are apart (4-connected), so no outline crosses itself.
    """

    def __init__(self) -> None:
        self.points: list[Point] = []
        self.following: list[int] = []
        self.beside: dict[int, int] = {}
        """By what may be a hole's top left corner: a corner of the line that bounds the part to its right."""
        self._upright: dict[int, int] = {}  # by x: top corner of the vertical line that reaches the row above

    def add(self, y: int, above: Line, below: Line) -> None:
        """Find the corners between two rows that differ."""
        sides_above = {x: i % 2 for i, x in enumerate(above)}
        sides_below = {x: i % 2 for i, x in enumerate(below)}
        left: int | None = None  # of a horizontal edge
        for x in sorted(sides_above.keys() | sides_below.keys()):
            ending, beginning = sides_above.get(x), sides_below.get(x)
            if ending == beginning:
                continue  # a vertical line goes on
            both = ((ending, False), (beginning, True))
            verticals = [(side, begins) for side, begins in both if side is not None]
            if ending == 0 and beginning == 1:
                verticals.reverse()  # what is inside above lies right of x, what is inside below left
            reached = self._upright.pop(x, None)
            for side, begins in verticals:
                corner = self._corner(x, y)
                if begins:
                    self._upright[x] = corner
                elif reached is not None:
                    self._link(reached, corner, backwards=side == 0)
                if left is None:
                    left, falls, inside_below = corner, begins, begins == (side == 0)
                else:
                    self._link(left, corner, backwards=not inside_below)
                    if not inside_below and falls and begins:
                        self.beside[left] = self._upright[above[bisect_right(above, x)]]
                    left = None

    def rings(self) -> Iterator[list[int]]:
        """Give each outline's corners; the first is its uppermost, and of those the leftmost."""
        seen = bytearray(len(self.points))
        for first in range(len(self.points)):
            ring, corner = [], first
            while not seen[corner]:
                seen[corner] = 1
                ring.append(corner)
                corner = self.following[corner]
            if ring:
                yield ring

    def _corner(self, x: int, y: int) -> int:
        self.points.append((x, y))
        self.following.append(-1)
        return len(self.points) - 1

    def _link(self, one: int, other: int, *, backwards: bool) -> None:
        if backwards:
            one, other = other, one
        self.following[one] = other


def trace(runs: Runs) -> list[Outline]:
    """Follow the edges between inside and outside; drawn by the even-odd rule they give the mask exactly."""
    tracing = _Tracing()
    before: Line = ()
    for y, row in enumerate((*runs.rows, ())):
        if row != before:
            tracing.add(y, before, row)
        before = row
    outlines: list[Outline] = []
    ring_of = [0] * len(tracing.points)
    for number, ring in enumerate(tracing.rings()):
        for corner in ring:
            ring_of[corner] = number
        hole_of = None
        if ring[0] in tracing.beside:
            neighbour = ring_of[tracing.beside[ring[0]]]  # begins higher up, so it is known already
            around = outlines[neighbour].hole_of
            hole_of = neighbour if around is None else around
        outlines.append(Outline([tracing.points[corner] for corner in ring], hole_of))
    return outlines

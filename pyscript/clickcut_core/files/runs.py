"""A hard mask as the intervals that are inside in each of its rows, and what follows from them exactly.

It knows nothing of pixels: `borders.onnx` has found the intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clickcut_core.geometry import ImageSize, Part

Line = tuple[int, ...]
"""Where a line of pixels turns inside, outside, inside, …: ascending, and even in number."""


@dataclass(frozen=True, slots=True)
class Runs:
    """A mask at photo resolution.

    Attributes
    ----------
    size
        Of the photo.
    rows
        One `Line` a row: pixel x is inside when an odd number of borders are at most x.
    """

    size: ImageSize
    rows: tuple[Line, ...]

    @property
    def area(self) -> int:
        """Pixels inside."""
        return sum(sum(row[1::2]) - sum(row[::2]) for row in self.rows)

    @property
    def bbox(self) -> tuple[int, int, int, int] | None:
        """Left, top, right, bottom, right and bottom exclusive; None for an empty mask."""
        inside = [y for y, row in enumerate(self.rows) if row]
        if not inside:
            return None
        left = min(self.rows[y][0] for y in inside)
        right = max(self.rows[y][-1] for y in inside)
        return left, inside[0], right, inside[-1] + 1

    def placed(self, part: Part, photo: ImageSize, *, is_surrounded: bool) -> Runs:
        """Put the mask of a part into its photo; beyond the part all is inside, or nothing."""
        whole: Line = (0, photo.width) if is_surrounded else ()
        beside = tuple(changes(whole, (part.left, part.right))) if is_surrounded else ()
        rows = (tuple(changes(beside, tuple(part.left + x for x in row))) for row in self.rows)
        return Runs(photo, (*(whole,) * part.top, *rows, *(whole,) * (photo.height - part.bottom)))

    def columns(self) -> tuple[Line, ...]:
        """Give the same mask as one `Line` a column."""
        return _turned(self.rows, self.size.width)


def lines_of(borders: Iterable[int], count: int, width: int) -> list[Line]:
    """Sort what `borders.onnx` found into lines.

    Parameters
    ----------
    borders
        line · (width + 1) + place, ascending.
    count
        How many lines there are.
    width
        Pixels in a line.
    """
    lines: list[list[int]] = [[] for _ in range(count)]
    for border in borders:
        line, place = divmod(border, width + 1)
        lines[line].append(place)
    return [tuple(line) for line in lines]


def changes(before: Line, after: Line) -> list[int]:
    """Give the borders of where two neighbouring lines differ: one's borders that are not the other's."""
    return [] if before == after else sorted(set(before) ^ set(after))


def _turned(lines: Sequence[Line], length: int) -> tuple[Line, ...]:
    """Exchange lines and places; costs as much as there are pixel edges between lines."""
    turned: list[list[int]] = [[] for _ in range(length)]
    before: Line = ()
    for number, line in enumerate((*lines, ())):
        edges = changes(before, line)
        for start, stop in zip(edges[::2], edges[1::2], strict=True):
            for across in turned[start:stop]:
                across.append(number)
        before = line
    return tuple(map(tuple, turned))

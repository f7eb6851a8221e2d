"""Fewer corners for the outlines of a mask, within a bound on what changes.

Points here are in half pixels, as whole numbers: every comparison is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

from clickcut_core.files.outline import Outline, Point

MOST_CHANGED = 0.0025
"""The share of a mask's area that leaving out corners may change, all together: IoU stays above 0.995."""
SMALLEST = 1000
"""Pixels; a mask with fewer is drawn to the pixel, as then one pixel more or less counts."""
TOLERANCE = 1.0
"""Square pixels that one corner's leaving may change."""
_EIGHTHS = 8  # a triangle's cross product in half pixels is eight times its area in pixels
_FEWEST = 4


def simplify(outlines: Sequence[Outline], area: int, *, tolerance: float = TOLERANCE) -> list[Outline]:
    """Straighten the stairs of outlines, then leave out corners that hardly matter.

    Parameters
    ----------
    outlines
        As `trace` gives them, in pixels.
    area
        Pixels of the mask.
    tolerance
        Square pixels that one corner's leaving may change at most.

    Returns
    -------
    list[Outline]
        The same outlines in half pixels. A pixel's centre changes sides only where corners were left out.
    """
    straight = [_straightened(outline.points) for outline in outlines]
    budget = int(area * MOST_CHANGED * _EIGHTHS) if area >= SMALLEST else 0
    kept = _thinned(straight, int(tolerance * _EIGHTHS), budget)
    return [Outline(points, outline.hole_of) for points, outline in zip(kept, outlines, strict=True)]


def _straightened(corners: Sequence[Point]) -> list[Point]:
    """Cut the corners of stairs from edge middle to edge middle, in half pixels.

    Only between edges of which one is a pixel long: what is cut then holds no pixel's centre. Ends of
    lines and corners that turn like the one before or after stay.
    """
    count = len(corners)
    turns, lengths = [], []
    for i, (x, y) in enumerate(corners):
        (x0, y0), (x1, y1) = corners[i - 1], corners[(i + 1) % count]
        turns.append((x - x0) * (y1 - y) - (y - y0) * (x1 - x) > 0)
        lengths.append(abs(x1 - x) + abs(y1 - y))
    steps = [turns[i] != turns[(i + 1) % count] for i in range(count)]
    cut = [steps[i - 1] and steps[i] and 1 in {lengths[i - 1], lengths[i]} for i in range(count)]
    points = []
    for i, (x, y) in enumerate(corners):
        after = (i + 1) % count
        if not cut[i]:
            points.append((2 * x, 2 * y))
        if cut[i] or cut[after]:
            points.append((x + corners[after][0], y + corners[after][1]))
    return points


def _thinned(rings: Sequence[list[Point]], most: int, budget: int) -> list[list[Point]]:
    """Leave out the point whose triangle with its neighbours is smallest, again and again.

    What changes is at most the sum of those triangles. Source: M. Visvalingam and J. D. Whyatt, "Line
    generalisation by repeated elimination of points", The Cartographic Journal 30 (1993).
    """
    points = [point for ring in rings for point in ring]
    before: list[int] = []
    after: list[int] = []
    ring_of: list[int] = []
    left = [len(ring) for ring in rings]
    for number, ring in enumerate(rings):
        start, count = len(before), len(ring)
        before += [start + count - 1, *range(start, start + count - 1)]
        after += [*range(start + 1, start + count), start]
        ring_of += [number] * count

    def triangle(i: int) -> int:
        (x0, y0), (x, y), (x1, y1) = points[before[i]], points[i], points[after[i]]
        return abs((x - x0) * (y1 - y0) - (y - y0) * (x1 - x0))

    sizes = [triangle(i) for i in range(len(points))]
    heap = [(size, i) for i, size in enumerate(sizes) if size <= most]
    heapify(heap)
    while heap:
        size, i = heappop(heap)
        if size > budget:
            break
        if size != sizes[i] or left[ring_of[i]] <= _FEWEST:
            continue
        budget -= size
        sizes[i] = -1  # it is gone
        left[ring_of[i]] -= 1
        one, other = before[i], after[i]
        after[one], before[other] = other, one
        for neighbour in (one, other):
            changed = triangle(neighbour)
            if changed != sizes[neighbour]:
                sizes[neighbour] = changed
                if changed <= most:
                    heappush(heap, (changed, neighbour))
    kept: list[list[Point]] = [[] for _ in rings]
    for i, point in enumerate(points):
        if sizes[i] >= 0:
            kept[ring_of[i]].append(point)
    return kept

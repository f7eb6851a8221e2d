"""An object as YOLO's training reads it: one polygon a line, in shares of the photo's width and height.

Source: https://docs.ultralytics.com/datasets/segment/.
"""

from __future__ import annotations

from clickcut_core.geometry import ImageSize

Point = tuple[float, float]
_DIGITS = 6


def yolo_line(number: int, polygons: list[list[float]], size: ImageSize) -> str:
    """Write an object.

    Parameters
    ----------
    number
        Its class's.
    polygons
        As COCO has them, x, y, x, y and so on, in pixels; holes are joined to their parts.
    size
        Of the photo.
    """
    points = _one([list(zip(each[::2], each[1::2], strict=True)) for each in polygons])
    shares = (f"{share:.{_DIGITS}g}" for x, y in points for share in (x / size.width, y / size.height))
    return f"{number} {' '.join(shares)}\n"


def _one(parts: list[list[Point]]) -> list[Point]:
    """Join an object's parts by cuts of no width, there and back, as a line has one polygon alone."""
    whole, *others = sorted(parts, key=len, reverse=True)
    for part in others:
        x, y = part[0]
        near = min(range(len(whole)), key=lambda i: (whole[i][0] - x) ** 2 + (whole[i][1] - y) ** 2)
        whole[near:near] = [whole[near], *part, part[0]]
    return whole

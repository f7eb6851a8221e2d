"""Shapes as an SVG drawing: a path an object, in pixels of the photo.

It draws what it is given, in that order, and no photo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import category

from clickcut_core.files.outline import Point, trace
from clickcut_core.files.shapes import Shape
from clickcut_core.files.simplify import simplify
from clickcut_core.geometry import ImageSize

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def svg(size: ImageSize, shapes: Iterable[Shape]) -> str:
    """Write a whole document. An object's name is its title and class and, made unique, its id."""
    width, height = size.width, size.height
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
    ]
    ids: set[str] = set()
    for shape in shapes:
        name = _identifier(shape.name)
        identifier = next(one for one in _numbered(name) if one not in ids)
        ids.add(identifier)
        lines.append(
            f'<path id="{identifier}" class="{name}" fill="{_escaped(shape.colour)}" fill-rule="evenodd" '
            f'd="{_path(shape)}"><title>{_escaped(shape.name)}</title></path>'
        )
    return "\n".join([*lines, "</svg>\n"])


def _path(shape: Shape) -> str:
    outlines = simplify(trace(shape.runs), shape.runs.area)
    return "".join(_closed(outline.points) for outline in outlines)


def _closed(points: Sequence[Point]) -> str:
    """Write a ring of half pixels: the first point as a place, the others as steps, which are shorter."""
    (x, y), *others = points
    written = [f"M{_pixels(x)} {_pixels(y)}l"]
    for next_x, next_y in others:
        written.append(f"{_pixels(next_x - x)} {_pixels(next_y - y)} ")
        x, y = next_x, next_y
    return "".join(written).rstrip() + "z"


def _pixels(halves: int) -> str:
    return f"{halves / 2:.1f}" if halves % 2 else str(halves // 2)


def _numbered(name: str) -> Iterable[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _identifier(name: str) -> str:
    """Turn a name into one that CSS and XML can refer to: letters, digits and hyphens, a letter first."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    made = "-".join(words)
    return made if made[:1].isalpha() else f"object-{made}".rstrip("-")


def _escaped(text: str) -> str:
    """Escape for XML, which can't hold control characters, halves of characters or non-characters at all."""
    kept = (one for one in text if category(one) not in {"Cc", "Cs"} and ord(one) & 0xFFFE != 0xFFFE)
    return "".join(kept).translate(_ENTITIES)

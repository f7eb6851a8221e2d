"""Shapes as a COCO document, for tools that train on labelled photos.

Source: the data format of cocodataset.org, as cocoapi's PythonAPI reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from clickcut_core.files.outline import Outline, Point, trace
from clickcut_core.files.run_lengths import counts_of, to_text
from clickcut_core.files.runs import Runs
from clickcut_core.files.shapes import Shape
from clickcut_core.files.simplify import simplify
from clickcut_core.geometry import ImageSize

IS_CROWD = 0
"""Each shape is one thing. COCO's own files keep run lengths for crowds (1), but evaluators leave crowds out
and readers tell run lengths from polygons by their form."""
_DIGITS = 2  # of a score; further ones differ between processors


@dataclass(frozen=True, slots=True)
class Labels:
    """What a document says of one photo.

    Attributes
    ----------
    image
        Its entry but for the number: `file_name`, `width`, `height`, and whatever else is to be kept of it.
    objects
        Names of categories, each with an annotation but for its numbers; None of an empty shape.
    """

    image: Mapping[str, Any]
    objects: tuple[tuple[str, Mapping[str, Any] | None], ...]


def coco(size: ImageSize, photo_name: str, shapes: Iterable[Shape], *, polygons: bool = False) -> str:
    """Write a document of one photo as JSON; an empty shape has a category and no annotation.

    Parameters
    ----------
    size
        Of the photo.
    photo_name
        Its file's name or path.
    shapes
        Its objects; those of one name are of one category.
    polygons
        Simplified outlines instead of the exact mask.
    """
    return document([labels_of(size, PurePath(photo_name).name, shapes, polygons=polygons)])


def labels_of(size: ImageSize, file_name: str, shapes: Iterable[Shape], *, polygons: bool = False) -> Labels:
    """Give what a document says of a photo; see `coco`."""
    image = {"file_name": file_name, "width": size.width, "height": size.height}
    return Labels(image, tuple((shape.name, _annotation(shape, polygons=polygons)) for shape in shapes))


def document(photos: Iterable[Labels]) -> str:
    """Write a document of photos as JSON: each number is given once, and photos share their categories."""
    images: list[dict[str, Any]] = []
    categories: dict[str, int] = {}
    annotations: list[dict[str, Any]] = []
    for photo in photos:
        image_id = len(images) + 1
        images.append({"id": image_id, **photo.image})
        for name, annotation in photo.objects:
            category = categories.setdefault(name, len(categories) + 1)
            if annotation is not None:
                numbers = {"id": len(annotations) + 1, "image_id": image_id, "category_id": category}
                annotations.append({**numbers, **annotation})
    whole = {
        "info": {"description": "clickcut"},
        "licenses": [],
        "images": images,
        "categories": [
            {"id": number, "name": name, "supercategory": ""} for name, number in categories.items()
        ],
        "annotations": annotations,
    }
    return json.dumps(whole) + "\n"


def _annotation(shape: Shape, *, polygons: bool) -> dict[str, Any] | None:
    box = shape.runs.bbox
    if box is None:
        return None
    left, top, right, bottom = box
    return {
        "segmentation": _polygons(shape.runs) if polygons else _run_lengths(shape.runs),
        "bbox": [left, top, right - left, bottom - top],
        "area": shape.runs.area,
        "iscrowd": IS_CROWD,
        "score": round(shape.score, _DIGITS),
    }


def _run_lengths(runs: Runs) -> dict[str, Any]:
    return {"size": [runs.size.height, runs.size.width], "counts": to_text(counts_of(runs))}


def _polygons(runs: Runs) -> list[list[float]]:
    """Give a polygon a part: x, y, x, y and so on.

    COCO has no holes: each is joined to its part by a cut of no width, there and back.
    """
    outlines = simplify(trace(runs), runs.area)
    parts = {i: list(outline.points) for i, outline in enumerate(outlines) if outline.hole_of is None}
    for outline in outlines:
        if outline.hole_of is not None:
            _join(parts[outline.hole_of], outline)
    return [[_pixels(halves) for point in part for halves in point] for part in parts.values()]


def _join(part: list[Point], hole: Outline) -> None:
    """Go from the part's point nearest to the hole's first around the hole and back."""
    x, y = hole.points[0]
    near = min(range(len(part)), key=lambda i: (part[i][0] - x) ** 2 + (part[i][1] - y) ** 2)
    part[near:near] = [part[near], *hole.points, hole.points[0]]


def _pixels(halves: int) -> float:
    return halves / 2 if halves % 2 else halves // 2

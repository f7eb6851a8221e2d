"""Which files hold shapes instead of pixels, and what is in them: the same for browser and command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from clickcut_core.files.coco import coco
from clickcut_core.files.cutout import COCO, COCO_POLYGONS, SVG
from clickcut_core.files.shapes import Shape
from clickcut_core.files.svg import svg
from clickcut_core.geometry import ImageSize

WRITERS: Mapping[str, Callable[[ImageSize, str, Sequence[Shape]], str]] = {
    SVG: lambda size, _, shapes: svg(size, shapes),
    COCO: coco,
    COCO_POLYGONS: lambda size, photo_name, shapes: coco(size, photo_name, shapes, polygons=True),
}
"""By media type: from a photo's size and name and its objects to the file's text."""

"""What a cut-out is called and which kinds there are; the same for the browser and the command line.

A cut-out has the photo's size; its alpha is the mask, straight; the colours of opaque pixels are the
photo's own, and pixels that were cut away hold nothing of the photo any more (0, 0, 0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from clickcut_core.errors import ClickcutError
from clickcut_core.file_names import safe_name, safe_part, unique

PNG = "image/png"
SVG = "image/svg+xml"
COCO = "application/json"
COCO_POLYGONS = "application/json;segmentation=polygon"
FORMATS = {PNG: ".png", SVG: ".svg", COCO: ".json", COCO_POLYGONS: ".json"}


def cutout_name(photo_name: str, media_type: str = PNG, *, object_name: str = "") -> str:
    """Give the file name of an object of a photo: `cat.jpg` → `cat-cutout.png`, or `cat-paw.png` for a paw.

    Raises
    ------
    ClickcutError
        `unsupported-format`.
    """
    if media_type not in FORMATS:
        raise ClickcutError("unsupported-format", format=media_type, known=", ".join(FORMATS))
    photo = safe_part(PurePath(photo_name).stem) or "photo"
    return safe_name(f"{photo}-{safe_part(object_name) or 'cutout'}{FORMATS[media_type]}")


def cutout_names(photo_name: str, object_names: Iterable[str], media_type: str = PNG) -> list[str]:
    """Give the file names of several objects of a photo, no two alike."""
    return unique(cutout_name(photo_name, media_type, object_name=name) for name in object_names)

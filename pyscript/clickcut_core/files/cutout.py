"""What a cut-out is called and which kinds there are; the same for the browser and the command line.

A cut-out's alpha is straight and soft at the edge; the colours of opaque pixels are the photo's own, those
at the edge the object's alone, and pixels that were cut away hold nothing of the photo any more (0, 0, 0, 0).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from clickcut_core.errors import ClickcutError
from clickcut_core.files.file_names import safe_name, safe_part, unique

PNG = "image/png"
WEBP = "image/webp"
JPEG = "image/jpeg"
MASK = "image/png;content=mask"
SVG = "image/svg+xml"
COCO = "application/json"
COCO_POLYGONS = "application/json;segmentation=polygon"
ZIP = "application/zip"
FORMATS = {
    PNG: ".png",
    WEBP: ".webp",
    JPEG: ".jpg",
    MASK: ".png",
    SVG: ".svg",
    COCO: ".json",
    COCO_POLYGONS: ".json",
    ZIP: ".zip",
}
LABELS_FILE = "labels.json"
"""What an archive of cut-outs calls its shapes."""
MANY_FILE = "cutouts.zip"
"""What an archive of many photos' cut-outs is called."""
ALL = "cutouts"
"""What a file of all objects is called."""
_ENDINGS = {MASK: "mask", ZIP: ALL}
"""What stands for an object without a name, and behind one's name where its picture has the same suffix."""


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
    ending = _ENDINGS.get(media_type, "")
    parts = [photo, safe_part(object_name) or ("" if ending else "cutout"), ending]
    return safe_name("-".join(filter(None, parts)) + FORMATS[media_type])


def cutout_names(photo_name: str, object_names: Iterable[str], media_type: str = PNG) -> list[str]:
    """Give the file names of several objects of a photo, no two alike."""
    return unique(cutout_name(photo_name, media_type, object_name=name) for name in object_names)

"""The kinds of files that are made natively: those of the page, and arrays and facts for programs.

What is in each is said in docs/exports.md.
"""

from __future__ import annotations

from pathlib import PurePath

from clickcut_core.errors import ClickcutError
from clickcut_core.files.cutout import COCO, COCO_POLYGONS, FORMATS, JPEG, MASK, PNG, SVG, WEBP, cutout_name
from clickcut_core.files.export_options import ExportOptions
from clickcut_core.files.shape_files import WRITERS

NPY = "application/x-npy"
"""The exact mask as a numpy array, or those of all objects. Browsers make none."""
FACTS = "application/json;content=facts"
"""What is known of a cut-out, without the cut-out; only for the API, as commands tell it beside the file."""
NAMES = {
    "png": PNG,
    "webp": WEBP,
    "jpeg": JPEG,
    "mask": MASK,
    "svg": SVG,
    "coco": COCO,
    "coco-polygons": COCO_POLYGONS,
    "npy": NPY,
}
"""As people write them."""
_SUFFIXES = {**FORMATS, NPY: ".npy"}


def is_picture(kind: str) -> bool:
    """Whether a kind of file is made of the photo's pixels; all others are made of the masks alone."""
    return kind not in (*WRITERS, NPY, FACTS)


def export_options(
    kind: str,
    background: str,
    *,
    crop: bool,
    margin: int,
    square: bool,
    shadow: bool,
    together: bool = False,
) -> ExportOptions:
    """Check the options of a file.

    Raises
    ------
    ClickcutError
        `invalid-option`.
    """
    if kind not in (NPY, FACTS):
        return ExportOptions(kind, background, crop, margin, square, together, shadow)
    if background or crop or margin or square or shadow:
        raise ClickcutError(
            "invalid-option", reason=f"{kind} is always about the whole photo, and has no background"
        )
    if together:
        raise ClickcutError("invalid-option", reason=f"{kind} is about one object of a recipe")
    return ExportOptions(COCO)


def check_everything(kind: str) -> None:
    """See that all objects of a photo fit into a kind of file.

    Raises
    ------
    ClickcutError
        `invalid-option`.
    """
    if is_picture(kind):
        reason = "all objects of a photo are written as shapes or arrays: use coco, coco-polygons, svg or npy"
        raise ClickcutError("invalid-option", reason=reason)


def file_name(photo_name: str, kind: str) -> str:
    """Give the name of a photo's cut-out: `cat.jpg` → `cat-cutout.png`; an array is called as a mask is."""
    if kind == NPY:
        return PurePath(cutout_name(photo_name, MASK)).stem + _SUFFIXES[NPY]
    return cutout_name(photo_name, kind)


def kind_of(suffix: str) -> str:
    """Give the kind of file that a suffix stands for.

    Raises
    ------
    ClickcutError
        `unsupported-format`.
    """
    by_suffix: dict[str, str] = {}
    for kind in NAMES.values():
        by_suffix.setdefault(_SUFFIXES[kind], kind)
    found = by_suffix.get(".jpg" if suffix == ".jpeg" else suffix)
    if found is None:
        raise ClickcutError("unsupported-format", format=suffix, known=", ".join(by_suffix))
    return found

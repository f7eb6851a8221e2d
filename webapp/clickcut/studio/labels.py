"""What a photo's recipe says, as labels to train on: made of the exact masks, written as COCO or for YOLO.

Source: the data format of cocodataset.org; for YOLO https://docs.ultralytics.com/datasets/segment/.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, TypedDict

from clickcut_core.errors import ClickcutError
from clickcut_core.files.coco import Labels, document, labels_of
from clickcut_core.files.recipe_file import RecipeFile
from clickcut_core.geometry import ImageSize

from clickcut.cutting.files import read_file
from clickcut.panel.loaded_models import loaded_models
from clickcut.panel.opened_photo import OpenedPhoto
from clickcut.photos.photo import photo_sha256, read_photo
from clickcut.photos.photo_file import PhotoFile
from clickcut.settings import Settings
from clickcut.studio.photo_folder import PhotoFolder
from clickcut.studio.yolo import yolo_line


class ObjectLabels(TypedDict):
    """One object: its class, COCO's annotation with the exact mask, None of an empty one, and polygons."""

    name: str
    annotation: dict[str, Any] | None
    polygons: list[list[float]]


class PhotoLabels(TypedDict):
    """What is kept of a photo, its size in pixels."""

    width: int
    height: int
    objects: list[ObjectLabels]


def made_labels(folder: PhotoFolder, name: str, settings: Settings) -> PhotoLabels:
    """Make a photo's labels from the recipe beside it, or give those that are kept.

    Raises
    ------
    ClickcutError
        About the photo, the recipe or the models.
    """
    recipe, content = folder.recipe(name), read_file(folder.path(name))
    kept: PhotoLabels | None = folder.labels(name, recipe, content)
    if kept is not None:
        return kept
    made = _made(PhotoFile(name, content), recipe, settings)
    folder.keep_labels(name, recipe, content, made)
    return made


def _made(photo: PhotoFile, recipe: str, settings: Settings) -> PhotoLabels:
    models = loaded_models(settings)
    read = RecipeFile.from_text(recipe, photo_sha256(photo.content)) if recipe else None
    if read is None or not any(each.is_visible and each.recipe for each in read.document.objects):
        size = read_photo(photo.content, models.limits).frame.photo
        return {"width": size.width, "height": size.height, "objects": []}
    shapes, size = OpenedPhoto(photo, models).shapes(read), read.photo.size
    names = [each.name for each in read.document.visible()]
    exact, outlined = (
        [annotation for _, annotation in labels_of(size, photo.name, shapes, polygons=polygons).objects]
        for polygons in (False, True)
    )
    objects: list[ObjectLabels] = [
        {
            "name": shape_name or shape.name,
            "annotation": None if mask is None else dict(mask),
            "polygons": outline["segmentation"] if outline else [],
        }
        for shape_name, shape, mask, outline in zip(names, shapes, exact, outlined, strict=True)
    ]
    return {"width": size.width, "height": size.height, "objects": objects}


def coco(photos: Iterable[tuple[str, PhotoLabels]]) -> str:
    """Write one COCO document of photos, by their names."""
    return document(
        Labels(
            {"file_name": name, "width": labels["width"], "height": labels["height"]},
            tuple((each["name"], each["annotation"]) for each in labels["objects"]),
        )
        for name, labels in photos
    )


def yolo(photos: Iterable[tuple[str, PhotoLabels]], classes: Iterable[str]) -> bytes:
    """Write a ZIP to unpack where the photos are: a text beside each, `train.txt` and `data.yaml`.

    Parameters
    ----------
    photos
        By their names.
    classes
        In the order of their numbers; others are added as they come.

    Raises
    ------
    ClickcutError
        `output-twice` where two photos differ in their suffixes alone: YOLO has one text for both.
    """
    photos = list(photos)
    _check_distinct(name for name, _ in photos)
    numbers = {name: number for number, name in enumerate(classes)}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, labels in photos:
            size = ImageSize(height=labels["height"], width=labels["width"])
            lines = [
                yolo_line(numbers.setdefault(each["name"], len(numbers)), each["polygons"], size)
                for each in labels["objects"]
                if each["polygons"]
            ]
            archive.writestr(_text_of(name), "".join(lines))
        archive.writestr("train.txt", "".join(f"./{name}\n" for name, _ in photos))
        archive.writestr("data.yaml", "".join(_description(numbers)))
    return written.getvalue()


def _text_of(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(".txt"))


def _check_distinct(names: Iterable[str]) -> None:
    taken: dict[str, str] = {}
    for name in names:
        first = taken.setdefault(_text_of(name).casefold(), name)
        if first != name:
            raise ClickcutError("output-twice", file=_text_of(name), first=first, second=name)


def _description(classes: Iterable[str]) -> Iterator[str]:
    yield "# Written by clickcut. Photos for validation are to be chosen.\n"
    yield "train: train.txt\nval: train.txt\nnames:\n"
    for number, name in enumerate(classes):
        yield f"  {number}: {json.dumps(name, ensure_ascii=False)}\n"

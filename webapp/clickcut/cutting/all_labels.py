"""The objects of many photos in one COCO file, which a command that was stopped goes on with.

What is done is added to a file beside it, a line a photo. Of that the COCO file is written in the end, and
from both the same command knows what is done. A photo is known by the SHA-256 of its file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from clickcut_core.errors import ClickcutError
from clickcut_core.files.coco import Labels, document, labels_of
from clickcut_core.files.cutout import COCO_POLYGONS
from clickcut_core.files.file_names import fitting
from clickcut_core.json_text import read_json

from clickcut.cutting.files import check_apart, check_writable, read_file, whole, write_file, writing
from clickcut.cutting.making import Made
from clickcut.photos.photo import photo_sha256

_NUMBERS = ("id", "image_id", "category_id")
Key = tuple[str, str]
"""A photo's name and SHA-256."""


class AllLabels:
    """One COCO file; photos are named by the way to them from the folder that has them all.

    Parameters
    ----------
    path
        The file.
    photos
        All photos of this command.
    kind
        Of the annotations: run lengths or polygons.
    besides
        Files that are read beside photos, none of which is to be written to.
    overwrites
        Whether what is in the file is made anew.
    """

    def __init__(
        self, path: Path, photos: Sequence[Path], kind: str, *, besides: Sequence[Path], overwrites: bool
    ) -> None:
        self._path = path
        self._journal = path.with_name(fitting(f".{path.name}", ".unfinished"))
        self._has_polygons = kind == COCO_POLYGONS
        self._inputs = (*photos, *besides)
        self._overwrites = overwrites
        self._root = Path(os.path.commonpath([photo.absolute().parent for photo in photos]))
        self._done: dict[Key, Labels] = {}
        self._has_news = False

    def __enter__(self) -> Self:
        """Read what is done.

        Raises
        ------
        ClickcutError
            `output-is-input`, `unwritable-file`, or `unreadable-file` where the file is none of ours.
        """
        check_apart(self._path, self._inputs)
        check_writable(self._path)
        if self._overwrites:
            self._journal.unlink(missing_ok=True)
            return self
        if self._path.exists():
            self._done = _read(self._path, _photos)
        if self._journal.exists():
            self._done |= _read(self._journal, _lines)
            self._has_news = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the file, if anything came to it."""
        if self._has_news:
            with whole(self._path) as unfinished:
                write_file(unfinished, document(self._done.values()).encode())
            self._journal.unlink(missing_ok=True)

    def path(self, photo: Path) -> Path:
        """Give the file: it is the same for all photos."""
        return self._path

    def check(self, photo: Path) -> None:
        """Do nothing: the file was judged at the beginning."""

    def holds(self, photo: Path) -> bool:
        """Whether the labels of just this file are there."""
        return self._key_of(photo) in self._done

    def keep(self, photo: Path, made: Made) -> None:
        """Add a photo's labels."""
        key = self._key_of(photo)
        name = photo.absolute().relative_to(self._root).as_posix()
        labels = labels_of(made.facts.size, name, made.shapes, polygons=self._has_polygons)
        labels = Labels({**labels.image, "sha256": key[1]}, labels.objects)
        line = f"{json.dumps([labels.image, labels.objects])}\n"
        with writing(self._journal), self._journal.open("a", encoding="utf-8") as journal:
            journal.write(line)
        self._done[key] = labels
        self._has_news = True

    def _key_of(self, photo: Path) -> Key:
        return photo.name, photo_sha256(read_file(photo))


def _key(labels: Labels) -> Key:
    return Path(labels.image["file_name"]).name, labels.image["sha256"]


def _read(path: Path, labels_in: Callable[[str], Iterable[Labels]]) -> dict[Key, Labels]:
    """Read a file that was written before.

    Raises
    ------
    ClickcutError
        `unreadable-file`.
    """
    content = read_file(path)
    try:
        return {_key(labels): labels for labels in labels_in(content.decode())}
    except (ValueError, LookupError, TypeError) as error:
        reason = (
            f"{path} was not written for many photos by this command; choose another name, or --overwrite"
        )
        raise ClickcutError("unreadable-file", reason=reason) from error


def _lines(text: str) -> Iterator[Labels]:
    """Read what was added; the last line may have been cut off."""
    for line in text.split("\n")[:-1]:
        image, objects = read_json(line)
        yield _labels(image, objects)


def _photos(text: str) -> Iterator[Labels]:
    whole_document = read_json(text)
    names = {category["id"]: category["name"] for category in whole_document["categories"]}
    objects: dict[int, list[Any]] = {image["id"]: [] for image in whole_document["images"]}
    for annotation in whole_document["annotations"]:
        plain = {name: annotation[name] for name in annotation if name not in _NUMBERS}
        objects[annotation["image_id"]].append([names[annotation["category_id"]], plain])
    for image in whole_document["images"]:
        yield _labels({name: image[name] for name in image if name != "id"}, objects[image["id"]])


def _labels(image: Any, objects: Iterable[Any]) -> Labels:
    """Judge what is said of a photo; raises `ValueError`. Without a hash it can't be told which one it is."""
    match image:
        case {"file_name": str(), "sha256": str()}:
            return Labels(image, tuple(map(_object, objects)))
    raise ValueError("no photo's labels")


def _object(plain: Any) -> tuple[str, dict[str, Any] | None]:
    match plain:
        case [str(name), dict() | None as annotation]:
            return name, annotation
    raise ValueError("no object's label")

"""A folder that is labelled: its photos, and what is kept of each.

Recipes lie beside their photos, where `clickcut cut --recipe` takes them. Everything else is in
`clickcut-labels`. Each file is written as a whole: whatever ends the program, what was kept before is there.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.json_text import read_json
from filelock import FileLock, Timeout

from clickcut.cutting.files import write_file, writing
from clickcut.photos.photo import photo_sha256
from clickcut.publishing.sources import find_photos

KEPT = "clickcut-labels"
"""The folder, in the photos' own, of all that is kept but recipes."""
RECIPE = ".recipe.json"
_UNFIT = ".unfit"


class PhotoFolder:
    """The folder. Names of photos are their paths in it, with slashes.

    Parameters
    ----------
    root
        Where the photos are, at any depth.

    Raises
    ------
    ClickcutError
        `no-photos`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._kept = root / KEPT
        found = find_photos([root], besides=self._kept)
        self.photos = tuple(each.path.relative_to(root).as_posix() for each in found)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other programs from labelling it meanwhile.

        Raises
        ------
        ClickcutError
            `folder-taken`, or `unwritable-file`.
        """
        with writing(self._kept):
            self._kept.mkdir(exist_ok=True)
        lock = FileLock(self._kept / ".lock", timeout=0)
        with writing(self._kept):
            try:
                lock.acquire()
            except Timeout as error:
                raise ClickcutError("folder-taken", folder=self.root) from error
        try:
            yield
        finally:
            lock.release()

    def path(self, name: str) -> Path:
        """Give a photo's file."""
        return self.root / name

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes, in their order; none before they were named."""
        found = _read(self._kept / "classes.json")
        names = found if isinstance(found, list) else []
        return tuple(name for name in names if isinstance(name, str))

    @classes.setter
    def classes(self, names: Sequence[str]) -> None:
        _write(self._kept / "classes.json", json.dumps(list(names), ensure_ascii=False, indent=1))

    def recipe(self, name: str) -> str:
        """Give the recipe that is kept of a photo, or nothing.

        Raises
        ------
        ClickcutError
            `unreadable-file`.
        """
        try:
            content = self._recipe(name).read_bytes()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise ClickcutError("unreadable-file", reason=f"{self._recipe(name)}: {error}") from error
        return content.decode("utf-8", "replace")

    def keep_recipe(self, name: str, recipe: str) -> None:
        """Keep a photo's recipe beside it; an empty one takes the file away.

        Raises
        ------
        ClickcutError
            `unwritable-file`.
        """
        if recipe == self.recipe(name):
            return
        path = self._recipe(name)
        if recipe:
            _write(path, recipe)
        else:
            with writing(path):
                path.unlink(missing_ok=True)

    def put_aside(self, name: str) -> Path:
        """Rename a recipe that does not fit its photo, so that nothing writes over it; give its place.

        A photo that was done is open again.
        """
        path = self._recipe(name)
        names = (f"{path.name}{_UNFIT}{number or ''}" for number in count())
        aside = next(place for each in names if not (place := path.with_name(each)).exists())
        with writing(aside):
            path.replace(aside)
        self.reopen(name)
        return aside

    def is_accepted(self, name: str) -> bool:
        """Tell whether a person has said that a photo is done."""
        return self._labels(name).is_file()

    def accept(self, name: str) -> None:
        """Note that a photo is done; what its labels are is kept by `keep_labels`.

        Raises
        ------
        ClickcutError
            `unwritable-file`.
        """
        _write(self._labels(name), json.dumps({"of": "", "labels": None}))

    def reopen(self, name: str) -> None:
        """Take back that a photo is done."""
        path = self._labels(name)
        with writing(path):
            path.unlink(missing_ok=True)

    def labels(self, name: str, recipe: str, photo: bytes) -> Any:
        """Give the labels that were kept of a recipe and a photo's file; None where they are to be made."""
        kept = _read(self._labels(name))
        fits = isinstance(kept, dict) and kept.get("of") == _fingerprint(recipe, photo)
        return kept.get("labels") if fits else None

    def keep_labels(self, name: str, recipe: str, photo: bytes, labels: Any) -> None:
        """Keep what was made of a recipe and a photo's file, as long as the photo is done."""
        if self.is_accepted(name):
            plain = {"of": _fingerprint(recipe, photo), "labels": labels}
            _write(self._labels(name), json.dumps(plain, ensure_ascii=False, separators=(",", ":")))

    def accepted(self) -> list[str]:
        """List the photos that are done, in order."""
        return [name for name in self.photos if self.is_accepted(name)]

    def next_open(self, first: int, *, besides: Collection[int] = ()) -> int | None:
        """Give the number of the first photo that isn't done, from one on and round to it, if any.

        Parameters
        ----------
        first
            Where to begin.
        besides
            Photos that don't count.
        """
        total = len(self.photos)
        turn = ((first + step) % total for step in range(total))
        wanted = (number for number in turn if number not in besides)
        return next((number for number in wanted if not self.is_accepted(self.photos[number])), None)

    def _recipe(self, name: str) -> Path:
        return self.root / (name + RECIPE)

    def _labels(self, name: str) -> Path:
        return self._kept / "photos" / f"{name}.json"


def _fingerprint(recipe: str, photo: bytes) -> str:
    return hashlib.sha256(photo_sha256(photo).encode() + recipe.encode("utf-8", "replace")).hexdigest()


def _read(path: Path) -> Any:
    try:
        return read_json(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(path: Path, text: str) -> None:
    """Write a file that is whole, or not there at all."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".clickcut-{os.getpid()}-{threading.get_ident()}")
    try:
        write_file(unfinished, text.encode())
        with writing(path):
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

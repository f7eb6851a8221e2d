"""A folder that is labelled: its photos, and what is kept of each.

Recipes lie beside their photos, where `clickcut cut --recipe` takes them. Everything else is in
`clickcut-labels`. Each file is written as a whole: whatever ends the program, what was kept before is there.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from clickcut_core.errors import ClickcutError
from clickcut_core.json_text import read_json
from filelock import FileLock, Timeout

from clickcut.cutting.files import write_file, writing
from clickcut.publishing.sources import find_photos

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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
        try:
            with lock:
                yield
        except Timeout as error:
            raise ClickcutError("folder-taken", folder=self.root) from error

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
        """Give the recipe that is kept of a photo, or nothing."""
        try:
            return self._recipe(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return ""

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
        """Rename a recipe that does not fit its photo, so that nothing writes over it; give its place."""
        path = self._recipe(name)
        aside = path.with_name(path.name + _UNFIT)
        with writing(aside):
            path.replace(aside)
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
        _write(self._labels(name), json.dumps({"recipe": self._fingerprint(name), "labels": None}))

    def labels(self, name: str) -> Any:
        """Give the labels that were kept of an accepted photo; None where they are to be made (anew)."""
        kept = _read(self._labels(name))
        fits = isinstance(kept, dict) and kept.get("recipe") == self._fingerprint(name)
        return kept.get("labels") if fits else None

    def keep_labels(self, name: str, recipe: str, labels: Any) -> None:
        """Keep what was made of a photo's recipe, if it is still its recipe and the photo accepted."""
        if recipe == self.recipe(name) and self.is_accepted(name):
            plain = {"recipe": self._fingerprint(name), "labels": labels}
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
        count = len(self.photos)
        turn = ((first + step) % count for step in range(count))
        wanted = (number for number in turn if number not in besides)
        return next((number for number in wanted if not self.is_accepted(self.photos[number])), None)

    def _recipe(self, name: str) -> Path:
        return self.root / (name + RECIPE)

    def _labels(self, name: str) -> Path:
        return self._kept / "photos" / f"{name}.json"

    def _fingerprint(self, name: str) -> str:
        return hashlib.sha256(self.recipe(name).encode()).hexdigest()


def _read(path: Path) -> Any:
    try:
        return read_json(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _write(path: Path, text: str) -> None:
    """Write a file that is whole, or not there at all."""
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".clickcut-{os.getpid()}-{path.name}"[:200])
    try:
        write_file(unfinished, text.encode())
        with writing(path):
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)

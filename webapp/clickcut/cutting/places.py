"""Where the cut-outs of many photos are kept: a folder of files, of which each is whole or not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from clickcut.cutting.files import check_apart, check_writable, told_apart, whole, write_file, writing
from clickcut.cutting.formats import file_name
from clickcut.cutting.making import Made


class Place(Protocol):
    """What keeps cut-outs; whatever happens within its context, what was kept is there afterwards."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def path(self, photo: Path) -> Path:
        """Give the file that a photo's cut-out goes to."""

    def holds(self, photo: Path) -> bool:
        """Whether a photo's cut-out is there already, and is to stay."""

    def check(self, photo: Path) -> None:
        """Judge the place before work begins; raises `output-is-input` or `unwritable-file`."""

    def keep(self, photo: Path, made: Made) -> None:
        """Keep a photo's cut-out; raises `unwritable-file`."""


class Folder:
    """A file for each photo, named by it; photos of one name are told apart by their hash.

    Parameters
    ----------
    folder
        It is created.
    photos
        All of them.
    kind
        Of the files.
    besides
        Files that are read beside photos, none of which is to be written to.
    overwrites
        Whether files that are there are made anew.
    """

    def __init__(
        self, folder: Path, photos: Sequence[Path], kind: str, *, besides: Sequence[Path], overwrites: bool
    ) -> None:
        names = [file_name(photo.name, kind) for photo in photos]
        self._names = dict(zip(photos, names, strict=True))
        self._often = {name for name, count in Counter(names).items() if count > 1}
        self._folder = folder
        self._besides = besides
        self._overwrites = overwrites

    def __enter__(self) -> Self:
        with writing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Do nothing: each file was finished when it was kept."""

    def path(self, photo: Path) -> Path:
        """Give the file that a photo's cut-out goes to."""
        name = self._names[photo]
        return self._folder / (told_apart(name, photo) if name in self._often else name)

    def holds(self, photo: Path) -> bool:
        """Whether there is a file of that name, and it is to stay."""
        return not self._overwrites and self.path(photo).exists()

    def check(self, photo: Path) -> None:
        """Judge the place of a photo's cut-out."""
        path = self.path(photo)
        check_apart(path, (photo, *self._besides))
        check_writable(path)

    def keep(self, photo: Path, made: Made) -> None:
        """Write a photo's cut-out, as a whole."""
        with whole(self.path(photo)) as unfinished:
            write_file(unfinished, made.content)

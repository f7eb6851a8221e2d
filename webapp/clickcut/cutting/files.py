"""Files that a command reads and writes: what the system says against it, as a sentence of ours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clickcut_core.errors import ClickcutError
from clickcut_core.files.file_names import LONGEST_NAME

from clickcut.photos.photo import photo_sha256

STANDARD = Path("-")
"""Standard input where something is read, standard output where it is written."""


def read_file(path: Path) -> bytes:
    """Read a file as a whole; `STANDARD` can be read once.

    Raises
    ------
    ClickcutError
        `unreadable-file`.
    """
    try:
        return sys.stdin.buffer.read() if path == STANDARD else path.read_bytes()
    except OSError as error:
        raise ClickcutError("unreadable-file", reason=_said(error)) from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file as a whole.

    Raises
    ------
    ClickcutError
        `unwritable-file`.
    """
    with writing(path):
        if path == STANDARD:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        else:
            path.write_bytes(content)


def check_writable(path: Path) -> None:
    """Judge the place of a file before work begins on what it will hold.

    Raises
    ------
    ClickcutError
        `unwritable-file`.
    """
    if path == STANDARD:
        return
    folder = path.parent
    if len(os.fsencode(path.name)) > LONGEST_NAME:
        raise ClickcutError("unwritable-file", file=path, reason="its name is too long")
    if not folder.is_dir():
        raise ClickcutError("unwritable-file", file=path, reason=f"there is no folder {folder}")
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise ClickcutError("unwritable-file", file=path, reason="permission denied")


def check_apart(path: Path, inputs: Iterable[Path]) -> None:
    """See that what will be written is none of the files that are read, by whatever name.

    Raises
    ------
    ClickcutError
        `output-is-input`.
    """
    if path != STANDARD and any(_is_same(path, each) for each in inputs):
        raise ClickcutError("output-is-input", file=path)


def check_distinct(places: Iterable[tuple[Path, Path]]) -> None:
    """See that no two inputs are written to one file.

    Parameters
    ----------
    places
        Inputs, each with the file that is made of it.

    Raises
    ------
    ClickcutError
        `output-twice`.
    """
    taken: dict[object, Path] = {}
    for given, path in places:
        first = taken.setdefault(_identity(path), given)
        if not first.samefile(given):
            raise ClickcutError("output-twice", file=path, first=first, second=given)


def told_apart(name: str, photo: Path) -> str:
    """Tell a file's name from those of other photos of its name by the photo, whichever others there are.

    Raises
    ------
    ClickcutError
        `unreadable-file`.
    """
    path = Path(name)
    return f"{path.stem}-{photo_sha256(read_file(photo))[:8]}{path.suffix}"


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a file beside the one that is wanted: it takes that name when it is whole, or goes."""
    unfinished = path.with_name(f".clickcut-{os.getpid()}{path.suffix}")
    try:
        yield unfinished
        with writing(path):
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Write a file inside; what fails there is `unwritable-file`."""
    try:
        yield
    except (OSError, ValueError) as error:  # Pillow raises both
        raise ClickcutError("unwritable-file", file=path, reason=_said(error)) from error


def _is_same(one: Path, other: Path) -> bool:
    """Tell whether two places are one file; what isn't there, can't be, or is a pipe or a device, is none."""
    try:
        return one.is_file() and one.samefile(other)
    except OSError:
        return False


def _identity(path: Path) -> object:
    """Tell files apart: by the system's number where there is one already, else by the place."""
    try:
        found = path.stat()
    except OSError:
        return path.resolve()
    return found.st_dev, found.st_ino


def _said(error: Exception) -> str:
    told = error.strerror if isinstance(error, OSError) else None
    return (told or str(error) or type(error).__name__).rstrip(".")

"""The photos that a person names: files as they are, folders with all that is below them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from clickcut_core.errors import ClickcutError

# In a folder other files may lie beside the photos; a file that is named counts whatever it is called.
SUFFIXES = frozenset(
    {".avif", ".bmp", ".gif", ".heic", ".heif", ".jfif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
)
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Source:
    """One photo to publish.

    Attributes
    ----------
    path
        Its file.
    title
        What it is called: the file's name without suffix.
    """

    path: Path
    title: str


def find_photos(paths: Iterable[Path], *, besides: Path) -> list[Source]:
    """List the photos, those of a folder in the order of their names, numbers by value.

    Hidden files and folders are left alone, and so are links to folders.

    Parameters
    ----------
    paths
        Files and folders.
    besides
        The folder that is published into: what lies there is no photo to publish.

    Raises
    ------
    ClickcutError
        `no-photos`.
    """
    named = list(paths)
    skipped = besides.resolve()
    found: list[Path] = []
    for path in named:
        found += sorted(_below(path, skipped), key=_order) if path.is_dir() else [path]
    if not found:
        raise ClickcutError("no-photos", where=", ".join(map(str, named)))
    return [Source(path, _title(path)) for path in dict.fromkeys(found)]


def _below(folder: Path, skipped: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        folders[:] = [
            name for name in folders if not name.startswith(".") and (here / name).resolve() != skipped
        ]
        if here.resolve() != skipped:
            yield from (
                here / name
                for name in names
                if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
            )


def _order(path: Path) -> list[tuple[bool, int, str]]:
    parts = _NUMBER.split(normalize("NFC", path.as_posix()).casefold())
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def _title(path: Path) -> str:
    """Give a name's letters, composed; bytes that are none in this system's encoding as `�`."""
    return normalize("NFC", os.fsencode(path.stem).decode("utf-8", "replace"))

"""A folder of photos with true masks, described by its `index.json`; it is read and never copied."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.bench.accuracy.distance import Pixels

INDEX = "index.json"
_MIDDLE = 127
_IGNORED = 255


class DataError(ValueError):
    """The folder is not as it should be; the text says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{INDEX}: {reason}. It lists objects with `set`, `name`, `image` and `mask`.")


@dataclass(frozen=True, slots=True)
class Example:
    """One object in a photo.

    Attributes
    ----------
    set_name, name
        The set it belongs to, and its own name in reports.
    photo, mask
        Files; the mask is inside above 127.
    ignore
        File that is 255 where a pixel counts neither way.
    is_alpha
        Whether the mask's values between 0 and 255 mean something.
    """

    set_name: str
    name: str
    photo: Path
    mask: Path
    ignore: Path | None
    is_alpha: bool

    def truth(self) -> Pixels:
        """Read the true mask, bool (height, width)."""
        return _grey(self.mask) > _MIDDLE

    def alpha(self) -> NDArray[np.uint8]:
        """Read the true mask's values, uint8 (height, width)."""
        return _grey(self.mask)

    def counted(self) -> Pixels | None:
        """Read which pixels count; None when all do."""
        return None if self.ignore is None else _grey(self.ignore) != _IGNORED


def read_examples(folder: Path) -> Sequence[Example]:
    """Read a folder's index.

    Raises
    ------
    DataError
        Where the index can't be read or lists nothing.
    """
    try:
        entries = json.loads((folder / INDEX).read_bytes())
        examples = [_example(folder, entry) for entry in entries]
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise DataError(repr(error)) from error
    if not examples:
        raise DataError("it lists nothing")
    return examples


def _example(folder: Path, entry: dict[str, str]) -> Example:
    ignore = entry.get("ignore")
    return Example(
        set_name=entry["set"],
        name=entry["name"],
        photo=folder / entry["image"],
        mask=folder / entry["mask"],
        ignore=folder / ignore if ignore else None,
        is_alpha=entry.get("kind") == "alpha",
    )


def _grey(path: Path) -> np.ndarray:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"))

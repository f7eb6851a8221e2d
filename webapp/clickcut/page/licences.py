"""Whose work the page's runtime carries, as the build wrote it down beside the texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Licensed:
    """One part.

    Attributes
    ----------
    name, version
        What it is; what is inside of another part has no version.
    licence
        An SPDX expression.
    file
        The texts' name in the runtime's folder `licences`.
    """

    name: str
    version: str
    licence: str
    file: str


def read_licences(runtime: Path) -> tuple[Licensed, ...]:
    """Read the list of a built runtime; a page without a runtime lists nothing.

    Parameters
    ----------
    runtime
        The folder with `element.js`.
    """
    listed = runtime / "licences/parts.json"
    if not listed.is_file():
        return ()
    return tuple(Licensed(**part) for part in json.loads(listed.read_text(encoding="utf-8")))

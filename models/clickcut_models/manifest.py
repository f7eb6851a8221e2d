"""`manifest.json`, read: which graphs were built, and whether their files are the ones that were written.

Whoever runs what was built comes through here; nothing that only builds is imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clickcut_core.errors import ClickcutError
from clickcut_core.json_text import read_json

FORMAT = "clickcut-models/1"
FILE = "manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A folder of built graphs whose every file is the one that was written.

    Attributes
    ----------
    folder
        Where the files are.
    model
        Id of the weights; an embedding of another model is refused.
    graphs
        By name (the encoders and the fields of `clickcut_core.masks.image.Graphs`): `file`, `bytes`,
        `sha256`, `opset`, `inputs` and `outputs` as lists of `{name, dtype, dims}`.
    known_answer
        What a runtime is checked with; see `clickcut_core.masks.known_answer`.
    """

    folder: Path
    model: str
    graphs: Mapping[str, Mapping[str, Any]]
    known_answer: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a folder's manifest and check every file it lists.

        Raises
        ------
        ClickcutError
            `model-missing` or `model-altered`, naming the file.
        """
        try:
            content = read_json((folder / FILE).read_text("utf-8"))
            graphs, known = dict(content["graphs"]), dict(content["known_answer"])
            listed = cls(folder, str(content["model"]), graphs, known)
            entries = [(str(e["file"]), int(e["bytes"]), str(e["sha256"])) for e in listed.graphs.values()]
        except FileNotFoundError as error:
            raise ClickcutError("model-missing", file=FILE) from error
        except (ValueError, LookupError, TypeError) as error:
            raise ClickcutError("model-altered", file=FILE) from error
        if content.get("format") != FORMAT:
            raise ClickcutError("model-altered", file=FILE)
        for file, size, digest in entries:
            _check(folder / file, size, digest)
        return listed

    def path(self, graph_name: str) -> Path:
        """Give the path of a graph's file."""
        return self.folder / str(self.graphs[graph_name]["file"])


def _check(path: Path, size: int, digest: str) -> None:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ClickcutError("model-missing", file=path.name) from error
    if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
        raise ClickcutError("model-altered", file=path.name)

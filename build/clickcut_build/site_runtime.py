"""The browser runtime as a site carries it: the built folder, without what only our own server can use."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clickcut_core.errors import ClickcutError

# Compressed twins: a static host compresses by itself, or not at all.
_TWINS = {".br", ".gz"}


@dataclass(frozen=True, slots=True)
class BuiltRuntime:
    """A built runtime.

    Attributes
    ----------
    folder
        `dist/runtime/<hash>`.
    """

    folder: Path

    @classmethod
    def find(cls, dist: Path) -> BuiltRuntime:
        """Find the runtime in the folder of what was built; there is one at a time.

        Raises
        ------
        ClickcutError
            `runtime-missing`.
        """
        elements = sorted((dist / "runtime").glob("*/element.js"))
        if not elements:
            raise ClickcutError("runtime-missing", folder=dist / "runtime")
        return cls(elements[0].parent)

    @property
    def address(self) -> str:
        """Where its files are in a site."""
        return f"runtime/{self.folder.name}"

    @property
    def integrity(self) -> str:
        """Subresource integrity of `element.js` (https://www.w3.org/TR/SRI/)."""
        digest = hashlib.sha384((self.folder / "element.js").read_bytes()).digest()
        return f"sha384-{base64.b64encode(digest).decode()}"

    def contents(self) -> Iterator[Path]:
        """Give the files that a site needs of the folder."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix not in _TWINS:
                yield path

    def files(self) -> Iterator[tuple[str, Path]]:
        """Give each file's address in a site and where it is now; `runtime/clickcut.js` comes last."""
        for path in self.contents():
            yield f"{self.address}/{path.relative_to(self.folder).as_posix()}", path
        for name in ("clickcut.d.ts", "clickcut.js"):
            yield f"runtime/{name}", self.folder.parent / name

"""Fills the documentation's marks, such as `<!-- clickcut: errors -->`, when Sphinx reads a page.

Marks are comments, and not directives, because comments are invisible where a page is read as plain Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from clickcut.reference.commands import commands
from clickcut.reference.errors import errors, notes
from clickcut.reference.http import http
from clickcut.reference.live_example import live_example

_MARK = re.compile(r"^<!-- clickcut: (\S+) -->$", re.MULTILINE)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register with Sphinx."""
    writers: dict[str, Callable[[], str]] = {
        "commands": commands,
        "errors": errors,
        "notes": notes,
        "http": http,
        "live-example": lambda: live_example(Path(app.outdir)),
    }

    def fill(_app: Sphinx, _page: str, source: list[str]) -> None:
        source[0] = _MARK.sub(lambda mark: writers[mark[1]](), source[0])

    app.connect("source-read", fill)
    return {}

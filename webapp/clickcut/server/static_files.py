"""Built files as the browser gets them: the right type, and kept for as long as they can't change."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import PurePath

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from clickcut.server.api import IMMUTABLE
from clickcut.server.api_description import EMBEDDING_TYPE

# The system's own table differs between machines, and a browser refuses wasm or a module of a wrong type.
_TYPES = {
    ".clickcut": EMBEDDING_TYPE,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".onnx": "application/octet-stream",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".whl": "application/zip",
    ".zip": "application/zip",
}
_TWINS = (("br", ".br"), ("gzip", ".gz"))
_CONTENT_HASH = re.compile(r"[0-9a-f]{16}")
_REVALIDATE = "no-cache"


class BuiltFiles(StaticFiles):
    """A folder of built files, which may not exist yet: then there is nothing in it.

    A file that has a compressed twin (`NAME.br`, `NAME.gz`) is sent as that twin to whoever accepts it. A
    file under a folder named by its content's hash (16 hexadecimal digits) may be kept for good; any
    other is asked for again each time.
    """

    def __init__(self, directory: os.PathLike[str]) -> None:
        super().__init__(directory=directory, check_dir=False)

    async def check_config(self) -> None:
        """Accept a folder that is not there, which Starlette takes for a mistake."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Give a file with its type and how long it may be kept."""
        coding, twin = self._twin(path, Headers(scope=scope).get("Accept-Encoding", ""))
        response = await super().get_response(path + twin, scope)
        response.headers["Vary"] = "Accept-Encoding"
        if coding:
            response.headers["Content-Encoding"] = coding
        parts = PurePath(path)
        kept = any(_CONTENT_HASH.fullmatch(part) for part in parts.parts[:-1])
        response.headers["Cache-Control"] = IMMUTABLE if kept else _REVALIDATE
        media_type = _TYPES.get(parts.suffix.lower())
        if media_type and "content-type" in response.headers:
            response.headers["Content-Type"] = media_type
        return response

    def _twin(self, path: str, accepted: str) -> tuple[str, str]:
        """Choose the best twin that is there and accepted; a client's `q` values are not weighed."""
        codings = {item.partition(";")[0].strip() for item in accepted.lower().split(",")}
        # Of no name that a file could have, `path` has no answer either.
        with suppress(OSError, ValueError):
            for coding, suffix in _TWINS:
                if coding in codings and self.lookup_path(path + suffix)[1]:
                    return coding, suffix
        return "", ""

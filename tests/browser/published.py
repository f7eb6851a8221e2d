"""A published site behind `python -m http.server`: no header, no code of ours, at a path below the host."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.browser import photos


def clickcut(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clickcut", *map(str, arguments)]
    return subprocess.run(command, cwd=photos.ROOT, capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def http_server(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder as anybody would, at a free port unless one is given; gives its address."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with process:
        assert process.stdout is not None
        found = process.stdout.readline().split(" port ")[1].split()[0]
        try:
            yield f"http://127.0.0.1:{found}/"
        finally:
            process.terminate()


class _WithHeaders(SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, headers: Mapping[str, str], **options: Any) -> None:
        self._headers = headers
        super().__init__(*arguments, **options)

    def end_headers(self) -> None:
        for name, value in self._headers.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


class _OldTypes(_WithHeaders):
    # What nginx's mime.types has of a site's files: no .mjs, and .wasm only since 1.21.
    extensions_map = {  # noqa: RUF012  as the base class has it
        "": "application/octet-stream",
        ".html": "text/html",
        ".js": "application/javascript",
        ".jpg": "image/jpeg",
        ".json": "application/json",
        ".png": "image/png",
        ".txt": "text/plain",
        ".webp": "image/webp",
        ".zip": "application/zip",
    }

    def guess_type(self, path: Any) -> str:
        return self.extensions_map.get(Path(path).suffix, self.extensions_map[""])


@contextmanager
def server_with(
    folder: Path, headers: Mapping[str, str], handling: type[_WithHeaders] = _WithHeaders
) -> Iterator[str]:
    """Serve a folder on a host that sends headers with every file."""
    handler = partial(handling, directory=str(folder), headers=headers)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def content_network(folder: Path) -> AbstractContextManager[str]:
    """Serve a folder to pages of other hosts, as content delivery networks do."""
    return server_with(folder, {"Access-Control-Allow-Origin": "*"})


def old_server(folder: Path) -> AbstractContextManager[str]:
    """Serve a folder with the types of a web server without .mjs and .wasm, and let nothing be guessed."""
    return server_with(folder, {"X-Content-Type-Options": "nosniff"}, _OldTypes)

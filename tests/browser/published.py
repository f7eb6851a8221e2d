"""A published site behind `python -m http.server`: no header, no code of ours, at a path below the host."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.browser import photos


def clickcut(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "clickcut", *map(str, arguments)]
    return subprocess.run(command, cwd=photos.ROOT, capture_output=True, text=True, check=False, timeout=120)


@contextmanager
def http_server(folder: Path) -> Iterator[str]:
    """Serve a folder as anybody would; gives its address."""
    command = [
        sys.executable,
        "-u",
        "-m",
        "http.server",
        "0",
        "--bind",
        "127.0.0.1",
        "--directory",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with process:
        assert process.stdout is not None
        port = process.stdout.readline().split(" port ")[1].split()[0]
        yield f"http://127.0.0.1:{port}/"
        process.terminate()


class _Shared(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def content_network(folder: Path) -> Iterator[str]:
    """Serve a folder to pages of other hosts, as content delivery networks do."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Shared, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()

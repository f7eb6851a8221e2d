"""Where the browser gets the runtime from: its element, worker, Pyodide and graphs.

A dashboard's server serves it itself, as a Bokeh extension's files are served. A notebook has no server of
ours, so a small one is started in the kernel. `CLICKCUT_RUNTIME_URL` goes before both.
"""

from __future__ import annotations

import functools
import os
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from bokeh.document import Document
from bokeh.embed.bundle import extension_dirs
from clickcut_core.errors import ClickcutError
from panel.io.state import state

VARIABLE = "CLICKCUT_RUNTIME_URL"
_EXTENSION = "clickcut"


def runtime_address(runtime: Path, document: Document | None) -> str:
    """Give the address of the runtime's folder for the page that a document is shown on.

    Parameters
    ----------
    runtime
        The folder `runtime` of what was built.
    document
        The page's; one of a Panel server has a session.

    Returns
    -------
    Absolute, or relative to the page, with a slash at its end.

    Raises
    ------
    ClickcutError
        `runtime-missing`.
    """
    elements = sorted(runtime.glob("*/element.js"))
    if not elements:
        raise ClickcutError("runtime-missing", folder=runtime)
    folder = elements[0].parent.name
    told = os.environ.get(VARIABLE)
    if told:
        return f"{told.rstrip('/')}/{folder}/"
    if document is not None and document.session_context is not None:
        # The server's route looks this table up for every request, so it may grow while the server runs.
        extension_dirs[_EXTENSION] = runtime.resolve()
        return f"{state.rel_path or '.'}/static/extensions/{_EXTENSION}/{folder}/"
    return f"{_local_server(runtime)}{folder}/"


class _PublicFiles(SimpleHTTPRequestHandler):
    """Files that anybody may have: a notebook's page is of another origin."""

    extensions_map = {  # noqa: RUF012  as the base class has it
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent: a notebook's output is no place for an access log."""


@functools.cache
def _local_server(runtime: Path) -> str:
    """Serve the folder to this machine alone, for as long as the process lives."""
    handler = functools.partial(_PublicFiles, directory=str(runtime))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, name="clickcut runtime", daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"

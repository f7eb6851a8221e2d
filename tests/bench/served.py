"""Serves files of the checkout to pages of the bench, isolated, so that wasm threads work."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from clickcut.server.middleware.headers import SecurityHeaders
from clickcut.server.static_files import BuiltFiles
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route

from tests.browser import photos


@contextmanager
def served(script: str, extra: dict[str, bytes] | None = None) -> Iterator[str]:
    """Serve a page that runs a script of `pages`; gives its address.

    `dist` and `node_modules` lie beside it. The script is a file, as the policy of our pages lets none run
    that stands in the page itself. `extra` are files by name that the page finds in its own folder.
    """

    def page(_: Request) -> Response:
        return HTMLResponse(
            f'<!doctype html><title>bench</title><script type="module" src="{script}"></script>'
        )

    def code(_: Request) -> Response:
        return FileResponse(Path(__file__).with_name("pages") / script, media_type="text/javascript")

    def file(request: Request) -> Response:
        return Response((extra or {})[request.path_params["name"]], media_type="application/octet-stream")

    app = Starlette(
        routes=[
            Route("/bench/", page),
            Route(f"/bench/{script}", code),
            Route("/bench/{name}", file),
            *(Mount(f"/{name}", BuiltFiles(photos.ROOT / name)) for name in ("dist", "node_modules")),
        ]
    )
    app.add_middleware(SecurityHeaders)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        pass
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/bench/"
    finally:
        server.should_exit = True
        thread.join()

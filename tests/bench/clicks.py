"""Times a click: the stock decoder and ours in one page, turn by turn, so that noise hits both."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import uvicorn
from clickcut.headers import SecurityHeaders
from clickcut.static_files import BuiltFiles
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_models.manifest import Manifest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from tests.browser import photos

PHOTOS = {"1024": (768, 1024), "12 MP": (3000, 4000)}
Times = dict[str, list[float]]


def embedding() -> Embedding:
    content = photos.sample("raccoon.jpg").with_suffix(".clickcut").read_bytes()
    return Embedding.from_bytes(content, model=Manifest.read(photos.ROOT / "dist/models").model)


@contextmanager
def files() -> Iterator[str]:
    """Serve the checkout's build and packages, isolated, so that wasm threads work."""
    arrays = {
        name: np.frombuffer(tensor.data, tensor.dtype).reshape(tensor.dims)
        for name, tensor in embedding().tensors.items()
    }
    zero, scale = (arrays[name].reshape(1, 256, 1, 1) for name in ("zero_point", "scale"))
    floats = ((arrays["image_embeddings"].astype(np.float32) - zero) * scale).astype(np.float32)

    def plain(_: Request) -> Response:
        return Response(floats.tobytes(), media_type="application/octet-stream")

    def page(_: Request) -> Response:
        return FileResponse(Path(__file__).with_name("clicks.html"))

    app = Starlette(
        routes=[
            Route("/bench/embedding.f32", plain),
            Route("/bench/", page),
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


def run(browser: Browser, *, rounds: int) -> dict[str, Times]:
    """Give milliseconds by setting (`1 thread, 12 MP`) and contender."""
    made = embedding()
    tensors: list[dict[str, Any]] = [
        {
            "name": name,
            "dtype": dtype,
            "dims": dims,
            "base64": base64.b64encode(bytes(made.tensors[name].data)).decode(),
        }
        for name, (dtype, dims) in LAYOUT.items()
    ]
    results: dict[str, Times] = {}
    with files() as url:
        for threads in (1, 2):
            for title, photo in PHOTOS.items():
                page = browser.new_page()
                page.goto(url)
                page.wait_for_function("Boolean(window.bench)")
                options = {"threads": threads, "rounds": rounds, "photo": photo, "embedding": tensors}
                setting = f"{threads} thread{'s' if threads > 1 else ''}, {title}"
                results[setting] = page.evaluate("(options) => window.bench(options)", options)
                page.close()
    return results

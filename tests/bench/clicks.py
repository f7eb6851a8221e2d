"""Times a click: the stock decoder and ours in one page, turn by turn, so that noise hits both."""

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
from clickcut_core.embedding import LAYOUT, Embedding
from clickcut_models.manifest import Manifest
from playwright.sync_api import Browser

from tests.bench.served import served
from tests.browser import photos

PHOTOS = {"1024": (768, 1024), "12 MP": (3000, 4000)}
Times = dict[str, list[float]]


def embedding() -> Embedding:
    content = photos.sample("raccoon.jpg").with_suffix(".clickcut").read_bytes()
    return Embedding.from_bytes(content, model=Manifest.read(photos.ROOT / "dist/models").model)


def floats(made: Embedding) -> bytes:
    """Give the embedding as the stock decoder takes it."""
    arrays = {
        name: np.frombuffer(tensor.data, tensor.dtype).reshape(tensor.dims)
        for name, tensor in made.tensors.items()
    }
    zero, scale = (arrays[name].reshape(1, 256, 1, 1) for name in ("zero_point", "scale"))
    values: np.ndarray = (arrays["image_embeddings"].astype(np.float32) - zero) * scale
    return values.astype(np.float32).tobytes()


def run(browser: Browser, *, rounds: int, warmups: int, threads: Sequence[int]) -> dict[str, Times]:
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
    with served("clicks.js", {"embedding.f32": floats(made)}) as url:
        for count in threads:
            for title, photo in PHOTOS.items():
                page = browser.new_page()
                page.goto(url)
                page.wait_for_function("() => Boolean(window.bench)")
                options = {
                    "threads": count,
                    "rounds": rounds,
                    "warmups": warmups,
                    "photo": photo,
                    "embedding": tensors,
                }
                setting = f"{count} thread{'s' if count > 1 else ''}, {title}"
                results[setting] = page.evaluate("(options) => window.bench(options)", options)
                page.close()
    return results

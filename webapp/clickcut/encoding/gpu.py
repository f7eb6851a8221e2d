"""Whether onnxruntime can use a GPU here, seen by having it run something there; it knows no network of ours.

Only its build for NVIDIA's has the provider: https://onnxruntime.ai/docs/execution-providers/CUDA-ExecutionProvider.html
"""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime as ort
from onnxruntime.datasets import get_example

CPU, CUDA = "CPUExecutionProvider", "CUDAExecutionProvider"
# Else it multiplies numbers of 10 bits where float32 has 23.
_CUDA_OPTIONS = {"use_tf32": "0"}


@cache
def has_gpu() -> bool:
    """Tell whether there is a GPU, and a driver, and libraries that onnxruntime can use.

    Asked once a process. Where one of them is missing although onnxruntime is built for GPUs, it says on the
    standard error which.
    """
    if CUDA not in ort.get_available_providers():
        return False
    with redirect_stdout(sys.stderr):
        ort.preload_dlls()  # they may be Python packages, which the system's loader does not look through
        return runs_on(CUDA)


def runs_on(provider: str) -> bool:
    """Tell whether the small graph that comes with onnxruntime can be loaded and run with a provider."""
    try:
        session = ort.InferenceSession(get_example("sigmoid.onnx"), providers=[*{provider: None, CPU: None}])
        session.run(None, {"x": np.ones((3, 4, 5), np.float32)})
    except Exception:  # onnxruntime's own share no class
        return False
    return provider in session.get_providers()


def load_network(graph: Path, options: ort.SessionOptions, *, on_gpu: bool = False) -> ort.InferenceSession:
    """Load a network: what a GPU can't run of it, the processor does.

    Without a GPU there is nothing to fall back to: onnxruntime would print a banner and do the same again.
    """
    providers = [(CUDA, _CUDA_OPTIONS), CPU] if on_gpu else [CPU]
    return ort.InferenceSession(graph, options, providers=providers, enable_fallback=on_gpu)

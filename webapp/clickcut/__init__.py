"""The server, the command line, the components and the predictor: whoever turns photos into embeddings.

Nothing here runs in the browser.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clickcut.cutting.predictor import Prediction, Predictor

__all__ = ["Prediction", "Predictor", "__version__"]

# onnxruntime tells its makers how it is used, unless this is set before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def __getattr__(name: str) -> Any:
    """Load what is heavy when it is first asked for: the command line's help must be quick."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415

        return version("clickcut")
    if name in __all__:
        from clickcut.cutting import predictor  # noqa: PLC0415

        return getattr(predictor, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

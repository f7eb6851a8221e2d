"""What commands need beyond the core, and whoever installed clickcut for cut-outs may not have."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal

from clickcut_core.errors import ClickcutError

BROUGHT = {
    "build": ("bokeh", "brotli", "onnx", "onnx_ir"),
    "panel": ("panel",),
    "server": ("fastapi", "limits", "prometheus_client", "pythonjsonlogger", "uvicorn"),
}
"""The packages that an extra brings, as they are imported."""


def check_extra(extra: Literal["build", "panel", "server"]) -> None:
    """See that an extra's packages are there.

    Raises
    ------
    ClickcutError
        `build-missing`, `panel-missing` or `server-missing`.
    """
    if all(map(find_spec, BROUGHT[extra])):
        return
    if extra == "build":
        raise ClickcutError("build-missing")
    if extra == "panel":
        raise ClickcutError("panel-missing")
    raise ClickcutError("server-missing")

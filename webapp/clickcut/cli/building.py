"""What commands that build need, and whoever installed clickcut to run it may not have."""

from __future__ import annotations

from importlib.util import find_spec

from clickcut_core.errors import ClickcutError

PACKAGES = ("bokeh", "brotli", "onnx", "onnx_ir")
"""What the extra `build` brings."""


def check_building() -> None:
    """See that the packages are there.

    Raises
    ------
    ClickcutError
        `build-missing`.
    """
    if not all(map(find_spec, PACKAGES)):
        raise ClickcutError("build-missing")

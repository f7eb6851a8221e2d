"""What a browser loads to encode photos itself, as far as the page speaks of it."""

from __future__ import annotations

from pathlib import Path


def encoder_bytes(runtime: Path) -> int:
    """Give the size of a built runtime's encoder for browsers, in bytes; 0 where there is none.

    Parameters
    ----------
    runtime
        The folder with `element.js`.
    """
    file = runtime / "models/encoder_device.onnx"
    return file.stat().st_size if file.is_file() else 0

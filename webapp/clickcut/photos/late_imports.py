"""What Pillow and Python import only once a photo wants it, imported while files can still be opened."""

from __future__ import annotations

import importlib

from PIL import Image

_LATER = ("PIL.TiffImagePlugin", "encodings.ascii", "encodings.latin_1", "encodings.utf_16")


def import_all() -> None:
    """Import all that reading a photo may want."""
    Image.preinit()
    for name in _LATER:
        importlib.import_module(name)

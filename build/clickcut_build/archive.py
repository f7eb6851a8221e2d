"""The browser's Python as one archive, equal byte for byte for equal sources."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path


def core_archive(package: Path) -> bytes:
    """Zip the modules of a package under its own name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(package.rglob("*.py")):
            entry = zipfile.ZipInfo(path.relative_to(package.parent).as_posix())  # dated 1980, as zip's epoch
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()

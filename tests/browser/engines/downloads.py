"""Files that a browser has saved."""

from pathlib import Path
from tempfile import mkdtemp


def moved(path: Path, folder: Path) -> Path:
    """Put a file into a new folder, so that the next of its name is not given another."""
    return path.rename(Path(mkdtemp(dir=folder)) / path.name)

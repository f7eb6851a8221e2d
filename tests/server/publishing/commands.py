"""`clickcut publish` and `embed` as a person calls them, and photos to publish."""

import sys
from pathlib import Path

from click.testing import CliRunner, Result
from clickcut.cli import main

from tests.server import photos


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "clickcut", *map(str, arguments)]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def folder_of_photos(root: Path, count: int) -> Path:
    root.mkdir()
    for n in range(count):
        (root / f"IMG_{n}.jpg").write_bytes(photos.file(photos.picture(seed=n), "JPEG"))
    return root

"""Builds what is released: clickcut's wheel and sources, the wheel for browsers, and the npm package.

python release/build.py dist/release
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from npm_package import pack

ROOT = Path(__file__).parents[1]


def build(project: Path, out: Path, *targets: str) -> None:
    """Build a project's `targets` with the backend that is installed here, as pip would with its own."""
    for target in targets:
        command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(out)]
        subprocess.run(command, cwd=project, check=True)  # noqa: S603  our own


if __name__ == "__main__":
    folder = Path(sys.argv[1]).resolve()
    build(ROOT, folder, "wheel", "sdist")
    build(ROOT / "release" / "web", folder, "wheel")
    pack(ROOT, folder)

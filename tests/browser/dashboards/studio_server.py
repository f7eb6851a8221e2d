"""`clickcut studio` as a process of its own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser import photos


@dataclass(frozen=True)
class Studio:
    """The address, and the process that answers there."""

    url: str
    process: subprocess.Popen[str]


@contextmanager
def studio(folder: Path, cache: Path) -> Iterator[Studio]:
    command = [sys.executable, "-m", "clickcut", "studio", str(folder), "--port", "0"]
    environment = {**os.environ, "CLICKCUT_CACHE_DIR": str(cache)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=photos.ROOT, env=environment)
    with process:
        assert process.stdout is not None
        said = process.stdout.readline()
        address = re.search(r"http://\S+/studio", said)
        assert address, said
        try:
            yield Studio(address[0], process)
        finally:
            process.kill()

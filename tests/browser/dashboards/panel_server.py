"""`panel serve` as a process of its own."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import photos

LONGEST_MESSAGE = 1_000_000
"""Bytes: what docs/panel.md advises."""


@contextmanager
def panel_serve(cache: Path, *apps: str) -> Iterator[str]:
    """Serve apps of this repository as a person does; gives the address that they are below."""
    command = [sys.executable, "-m", "panel", "serve", *apps, "--port", "0", "--prefix", "below"]
    command += ["--websocket-max-message-size", str(LONGEST_MESSAGE)]
    environment = {**os.environ, "CLICKCUT_CACHE_DIR": str(cache)}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=photos.ROOT, env=environment)
    with process:
        assert process.stderr is not None
        said = ""
        while not (address := re.search(r"http://localhost:\d+/below/", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        # What it goes on saying must not fill the pipe.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield address[0]
        finally:
            process.terminate()  # or a test that fails would wait for it

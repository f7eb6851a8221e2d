"""`clickcut serve` as a process of its own, and the processes below it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def server_process(cache: Path, *options: str) -> Iterator[tuple[str, psutil.Popen]]:
    """Give the server's address, at once, and its process, in a process group of its own."""
    command = [sys.executable, "-m", "clickcut", "serve", "--port", "0"]
    command += ["--cache-dir", str(cache), "--client-photos", "100", "--encode-seconds", "120", *options]
    with psutil.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        try:
            yield re.search(r"http://\S+", process.stdout.readline())[0], process
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait(60)


def replicas(server: psutil.Process) -> list[psutil.Process]:
    """The processes that encode."""
    return [child for child in server.children(recursive=True) if "ServeReplica" in _name(child)]


def _name(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it has ended meanwhile
        return ""

"""`clickcut serve` as a process of its own, for the tests that need a real one."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Of a client whose posts are photos.
AS_PHOTO = {"Content-Type": "application/octet-stream"}


@dataclass
class Server:
    """A server that runs; without its process where another worker of this run started it."""

    url: str
    process: subprocess.Popen[str] | None

    def stop(self) -> None:
        assert self.process, "not ours to stop"
        with self.process:  # closes its pipe
            self.process.terminate()
            self.process.wait(60)  # its encoder may still be loading

    def kill(self) -> None:
        assert self.process, "not ours to kill"
        with self.process:
            self.process.kill()
            self.process.wait(60)

    def figure(self, line: str) -> float:
        """Give one of its figures, asked for on a connection of its own; 0 where it has none yet."""
        with urllib.request.urlopen(f"{self.url}/metrics", timeout=60) as answer:
            text = answer.read().decode()
        found = re.search(rf"^{re.escape(line)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def wait_until_loaded(self) -> None:
        while _is_loading(self.url):
            time.sleep(0.1)


def launch(cache: Path, *options: str, under: Sequence[str] = (), log: Path | None = None) -> Server:
    """Start a server, and wait until it listens.

    Parameters
    ----------
    under
        A command that runs what follows it, such as `prlimit`.
    log
        File for its standard error, this process's own unless given.
    """
    command = [sys.executable, "-m", "clickcut", "serve", "--port", "0", "--cache-dir", str(cache), *options]
    with log.open("w") if log else nullcontext() as errors:
        process = subprocess.Popen(
            [*under, *command], stdout=subprocess.PIPE, stderr=errors, text=True, cwd=ROOT
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = re.search(r"http://\S+", line)
    assert address, f"the server did not start: {line!r}"
    return Server(address[0], process)


def start_server(cache: Path, *options: str, under: Sequence[str] = (), log: Path | None = None) -> Server:
    """Start a server as `launch` does, and wait until its encoder is loaded, or is said to be unusable."""
    server = launch(cache, *options, under=under, log=log)
    server.wait_until_loaded()
    return server


def _is_loading(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/readyz").close()
    except urllib.error.HTTPError as error:
        return bool(json.load(error)["code"] == "not-ready")
    return False

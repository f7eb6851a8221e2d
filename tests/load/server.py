"""The server under test: `clickcut serve` as an operator starts it, and what it says and uses."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.browser.conftest import start_server
from tests.load.machine import Usage, usage
from tests.server_process import AS_PHOTO

# All clients of the test have one address.
ONE_ADDRESS = ("--client-rate", "1000000", "--client-photos", "10000")


@dataclass(frozen=True)
class LoadedServer:
    """A running server."""

    url: str
    process: psutil.Process
    client: httpx.Client

    def figure(self, name: str) -> float:
        """One figure of /metrics; 0 when it was never counted."""
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.client.get("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def usage(self) -> Usage:
        return usage(self.process, self.figure("clickcut_encode_seconds_count"))


@contextmanager
def loaded_server(*options: str) -> Iterator[LoadedServer]:
    """Start a server with a cache of its own; stop it in the end."""
    with tempfile.TemporaryDirectory() as cache:
        server = start_server(Path(cache), *ONE_ADDRESS, *options)
        try:
            # A connection for each request: none is closed under a request's feet.
            limits = httpx.Limits(max_keepalive_connections=0)
            with httpx.Client(base_url=server.url, timeout=60, limits=limits, headers=AS_PHOTO) as client:
                yield LoadedServer(server.url, psutil.Process(server.process.pid), client)
        finally:
            server.stop()

"""What one photo and one visitor cost a server that has nothing else to do."""

import itertools
from dataclasses import dataclass

from tests.load import photos
from tests.load.locustfile import EMBEDDINGS, KNOWN, runtime_files
from tests.load.server import LoadedServer

AS_BROWSERS = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass(frozen=True)
class Cost:
    """Of one: requests, bytes of the answers' bodies, and the processor's seconds in server and decoders."""

    name: str
    requests: float
    bytes: float
    server: float
    decoders: float = 0

    def __str__(self) -> str:
        processor = f"{self.server * 1000:.0f} ms in the server, {self.decoders * 1000:.0f} ms in decoders"
        return f"{self.name:<18}{self.requests:.0f} requests, {self.bytes / 1e6:.2f} MB, {processor}"


def photo_cost(server: LoadedServer, count: int) -> Cost:
    """Send photos, one after the other."""
    content = photos.distinct(10**9)
    before = server.usage()
    received = 0
    for each in itertools.islice(content, count):
        answer = server.client.post(EMBEDDINGS, content=each, headers=AS_BROWSERS)
        received += answer.raise_for_status().num_bytes_downloaded
    spent = server.usage() - before
    return Cost("a new photo", 1, received / count, spent.server / count, spent.decoders / count)


def visit_cost(server: LoadedServer, count: int, *, first: bool) -> Cost:
    """Visit: the page, where it is the first time the runtime, and the embedding of a known photo."""
    known = server.client.post(EMBEDDINGS, content=KNOWN[0]).headers["location"]
    paths = ["/", *(runtime_files() if first else ()), known]
    before, received = server.usage(), 0
    for path in paths * count:
        with server.client.stream("GET", path, headers=AS_BROWSERS) as answer:
            for _ in answer.raise_for_status().iter_raw():
                pass
            received += answer.num_bytes_downloaded
    spent = server.usage() - before
    name = "a first visit" if first else "a later visit"
    return Cost(name, len(paths), received / count, spent.server / count)

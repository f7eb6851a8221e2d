"""The two kinds of users, for Locust: visitors who look, and uploaders whose photos nobody sent before.

`python -m tests.load` runs them in steps and judges. By hand, with bounds raised for the one address:
`locust -f tests/load/locustfile.py --host http://127.0.0.1:5006`.
"""

import itertools
import re
import time
from pathlib import Path

import gevent
from clickcut.settings import default_dist
from locust import FastHttpUser, constant_pacing, task

from tests.load import photos
from tests.server_process import AS_PHOTO

EMBEDDINGS = "/api/v1/embeddings"
VISIT_SECONDS = 4
PHOTO_SECONDS = 15
NEW_VISITOR = 16
"""Of so many visits one is somebody's first: the runtime is downloaded."""
# What only the encoder on a visitor's own device needs.
_NOT_FETCHED = {"device", "words", "encoder_worker.js", "encoder_device.onnx", "known_answer.json"}
_LAST = {"Connection": "close"}
_LAST_PHOTO = _LAST | AS_PHOTO
KNOWN = list(itertools.islice(photos.distinct(0), 8))
"""Photos of which visitors ask for the embedding; the first to come sends them."""


def runtime_files() -> list[str]:
    """Paths of what a browser downloads before the first click."""
    runtime = default_dist() / "runtime"
    files = [path.relative_to(runtime) for path in sorted(runtime.rglob("*.*")) if path.is_file()]
    return [
        str(Path("/runtime") / path)
        for path in files
        if path.suffix not in (".br", ".gz", ".ts") and not _NOT_FETCHED.intersection(path.parts)
    ]


class Visitor(FastHttpUser):
    """Opens the page, sees that the server is well, and goes on with a photo that was encoded before."""

    wait_time = constant_pacing(VISIT_SECONDS)
    numbers = itertools.count()

    def on_start(self) -> None:
        self.number = next(self.numbers)
        photo = KNOWN[self.number % len(KNOWN)]
        answer = self.client.post(EMBEDDINGS, data=photo, headers=_LAST_PHOTO, name="known photo")
        self.embedding = answer.headers["location"]

    @task
    def visit(self) -> None:
        page = self.client.get("/", name="page")
        assert re.search(r"runtime/[0-9a-f]{16}", page.text)
        if self.number % NEW_VISITOR == 0:
            for path in runtime_files():
                with self.client.get(path, name="runtime", stream=True) as file:
                    for _ in file.iter_content(2**16, decode_content=False):
                        pass
        self.number += 1
        self.client.get("/healthz", name="health")
        self.client.get("/readyz", name="ready")
        self.client.get(self.embedding, name="cached embedding", headers=_LAST)


class Uploader(FastHttpUser):
    """Sends a new photo every 15 s; one that is sent away comes back when told, with another photo."""

    wait_time = constant_pacing(PHOTO_SECONDS)
    # Other numbers in every run: they are to be unknown to a server that is asked twice, too.
    photos = photos.distinct(time.time_ns())

    @task
    def upload(self) -> None:
        photo = next(self.photos)
        with self.client.post(
            EMBEDDINGS, data=photo, headers=_LAST_PHOTO, name="photo", catch_response=True
        ) as answer:
            wait = answer.headers and answer.headers.get("retry-after")
            if answer.status_code in (429, 503) and wait:
                answer.success()
                gevent.sleep(int(wait))

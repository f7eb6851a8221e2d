"""The encoder's graph in a bare loop, with the server's own session options: `python -m tests.load.bare`.

A process of its own, so that nothing else of the load test has a share in it.
"""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import asdict

import onnxruntime as ort
from clickcut.encoding.choice import choose_encoder
from clickcut.native_runtime import session_options
from clickcut.photos.limits import PhotoLimits
from clickcut.photos.photo import EncoderInput, read_photo
from clickcut.settings import Settings
from clickcut_models.manifest import Manifest

from tests.load import photos
from tests.load.machine import Usage, usage


def measured(seconds: float) -> Usage:
    """Run the loop in a process that ends with it."""
    command = [sys.executable, "-m", "tests.load.bare", "--seconds", str(seconds)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Usage(**json.loads(said))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    seconds = parser.parse_args().seconds
    settings = Settings()
    graph = ort.InferenceSession(
        choose_encoder(settings.encoder, Manifest.read(settings.dist / "models")).path,
        session_options(settings.encoder_threads),
        providers=["CPUExecutionProvider"],
    )
    photo = read_photo(next(photos.distinct(0)), PhotoLimits())
    feeds = {"image": EncoderInput.of(photo).pixels}
    graph.run(None, feeds)
    before, count, start = usage(), 0, time.perf_counter()
    while time.perf_counter() - start < seconds:
        graph.run(None, feeds)
        count += 1
    spent = usage() - before
    print(json.dumps({**asdict(spent), "photos": count}))


if __name__ == "__main__":
    main()
